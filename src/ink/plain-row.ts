import { codeOf, endedBy, endOf, esc, kindOf } from './sgr.ts';

/** A text that is put into a row at a column, with its styles in it, and the columns between which it may lie. */
export interface Piece {
	readonly x: number;
	readonly text: string;
	readonly from: number;
	readonly to: number;
}

/** Cells of one style after each other; `style` is the parameters of its code, empty for none. */
interface Run {
	readonly style: string;
	readonly text: string;
}

/** A code, or signs that take one cell each and join with no other: ASCII, `…`, frames, blocks and Braille. */
const part = new RegExp(`${esc}\\[([\\d;]*)m|[ -~…\\u2500-\\u259f\\u2800-\\u28ff]+`, 'y');

/** The style after a code; undefined for one that neither begins a style nor ends the one that is on. */
function after(style: string, parameters: string): string | undefined {
	if (style === '') return kindOf(parameters) === undefined ? undefined : parameters;
	return endedBy(parameters).some((kind) => kind === kindOf(style)) ? '' : undefined;
}

/** The runs of a text; undefined where it has anything else in it, or one style within another. */
function runsOf(text: string): readonly Run[] | undefined {
	const runs: Run[] = [];
	let style: string | undefined = '';
	part.lastIndex = 0;
	while (part.lastIndex < text.length && style !== undefined) {
		const [all, parameters] = part.exec(text) ?? [];
		if (all === undefined) return undefined;
		if (parameters === undefined) runs.push({ style, text: all });
		else style = after(style, parameters);
	}
	return style === '' ? runs : undefined;
}

/** All runs of a row, with the gaps between the pieces; undefined where pieces overlap or stick out. */
function rowOf(pieces: readonly Piece[], width: number): readonly Run[] | undefined {
	const row: Run[] = [];
	let column = 0;
	for (const { x, text, from, to } of pieces) {
		const runs = x < column || x < from ? undefined : runsOf(text);
		if (runs === undefined) return undefined;
		if (x > column) row.push({ style: '', text: ' '.repeat(x - column) });
		row.push(...runs);
		column = x + runs.reduce((sum, run) => sum + run.text.length, 0);
		if (column > Math.min(width, to)) return undefined;
	}
	return row;
}

/** What is written between two styles. A colour takes the place of another; bold and dim are ended first. */
function turn(from: string, to: string): string {
	if (from === to) return '';
	const [before, after] = [kindOf(from), kindOf(to)];
	const replaced = before === after && (before === 'colour' || before === 'ground');
	const end = before === undefined || replaced ? '' : codeOf(endOf(before));
	return end + (after === undefined ? '' : codeOf(to));
}

/**
 * A row of simple pieces as Ink's own output writes it, without a cell for each sign; undefined where a piece is not
 * simple: then Ink draws. Nearly all rows of a cockpit are simple.
 */
export const plainRow = (pieces: readonly Piece[], width: number): string | undefined => {
	const row = rowOf(pieces, width);
	if (row === undefined) return undefined;
	let style = '';
	let line = '';
	for (const run of row) {
		line += turn(style, run.style) + run.text;
		style = run.style;
	}
	return (line + turn(style, '')).trimEnd();
};
