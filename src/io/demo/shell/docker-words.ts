/** The columns of a table's template, `{{.Names}}\t{{.Image}}`; undefined: it has more in it. */
export function shorten(template: string): readonly string[] | undefined {
	const cells = template.split(/\\t|\t/).map((cell) => /^\{\{\s*\.(\w+)\s*\}\}$/.exec(cell)?.[1]);
	const names = cells.filter((name) => name !== undefined);
	return names.length === cells.length ? names : undefined;
}
