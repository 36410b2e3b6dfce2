/** The value that a path of a template names, as Docker prints it; undefined: there is none. */
function valueAt(json: unknown, path: string): unknown {
	return path
		.split('.')
		.filter((name) => name !== '')
		.reduce<unknown>((value, name) => {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
			return Reflect.get(value, name);
		}, json);
}

const field = /\{\{\s*(json\s+)?((?:\.\w+)+|\.)\s*\}\}/g;

/** A template of Docker (`{{.State.Status}}`, `{{json .State}}`) filled in; undefined: it asks for more than that. */
export function filledIn(template: string, json: unknown): string | undefined {
	if (template.replaceAll(field, '').includes('{{')) return undefined;
	return template.replaceAll('\\t', '\t').replaceAll(field, (_, asJson: string | undefined, path: string) => {
		const value = valueAt(json, path);
		if (asJson !== undefined || typeof value === 'object') return JSON.stringify(value);
		return value === undefined ? '<no value>' : String(value);
	});
}
