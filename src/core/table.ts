import stringWidth from 'string-width';
import { clean, joinShown, shown } from './clean.ts';
import { graphemesOf } from './graphemes.ts';
import type { Line, Segment } from './line.ts';
import type { Shown } from './shown.ts';

/** On which side of its column a cell stands. */
export type Align = 'left' | 'right';

/**
 * A column of a table; widths in cells. `max`: none without it. `grow`: its share of what is left over, 0 unless given.
 * `priority`: where there is no room the column with the lowest goes first; one without stays.
 */
export interface Column {
	readonly key: string;
	readonly title: Shown;
	readonly align: Align;
	readonly min: number;
	readonly max?: number;
	readonly grow?: number;
	readonly priority?: number;
}

/** A column that is drawn, and how wide. `tail`: cells that are kept of the end of a text that is too long, else none. */
export interface Placed {
	readonly column: Column;
	readonly width: number;
	readonly tail?: number;
}

/** Cells between two columns. */
const gap = 1;

const least = (columns: readonly Column[]): number =>
	columns.reduce((sum, { min }) => sum + min, gap * Math.max(0, columns.length - 1));

/** The column to leave out first: the last of those with the lowest priority. */
function expendable(columns: readonly Column[]): Column | undefined {
	return columns
		.filter(({ priority }) => priority !== undefined)
		.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0) || columns.indexOf(b) - columns.indexOf(a))[0];
}

function kept(columns: readonly Column[], width: number): readonly Column[] {
	const out = least(columns) > width ? expendable(columns) : undefined;
	return out === undefined
		? columns
		: kept(
				columns.filter((column) => column !== out),
				width,
			);
}

/** Columns at their least width; where even that is too much, the last ones are cut or left out. */
function narrow(columns: readonly Column[], width: number): readonly Placed[] {
	let room = width + gap;
	return columns.flatMap((column) => {
		const wide = Math.min(column.min, room - gap);
		room -= wide + gap;
		return wide > 0 ? [{ column, width: wide }] : [];
	});
}

const roomOf = ({ column: { max, grow }, width }: Placed): number =>
	(grow ?? 0) > 0 ? (max ?? Number.POSITIVE_INFINITY) - width : 0;

/** Gives `spare` cells to the columns that grow, by their shares; what one cannot take goes to the others. */
function grown(placed: readonly Placed[], spare: number): readonly Placed[] {
	const shares = placed.reduce((sum, one) => sum + (roomOf(one) > 0 ? (one.column.grow ?? 0) : 0), 0);
	if (spare <= 0 || shares === 0) return placed;
	let left = spare;
	const wider = placed.map((one) => {
		if (roomOf(one) <= 0 || left === 0) return one;
		const share = Math.max(1, Math.floor((spare * (one.column.grow ?? 0)) / shares));
		const more = Math.min(share, roomOf(one), left);
		left -= more;
		return { column: one.column, width: one.width + more };
	});
	return grown(wider, left);
}

/** Which columns are drawn in so many cells, and how wide each is, with one cell between two; never wider in all. */
export function placed(columns: readonly Column[], width: number): readonly Placed[] {
	const least = narrow(kept(columns, width), width);
	const used = least.reduce((sum, one) => sum + one.width, gap * Math.max(0, least.length - 1));
	return grown(least, width - used);
}

const ascii = /^[ -~]*$/;

/** How many cells of a terminal a text takes. */
export function cells(text: Shown): number {
	return ascii.test(text) ? text.length : stringWidth(text);
}

/** The beginning of a text that fits into so many cells; half a wide sign that would stick out becomes a space. */
export function cut(text: Shown, width: number): Shown {
	if (width <= 0) return clean('');
	if (ascii.test(text)) return text.length <= width ? text : clean(text.slice(0, width), width);
	if (stringWidth(text) <= width) return text;
	let end = 0;
	let used = 0;
	for (const { segment, index } of graphemesOf(text)) {
		const wide = stringWidth(segment);
		if (used + wide > width) break;
		used += wide;
		end = index + segment.length;
	}
	const fits = text.slice(0, end) + ' '.repeat(width - used);
	return clean(fits, fits.length);
}

/** The end of a text that fits into so many cells. */
function tail(text: Shown, width: number): Shown {
	if (ascii.test(text)) return clean(text.slice(Math.max(0, text.length - width)), text.length);
	let begin = text.length;
	let used = 0;
	for (const { segment, index } of Array.from(graphemesOf(text)).reverse()) {
		used += stringWidth(segment);
		if (used > width) break;
		begin = index;
	}
	return clean(text.slice(begin), text.length);
}

/** A text in at most so many cells; where something is left out stands `…`, before so many cells of its end. */
export function fitting(text: Shown, width: number, kept = 0): Shown {
	if (width <= 0 || cells(text) <= width) return cut(text, width);
	const after = Math.min(kept, width - 1);
	return joinShown([cut(text, width - 1 - after), shown`\u2026`, ...(after === 0 ? [] : [tail(text, after)])]);
}

/** A text in exactly so many cells: cut with a mark, or filled up with spaces on the side that `align` leaves free. */
export function pad(text: Shown, width: number, align: Align = 'left', kept = 0): Shown {
	const fits = fitting(text, width, kept);
	const blank = clean(' '.repeat(Math.max(0, width - cells(fits))));
	return joinShown(align === 'left' ? [fits, blank] : [blank, fits]);
}

/** A row of a table as a line: each cell in its column's width, one space between two. */
export function tableLine(columns: readonly Placed[], cellOf: (key: string) => Segment): Line {
	return columns.map(({ column, width, tail: kept }, index) => {
		const { text, tone } = cellOf(column.key);
		const filled = pad(text, width, column.align, kept);
		const spaced = index === 0 ? filled : joinShown([clean(' '.repeat(gap)), filled]);
		return tone === undefined ? { text: spaced } : { text: spaced, tone };
	});
}

/** The titles over the columns, in the same widths. */
export function headLine(columns: readonly Placed[]): Line {
	return tableLine(columns, (key) => ({
		text: columns.find(({ column }) => column.key === key)?.column.title ?? clean(''),
		tone: 'dim',
	}));
}
