import { shown } from '../../clean.ts';
import { type Column, type Placed, placed } from '../../table.ts';

/** The least and the most cells of the names. */
const names = { least: 15, most: 40 };

/** The columns of Fleet. What is not shown at 80 columns has a priority: the lower, the earlier it goes. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`NAME`, align: 'left', min: names.least, max: names.most, grow: 3, cut: 'middle' },
	{ key: 'health', title: shown`HEALTH`, align: 'left', min: 14 },
	{ key: 'requests', title: shown`REQ/S`, align: 'right', min: 7, priority: 6 },
	{ key: 'errors', title: shown`5XX`, align: 'right', min: 6, priority: 20 },
	{ key: 'p50', title: shown`P50`, align: 'right', min: 6, priority: 5 },
	{ key: 'p95', title: shown`P95`, align: 'right', min: 6, priority: 19 },
	{ key: 'cpu', title: shown`CPU`, align: 'right', min: 5, priority: 18 },
	{ key: 'memory', title: shown`MEM`, align: 'right', min: 5, priority: 17 },
	{ key: 'restarts', title: shown`RST`, align: 'right', min: 4, priority: 4 },
	{ key: 'up', title: shown`UP`, align: 'right', min: 5, priority: 3 },
	{ key: 'release', title: shown`RELEASE`, align: 'left', min: 13, max: 24, grow: 1, priority: 16 },
	{ key: 'host', title: shown`HOST`, align: 'left', min: 8, max: 20, grow: 1, priority: 2 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4 },
];

/** Columns from this priority on do not make room for long names: with them one sees what is wrong. */
const telling = 16;
const isTelling = ({ priority }: Column) => priority === undefined || priority >= telling;

/** The cells that names get beside the telling columns, where the widest of them takes so many. */
function nameWidth(widest: number, width: number): number {
	const others = columns.filter((column) => column.key !== 'name' && isTelling(column));
	const room = width - others.reduce((sum, { min }) => sum + min + 1, 0);
	return Math.max(names.least, Math.min(widest, names.most, room));
}

/** The columns that fit into so many cells. `widest`: cells of the longest name of the fleet, on the screen or not. */
function fleetColumns(width: number, widest: number): readonly Placed[] {
	const min = nameWidth(widest, width);
	return placed(
		columns.map((column) => (column.key === 'name' ? { ...column, min } : column)),
		width,
	);
}

/** The same, made anew only where the widths change: rows know by the columns' identity whether they still fit. */
export function keptColumns(): typeof fleetColumns {
	let kept: { readonly width: number; readonly widest: number; readonly columns: readonly Placed[] } | undefined;
	return (width, widest) => {
		if (kept?.width !== width || kept.widest !== widest) kept = { width, widest, columns: fleetColumns(width, widest) };
		return kept.columns;
	};
}

/** The cells that would be missing for the names if all columns stood in so many cells. */
export function missingWidth(width: number, widest: number): number {
	const others = columns.reduce((sum, { key, min }) => (key === 'name' ? sum : sum + min + 1), 0);
	return Math.max(0, others + Math.min(widest, names.most) - width);
}
