import type { Line, Paint, Tone } from '../core/line.ts';

type Codes = Readonly<Record<Tone, string>>;

/** SGR codes of the sixteen colours, which every terminal maps to its own light or dark theme. */
const coloured: Codes = {
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
const plain: Codes = {
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

function painted(line: Line, selected: boolean | undefined, codes: Codes): string {
	if (selected === true) return `\x1b[7m>${line.map((segment) => segment.text).join('')}\x1b[27m`;
	return (selected === false ? ' ' : '') + tinted(line, codes);
}

/** Neighbours of one look are one piece: each change of look costs Ink time with every frame. */
function tinted(line: Line, codes: Codes): string {
	let text = '';
	let on = '';
	for (const { text: part, tone } of line) {
		const code = tone === undefined ? '' : codes[tone];
		if (code !== on) text += turned(on, code);
		text += part;
		on = code;
	}
	return text + turned(on, '');
}

/** From one look to another: off first, since codes add up. */
function turned(from: string, to: string): string {
	return (from === '' ? '' : '\x1b[0m') + (to === '' ? '' : `\x1b[${to}m`);
}
