/** What announces a here-document, and the line that ends it. */
const announced = /<<-?[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/g;
/** What is put in, and may be any text. */
const put = /\{\{[^{}\n]*\}\}|<[^<>\n]*>|\[[A-Z0-9_ ]*\]|\bYOUR_[A-Z0-9_]+\b/g;

/**
 * Whether a value, put at this place of a here-document, may make the line that ends it: what comes after would be run. It errs towards
 * yes: each letter that stands beside it in its line is one of such an end, and so is the value.
 */
export function mayEndHere(text: string, place: number, value: string): boolean {
	const from = text.lastIndexOf('\n', place - 1) + 1;
	const stop = text.indexOf('\n', place);
	const beside = text
		.slice(from, stop < 0 ? text.length : stop)
		.replace(/^\t+/, '')
		.replaceAll(put, '');
	return [...text.matchAll(announced)].some(([, single, double, bare]) => {
		const end = single ?? double ?? bare ?? '';
		return end.includes(value) && [...beside].every((sign) => end.includes(sign));
	});
}
