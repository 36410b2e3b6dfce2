const esc = '\u001b';
const sgr = new RegExp(`${esc}\\[([0-9;:]*)m`, 'g');

/** Whether one of the numbers of an SGR sequence is of a colour: 30-49, 90-107 (ECMA-48, and xterm's bright ones). */
function isColour(numbers: string): boolean {
	return numbers
		.split(/[;:]/)
		.map(Number)
		.some((code) => (code >= 30 && code <= 49) || (code >= 90 && code <= 107));
}

/** The first sequence that sets a colour, in words; undefined where none does. */
export function coloured(written: string): string | undefined {
	const found = [...written.matchAll(sgr)].find(([, numbers = '']) => isColour(numbers));
	return found === undefined ? undefined : `the colour ${JSON.stringify(found[0])}`;
}

/** The first sign that is not ASCII, in words with what stands around it; undefined where there is none. */
export function foreign(written: string): string | undefined {
	const at = written.search(/\P{ASCII}/u);
	return at === -1 ? undefined : `${JSON.stringify(written.slice(Math.max(0, at - 20), at + 20))}, not ASCII`;
}
