/** Says whether a text fits; without a state, so that it may be asked in any order. */
export type Match = (text: string) => boolean;

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Capital letters in what was typed count, small ones fit both (as in less -i and vim's smartcase). */
function pattern(text: string, flags: string): RegExp {
	return new RegExp(escaped(text), /\p{Lu}/u.test(text) ? flags : `${flags}i`);
}

/** What a search finds; empty text finds nothing. */
export function searchMatch(text: string): Match {
	if (text === '') return () => false;
	const wanted = pattern(text, '');
	return (line) => wanted.test(line);
}

/** What a filter lets through: lines with the text, after `!` those without it; empty text lets everything through. */
export function filterMatch(text: string): Match {
	if (text === '' || text === '!') return () => true;
	const inverse = text.startsWith('!');
	const wanted = pattern(inverse ? text.slice(1) : text, '');
	return (line) => wanted.test(line) !== inverse;
}

/** Where the text stands in a line, as `[start, end)` in UTF-16 units; none for empty text. */
export function rangesOf(line: string, text: string): readonly (readonly [number, number])[] {
	if (text === '') return [];
	return [...line.matchAll(pattern(text, 'g'))].map((found) => [found.index, found.index + found[0].length] as const);
}
