import type { Line, Paint, Segment, Tone } from '../core/line.ts';

/** SGR codes of the sixteen colours, which every terminal maps to its own light or dark theme. */
const coloured: Readonly<Record<Tone, string>> = {
	ok: '32',
	warn: '33',
	bad: '1;31',
	unknown: '35',
	dim: '2',
	bold: '1',
	accent: '36',
	cursor: '7',
};
/** The same without colour (`NO_COLOR`): only weight and inversion. */
const plain: Readonly<Record<Tone, string>> = {
	ok: '',
	warn: '1',
	bad: '1',
	unknown: '',
	dim: '2',
	bold: '1',
	accent: '',
	cursor: '7',
};

/**
 * Makes the one painter of lines. A line is painted once for each of its looks and kept as long as the line lives.
 * `colours` is false where `NO_COLOR` is set or the terminal has none.
 */
export function makePaint(colours: boolean): Paint {
	const codes = colours ? coloured : plain;
	const looks = {
		row: new WeakMap<Line, string>(),
		selected: new WeakMap<Line, string>(),
		line: new WeakMap<Line, string>(),
	};
	return (line, selected) => {
		const kept = looks[selected === undefined ? 'line' : selected ? 'selected' : 'row'];
		const known = kept.get(line);
		if (known !== undefined) return known;
		const made = painted(line, selected, codes);
		kept.set(line, made);
		return made;
	};
}

function painted(line: Line, selected: boolean | undefined, codes: Readonly<Record<Tone, string>>): string {
	if (selected === true) return `\x1b[7m>${line.map((segment) => segment.text).join('')}\x1b[27m`;
	const text = line.map((segment) => tinted(segment, codes)).join('');
	return selected === false ? ` ${text}` : text;
}

function tinted({ text, tone }: Segment, codes: Readonly<Record<Tone, string>>): string {
	const code = tone === undefined ? '' : codes[tone];
	return code === '' || text === '' ? text : `\x1b[${code}m${text}\x1b[0m`;
}
