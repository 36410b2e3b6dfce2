import { clean, shown } from '../../clean.ts';
import { shortAge } from '../../format.ts';
import type { HostLock } from '../../host/locks.ts';
import { lengthText } from '../../length-text.ts';
import type { Segment } from '../../line.ts';
import { isStale, isToBelieve, serviceOfLock } from '../../lock.ts';
import type { Millis, Service } from '../../model.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { ruled } from '../fleet/story.ts';
import type { DetailRoom } from '../split/split.ts';
import { headed, type TextLine } from '../text/line.ts';
import { stampText } from './journal.ts';

/** A lock as it lies on a host. */
export interface LockRow extends HostLock {
	readonly id: string;
	readonly host: string;
	/** When its host was read. */
	readonly at: Millis;
	/** The service whose lock it is, where one is watched. */
	readonly service: Service | undefined;
	/** `unknown`: its host was not read lately, so nobody knows whether it still lies there. */
	readonly stand: 'ours' | 'held' | 'stale' | 'unknown';
}

function standOf({ runs }: State, lock: HostLock, fresh: boolean): LockRow['stand'] {
	if (!fresh) return 'unknown';
	if (isStale(lock)) return 'stale';
	return runs[lock.plan] === undefined ? 'held' : 'ours';
}

/** The locks that lie on all hosts, the oldest first, those of our own runs among them. */
export function lockRows(state: State, now: Millis): readonly LockRow[] {
	return Object.entries(state.locks)
		.flatMap(([host, { all, at }]) =>
			all.map((lock): LockRow => {
				const stand = standOf(state, lock, isToBelieve(at, now));
				return {
					...lock,
					id: `lock/${host}/${lock.key}`,
					host,
					at,
					stand,
					service: serviceOfLock(state, host, lock.key),
				};
			}),
		)
		.toSorted((a, b) => a.since - b.since);
}

/** What a lock is on: the service, or by its own name what no service here is. */
export function lockedName({ service, key }: LockRow): string {
	return service?.id ?? key;
}

/** Every word of a lock, for a filter and as evidence. */
export function lockText(row: LockRow): string {
	const { stand, host, who, what, why, plan, since } = row;
	return [stampText(since), stand, host, lockedName(row), who, what, why, `plan ${plan}`].join('  ');
}

/** The columns of locks. */
export const lockColumns: readonly Column[] = [
	{ key: 'stand', title: shown`LOCK`, align: 'left', min: 9 },
	{ key: 'host', title: shown`HOST`, align: 'left', min: 8, max: 24, grow: 1 },
	{ key: 'of', title: shown`ON`, align: 'left', min: 14, max: 40, grow: 2 },
	{ key: 'who', title: shown`WHO`, align: 'left', min: 8, max: 24, grow: 1 },
	{ key: 'what', title: shown`FOR`, align: 'left', min: 14, grow: 3 },
	{ key: 'since', title: shown`SINCE`, align: 'right', min: 5 },
	{ key: 'beat', title: shown`BEAT`, align: 'right', min: 5 },
];

const words = {
	ours: { text: shown`ours`, tone: 'bold' },
	held: { text: shown`held` },
	stale: { text: shown`~ stale`, tone: 'warn' },
	unknown: { text: shown`? unknown`, tone: 'unknown' },
} as const satisfies Readonly<Record<LockRow['stand'], Segment>>;

/** How long ago the holder said that he lives: as the host told, and the time since then. */
function quietFor({ quiet, at }: LockRow, now: Millis): Millis {
	return Math.abs(quiet) + Math.max(0, now - at);
}

/** The cell of a lock under a column. */
export function lockCell(row: LockRow, now: Millis, key: string): Segment {
	switch (key) {
		case 'stand':
			return words[row.stand];
		case 'host':
			return { text: clean(row.host, 80) };
		case 'of':
			return { text: clean(lockedName(row), 200), tone: 'bold' };
		case 'who':
			return { text: clean(row.who, 200) };
		case 'what':
			return { text: clean(row.what, 200) };
		case 'since':
			return { text: shortAge(now - row.since) };
		default:
			return { text: shortAge(quietFor(row, now)), tone: row.stand === 'stale' ? 'warn' : 'dim' };
	}
}

function beatText(row: LockRow, now: Millis): string {
	const quiet = lengthText(quietFor(row, now));
	switch (row.stand) {
		case 'unknown':
			return `not known: ${row.host} was last read ${lengthText(now - row.at)} ago`;
		case 'stale':
			return `silent for ${quiet}, so its holder is gone or cut off; a new plan on the service takes it over, and says so`;
		case 'held':
		case 'ours':
			return `${quiet} ago, so it is at work; nobody else changes the service meanwhile`;
	}
}

/** What is known of a lock. */
export function lockDetail(row: LockRow, state: State, now: Millis, { width }: DetailRoom): readonly TextLine[] {
	const stored = state.journal.entries.some(({ run }) => run === row.plan);
	return [
		ruled(`lock of ${lockedName(row)} on ${row.host}`, width),
		...headed('held by  ', `${row.who}, for: ${row.what}`, { width }),
		...(row.why === '' ? [] : headed('why      ', row.why, { width })),
		...headed('since    ', `${stampText(row.since)} UTC, ${lengthText(now - row.since)} ago`, { width }),
		...headed('beat     ', beatText(row, now), { width, tone: row.stand === 'stale' ? 'warn' : 'plain' }),
		...headed('plan     ', `${row.plan}${stored ? ', in this journal' : ', not in this journal'}`, { width }),
		...(row.service === undefined ? headed('service  ', `none that is watched here is ${row.key}`, { width }) : []),
	];
}
