import { type Charset, inCharset } from '../core/charset.ts';
import type { Line, Paint, Tone } from '../core/line.ts';

/** SGR codes of a look: its weight, with the code that ends it, and its colour, which 39 ends. */
interface Look {
	readonly weight?: readonly [on: number, off: number];
	readonly colour?: number;
}
type Looks = Readonly<Record<Tone, Look>>;

const bold = { weight: [1, 22] } as const;
const dim = { weight: [2, 22] } as const;
const inverse = { weight: [7, 27] } as const;
const usual: Look = {};

/** The sixteen colours, which every terminal maps to its own light or dark theme. */
const coloured: Looks = {
	ok: { colour: 32 },
	warn: { colour: 33 },
	bad: { ...bold, colour: 31 },
	unknown: { colour: 35 },
	dim,
	bold,
	accent: { colour: 36 },
	cursor: inverse,
};
/** The same without colour (`NO_COLOR`): only weight and inversion. */
const plain: Looks = {
	...{ ok: usual, warn: bold, bad: bold, unknown: usual },
	...{ dim, bold, accent: usual, cursor: inverse },
};

/**
 * Makes the one painter of lines. A line is painted once for each of its looks and kept as long as the line lives.
 * `colours` is false where `NO_COLOR` is set or the terminal has none; `charset` says which signs the terminal has.
 */
export function makePaint(colours: boolean, charset: Charset = 'unicode'): Paint {
	const looks = colours ? coloured : plain;
	const painted = {
		row: new WeakMap<Line, string>(),
		selected: new WeakMap<Line, string>(),
		line: new WeakMap<Line, string>(),
	};
	return (line, selected) => {
		const kept = painted[selected === undefined ? 'line' : selected ? 'selected' : 'row'];
		const known = kept.get(line);
		if (known !== undefined) return known;
		const made = inCharset(paintedLine(line, selected, looks), charset);
		kept.set(line, made);
		return made;
	};
}

function paintedLine(line: Line, selected: boolean | undefined, looks: Looks): string {
	if (selected === true) return `\x1b[7m>${line.map((segment) => segment.text).join('')}\x1b[27m`;
	return (selected === false ? ' ' : '') + tinted(line, looks);
}

/** Neighbours of one look are one piece: each change of look costs Ink time with every frame. */
function tinted(line: Line, looks: Looks): string {
	let text = '';
	let now = usual;
	for (const { text: part, tone } of line) {
		const next = tone === undefined ? usual : looks[tone];
		text += turned(now, next) + part;
		now = next;
	}
	return text + turned(now, usual);
}

/** From one look to another, just as Ink itself writes it: then it takes each line apart once a frame instead of twice. */
function turned(from: Look, to: Look): string {
	const sameWeight = from.weight?.[0] === to.weight?.[0];
	const codes = [
		...(from.colour !== undefined && to.colour === undefined ? [39] : []),
		...(from.weight !== undefined && !sameWeight ? [from.weight[1]] : []),
		...(to.weight !== undefined && !sameWeight ? [to.weight[0]] : []),
		...(to.colour !== undefined && to.colour !== from.colour ? [to.colour] : []),
	];
	return codes.map((code) => `\x1b[${code}m`).join('');
}
