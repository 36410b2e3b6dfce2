/** What announces a here-document. */
const form = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/;
const first = new RegExp(`^${form.source}`);
const every = new RegExp(form.source, 'g');
/** So much of a text is looked at for one, in signs. */
const longest = 200;

/** A here-document that is announced: the line that ends it, and whether tabs before that count for nothing. */
export interface Here {
	readonly end: string;
	readonly tabs: boolean;
}

const hereOf = ([, dash, single, double, bare]: readonly (string | undefined)[]): Here => ({
	end: single ?? double ?? bare ?? '',
	tabs: dash === '-',
});

/** The here-document that is announced at this place, and how many signs say so; undefined where none is. */
export function announcedAt(text: string, at: number): (Here & { readonly signs: number }) | undefined {
	const found = first.exec(text.slice(at, at + longest));
	return found === null ? undefined : { ...hereOf(found), signs: found[0].length };
}

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
	return [...text.matchAll(every)]
		.map(hereOf)
		.some(({ end }) => end.includes(value) && [...beside].every((sign) => end.includes(sign)));
}
