import stringWidth from 'string-width';

/** A way out that is offered: its key, what it does in words, and in one word where there is no room for more. */
export interface Way {
	readonly key: string;
	readonly say: string;
	readonly short: string;
}

/** Cells of a row, and how many rows there are. */
export interface Room {
	readonly width: number;
	readonly rows: number;
}

/** Cells between two ways on one row. */
const gap = '   ';

function packed(texts: readonly string[], width: number): readonly string[] {
	const rows: string[] = [];
	for (const text of texts) {
		const longer = `${rows.at(-1)}${gap}${text}`;
		if (rows.length > 0 && stringWidth(longer) <= width) rows.splice(-1, 1, longer);
		else rows.push(text);
	}
	return rows;
}

/** The ways out with their keys in rows, none broken or cut: in short words where the long ones have no room. */
export function wayRows(ways: readonly Way[], { width, rows }: Room): readonly string[] {
	const long = packed(
		ways.map(({ key, say }) => `${key} ${say}`),
		width,
	);
	if (long.length <= rows && long.every((row) => stringWidth(row) <= width)) return long;
	return packed(
		ways.map(({ key, short }) => `${key} ${short}`),
		width,
	);
}
