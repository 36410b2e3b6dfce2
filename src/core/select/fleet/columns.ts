import { shown } from '../../clean.ts';
import { type Column, type Placed, placed } from '../../table.ts';
import { type Names, tellingTail } from './names.ts';

/** The most cells of the names. */
const most = 40;

/** Cells of the column that says how things stand. */
export const healthWidth = 14;

/** The columns of Fleet. What is not shown at 80 columns has a priority: the lower, the earlier it goes. */
const usual: readonly Column[] = [
	{ key: 'name', title: shown`NAME`, align: 'left', min: 15, max: most, grow: 3 },
	{ key: 'health', title: shown`HEALTH`, align: 'left', min: healthWidth },
	{ key: 'requests', title: shown`REQ/S`, align: 'right', min: 7, priority: 6 },
	{ key: 'errors', title: shown`5XX`, align: 'right', min: 6, priority: 20 },
	{ key: 'p50', title: shown`P50`, align: 'right', min: 6, priority: 5 },
	{ key: 'p95', title: shown`P95`, align: 'right', min: 6, priority: 19 },
	{ key: 'cpu', title: shown`CPU`, align: 'right', min: 5, priority: 18 },
	{ key: 'memory', title: shown`MEM`, align: 'right', min: 5, priority: 17 },
	{ key: 'restarts', title: shown`RST`, align: 'right', min: 4, priority: 4 },
	{ key: 'up', title: shown`UP`, align: 'right', min: 5, priority: 3 },
	{ key: 'release', title: shown`RELEASE`, align: 'left', min: 13, max: 24, grow: 1, priority: 16 },
	{ key: 'back', title: shown`BACK`, align: 'left', min: 5, priority: 14 },
	{ key: 'host', title: shown`HOST`, align: 'left', min: 8, max: 20, grow: 1, priority: 2 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4 },
];

const backup: Column = { key: 'backup', title: shown`BACKUP`, align: 'left', min: 10, priority: 15 };
/** Least widths where backups are watched, so that their column has room at 80 columns too. */
const closer: Readonly<Record<string, number>> = { name: 12, cpu: 4, memory: 4, release: 11 };

const withBackup: readonly Column[] = usual.flatMap((column) => {
	const one = { ...column, min: closer[column.key] ?? column.min };
	return one.key === 'age' ? [backup, one] : [one];
});

/** The columns, where backups are watched or not. */
function columnsFor(backups: boolean): readonly Column[] {
	return backups ? withBackup : usual;
}

/** Columns from this priority on do not make room for long names: with them one sees what is wrong. */
const telling = 15;
const isTelling = ({ priority }: Column) => priority === undefined || priority >= telling;

/** The columns with as many cells for the names as the widest takes and `others` leave at their least. */
function withNames(
	width: number,
	{ widest }: Names,
	{ columns, others }: { readonly columns: readonly Column[]; readonly others: readonly Column[] },
): readonly Placed[] {
	const room = width - others.reduce((sum, { min }) => sum + min + 1, 0);
	const least = columns.find(({ key }) => key === 'name')?.min ?? 0;
	const min = Math.max(least, Math.min(widest, most, room));
	return placed(
		columns.map((column) => (column.key === 'name' ? { ...column, min } : column)),
		width,
	);
}

const isOther = ({ key }: Column) => key !== 'name';

/** The columns that fit into so many cells: one goes for the sake of a name only where two would look the same. */
function fleetColumns(width: number, names: Names, backups = false): readonly Placed[] {
	const columns = columnsFor(backups);
	const fitting = placed(columns, width).map(({ column }) => column);
	const full = withTail(withNames(width, names, { columns, others: fitting.filter(isOther) }), names);
	if (full.alike === 0) return full.columns;
	const others = columns.filter(isOther).filter(isTelling);
	const fewer = withTail(withNames(width, names, { columns, others }), names);
	return fewer.alike < full.alike ? fewer.columns : full.columns;
}

/** The columns with the cut of names that leaves the fewest alike; and how many are. */
function withTail(
	places: readonly Placed[],
	names: Names,
): { readonly columns: readonly Placed[]; readonly alike: number } {
	const width = places.find(({ column }) => column.key === 'name')?.width ?? 0;
	const { tail, alike } = tellingTail(names, width);
	return { columns: places.map((place) => (place.column.key === 'name' ? { ...place, tail } : place)), alike };
}

function isAlike(some: readonly Placed[], others: readonly Placed[]): boolean {
	return (
		some.length === others.length &&
		some.every(({ column, width, tail }, index) => {
			const other = others[index];
			return other?.column.key === column.key && other.width === width && other.tail === tail;
		})
	);
}

/** The same, made anew only where the widths change: rows know by the columns' identity whether they still fit. */
export function keptColumns(): typeof fleetColumns {
	let kept:
		| { readonly width: number; readonly names: Names; readonly backups: boolean; readonly columns: readonly Placed[] }
		| undefined;
	return (width, names, backups = false) => {
		if (kept?.width === width && kept.names === names && kept.backups === backups) return kept.columns;
		const next = fleetColumns(width, names, backups);
		kept = { width, names, backups, columns: kept !== undefined && isAlike(kept.columns, next) ? kept.columns : next };
		return kept.columns;
	};
}

/** The cells that would be missing for the names if all columns stood in so many cells. */
export function missingWidth(width: number, { widest }: Names, backups = false): number {
	const others = columnsFor(backups)
		.filter(isOther)
		.reduce((sum, { min }) => sum + min + 1, 0);
	return Math.max(0, others + Math.min(widest, most) - width);
}
