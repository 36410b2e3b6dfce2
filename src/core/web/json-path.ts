/** A step of a path: `.name`, `[0]`, `["a name"]`, `['a name']`. */
const step = /\.([^.[\]*\s]+)|\[(\d{1,9})\]|\["([^"]*)"\]|\['([^']*)'\]/gy;

/**
 * The keys of a path to one value, of JSONPath (RFC 9535) what leads to one: `$.checks[0]["db main"]`; the `$.` may be left
 * out. Undefined where it is none: also for wildcards and filters, since what they find is no single value.
 */
export function pathOf(text: string): readonly string[] | undefined {
	const rest = text.startsWith('$') ? text.slice(1) : text.startsWith('[') ? text : `.${text}`;
	const steps = [...rest.matchAll(step)];
	const length = steps.reduce((sum, [whole]) => sum + whole.length, 0);
	if (length !== rest.length) return undefined;
	return steps.map(([, name, index, double, single]) => name ?? index ?? double ?? single ?? '');
}

function member(of: unknown, key: string): unknown {
	if (typeof of !== 'object' || of === null || !Object.hasOwn(of, key)) return undefined;
	if (Array.isArray(of)) return /^\d+$/.test(key) ? of[Number(key)] : undefined;
	// It was just seen that it has this key.
	return (of as Readonly<Record<string, unknown>>)[key];
}

/** The value in JSON at the end of these keys; undefined where there is none. */
export function valueAt(json: unknown, keys: readonly string[]): unknown {
	return keys.reduce(member, json);
}
