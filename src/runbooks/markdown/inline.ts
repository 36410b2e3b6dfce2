/** A link in a text: what it shows, where it leads, its title. */
export interface Link {
	readonly text: string;
	readonly to: string;
	readonly title?: string;
}

/** `[text](to "title")`, also with `<to>` (CommonMark, Links); a text with brackets in it is none. */
const link = /\[([^[\]]*)\]\(\s*(?:<([^<>\n]*)>|([^\s()]+))(?:\s+(?:"([^"]*)"|'([^']*)'))?\s*\)/g;

/** The links of a text, in order. */
export function linksIn(text: string): readonly Link[] {
	if (!text.includes('](')) return [];
	return [...text.matchAll(link)].map(([, shown = '', angled, bare, double, single]) => {
		const title = double ?? single;
		return { text: bareText(shown), to: angled ?? bare ?? '', ...(title === undefined ? {} : { title }) };
	});
}

/** Whether a text is one link and nothing else. */
export function onlyLink(text: string): Link | undefined {
	if (!text.includes('](')) return undefined;
	const whole = text.trim().replace(/[.:]$/, '');
	const found = [...whole.matchAll(link)][0];
	return found !== undefined && found[0] === whole ? linksIn(whole)[0] : undefined;
}

/** No title is longer: where marks are sought in more than that, it takes as long as its length squared. */
const longest = 1_000;
const marks = /[[*_~`\\]/;
/** Underlines within a word are no marks (CommonMark, rules 2 and 4 of emphasis): `loop_wait and retry_timeout`. */
const inWords = /(?<![\p{L}\p{N}_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}_])/gu;
const spaces = /[^\S ]| {2}/;

function onOneLine(text: string): string {
	return spaces.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text.trim();
}

/** The beginning of a text without Markdown's marks, on one line: for titles. */
export function bareText(text: string): string {
	const begins = text.slice(0, longest);
	return onOneLine(marks.test(begins) ? unmarked(begins) : begins);
}

function unmarked(text: string): string {
	return text
		.replaceAll(link, '$1')
		.replaceAll(/!\[([^[\]]*)\]\([^)]*\)/g, '$1')
		.replaceAll(/(`+)(.+?)\1/g, '$2')
		.replaceAll(/(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1/g, '$2')
		.replaceAll(inWords, '$2')
		.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** A heading as the anchor that links lead to: as GitHub makes it. */
export function anchorOf(title: string): string {
	return bareText(title)
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
		.replaceAll(' ', '-');
}
