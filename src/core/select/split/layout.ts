import type { State } from '../../state.ts';

/** Where the list of a screen stands, and where what is known of its selected row does. Cells and rows. */
export interface SplitLayout {
	/** The list has the detail beside it, under it, or stands alone. */
	readonly detail: 'beside' | 'under' | 'none';
	/** The list with its titles and, where it is not seen whole, the row that says so. */
	readonly width: number;
	readonly height: number;
	readonly detailWidth: number;
	readonly detailHeight: number;
}

/** What a layout is made for: how many rows stand over the list, how many it has, and whether a row has a detail. */
export interface SplitNeeds {
	readonly size: State['ui']['size'];
	readonly head: number;
	readonly count: number;
	readonly detail: boolean;
}

/** Rows of every screen that are no screen's own: header, keys, age of the data. */
const frame = 3;
/** Below so much room only the list is drawn. */
const least = { columns: 60, rows: 15 };
const wide = { columns: 160, rows: 30 };

/** Whether a detail stands beside its list in a terminal of this size, and tables show all their columns. */
export function isWide({ columns, rows }: State['ui']['size']): boolean {
	return columns >= wide.columns && rows >= wide.rows;
}

/** Whether a terminal of this size has no rows to spare for anything but the list. */
export function isLow({ rows }: State['ui']['size']): boolean {
	return rows < least.rows;
}

/**
 * The layout of a list and its detail. A list over its detail has as many rows as it needs, up to half of the room; it does
 * not shrink while it is filtered, so that nothing jumps.
 */
export function splitLayout({ size, head, count, detail }: SplitNeeds): SplitLayout {
	const { columns, rows } = size;
	const room = Math.max(1, rows - frame - head);
	if (!detail || columns < least.columns || rows < least.rows)
		return { detail: 'none', width: columns, height: room, detailWidth: 0, detailHeight: 0 };
	if (isWide(size)) {
		const width = Math.floor(columns * 0.56);
		return { detail: 'beside', width, height: room, detailWidth: columns - width - 2, detailHeight: room };
	}
	const height = Math.max(3, Math.min(count + 1, Math.ceil(room / 2)));
	return { detail: 'under', width: columns, height, detailWidth: columns, detailHeight: Math.max(0, room - height) };
}

/** How many rows of a list are on the screen: without its titles, and without the row that says what is out of sight. */
export function splitRows({ detail, height }: SplitLayout, count: number): number {
	const rows = Math.max(1, height - 1);
	// Under a list with its detail below, the rule over that says it.
	return detail !== 'under' && count > rows && rows >= 3 ? rows - 1 : rows;
}
