import { shown } from '../clean.ts';
import { type Column, type Placed, placed } from '../table.ts';

/** The columns of Fleet. What is not shown at 80 columns has a priority: the lower, the earlier it goes. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`NAME`, align: 'left', min: 15, max: 36, grow: 3 },
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

/** The columns that fit into so many cells. */
export function fleetColumns(width: number): readonly Placed[] {
	return placed(columns, width);
}
