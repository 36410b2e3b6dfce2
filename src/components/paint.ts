import { type Charset, inCharset } from '../core/charset.ts';
import type { Line, Paint } from '../core/line.ts';
import type { Look, Looks } from './themes.ts';

const usual: Look = {};

/**
 * Makes the one painter of lines. A line is painted once for each of its looks and kept as long as the line lives.
 * `looks` is the theme as this terminal can show it; `charset` says which signs the terminal has.
 */
export function makePaint(looks: Looks, charset: Charset = 'unicode'): Paint {
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
	const codes: readonly (string | number)[] = [
		...(from.colour !== undefined && to.colour === undefined ? [39] : []),
		...(from.weight !== undefined && !sameWeight ? [from.weight[1]] : []),
		...(to.weight !== undefined && !sameWeight ? [to.weight[0]] : []),
		...(to.colour !== undefined && to.colour !== from.colour ? [to.colour] : []),
	];
	return codes.map((code) => `\x1b[${code}m`).join('');
}
