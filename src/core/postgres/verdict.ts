import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import { listed } from '../listed.ts';
import type { Condition, Millis } from '../model.ts';
import { spoken } from '../silence.ts';
import type { Lag } from './since.ts';
import type { Session, Stand } from './stand.ts';

/** From when on it is degraded. `connections`: a share of those that it takes. */
export interface PostgresLimits {
	readonly connections: number;
	readonly lag: Millis;
	readonly long: Millis;
}

/** What is judged besides how it stands. `user`: as whom it was asked; `lag`: of the replica that is furthest behind. */
export interface Seen {
	readonly took: Millis;
	readonly user: string;
	readonly lag?: Lag | undefined;
}

/** What is over a limit, and what to do about it. */
type Concern = Required<Pick<Condition, 'because' | 'fix'>>;

/** What is said of one that takes long, and of several; `ends`: the function that ends it. */
interface Long {
	readonly one: string;
	readonly several: string;
	readonly ends: string;
}
const queries: Long = { one: 'a query runs', several: 'queries run', ends: 'pg_cancel_backend' };
const idle: Long = {
	one: 'a transaction lies open and idle',
	several: 'transactions lie open and idle',
	ends: 'pg_terminate_backend',
};

function longOnes(sessions: readonly Session[], long: Millis, { one, several, ends }: Long): readonly Concern[] {
	const over = sessions.filter(({ seconds }) => seconds !== null && seconds * 1000 > long);
	const longest = over.toSorted((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))[0];
	if (longest === undefined) return [];
	const length = lengthText((longest.seconds ?? 0) * 1000);
	const who = `pid ${longest.pid}, ${longest.by} in ${longest.database}`;
	const all = `${over.length} ${several} for longer than ${lengthText(long)}, the longest for ${length} (${who})`;
	const because = over.length === 1 ? `${one} for ${length} (${who})` : all;
	const fix = `Look at it in \`pg_stat_activity\`; if it is not wanted, \`SELECT ${ends}(${longest.pid})\` ends it.`;
	return [{ because, fix }];
}

/** What is wrong with a replica. One that receives nothing may get the log as files: then only its age tells. */
function behindPrimary({ receives }: NonNullable<Stand['replica']>, { lag: seen }: Seen, limit: Millis): string[] {
	if (seen === undefined) return receives ? [] : ['it receives nothing from its primary'];
	if (seen.lag <= limit) return [];
	const length = lengthText(seen.lag);
	return [
		receives
			? `it is ${length} behind its primary`
			: `it receives nothing from its primary; what it replayed last is ${length} old`,
	];
}

function behind(stand: Stand, seen: Seen, limit: Millis): string[] {
	if (stand.replica !== null) return behindPrimary(stand.replica, seen, limit);
	const { lag } = seen;
	if (lag === undefined || lag.lag <= limit) return [];
	const which = stand.replicas.length === 1 ? 'its replica' : 'of its replicas';
	return [`${which} ${lag.name ?? ''} is ${lengthText(lag.lag)} behind`];
}

const fixes = {
	connections: 'See who holds them in `pg_stat_activity`; end idle ones, or raise `max_connections`.',
	behind: 'Look at `pg_stat_replication` on the primary, at the load of both, and at the way between them.',
	slots: 'Let their readers come back, or drop them: `SELECT pg_drop_replication_slot(NAME)`.',
} as const;

function concerns(stand: Stand, seen: Seen, limits: PostgresLimits): readonly Concern[] {
	const { used, max, sessions, slots } = stand;
	const names = slots.map(({ name }) => name);
	const kept = slots.reduce((sum, slot) => sum + (slot.bytes ?? 0), 0);
	const crowd = used > max * limits.connections ? [`${used} of ${max} connections are used`] : [];
	const unread =
		names.length === 0 ? [] : [`it keeps ${bytes(kept)} of its log for slots that nobody reads: ${listed(names)}`];
	const active = sessions.filter((session) => session.active);
	return [
		...crowd.map((because) => ({ because, fix: fixes.connections })),
		...behind(stand, seen, limits.lag).map((because) => ({ because, fix: fixes.behind })),
		...longOnes(active, limits.long, queries),
		...longOnes(
			sessions.filter((session) => !session.active),
			limits.long,
			idle,
		),
		...unread.map((because) => ({ because, fix: fixes.slots })),
	];
}

function roleText({ replica, replicas }: Stand, { lag }: Seen): readonly string[] {
	const far = lag === undefined ? [] : [`${spoken(lag.lag)} behind`];
	if (replica !== null) return ['a replica', ...far];
	if (replicas.length === 0) return [];
	return [replicas.length === 1 ? '1 replica' : `${replicas.length} replicas`, ...far];
}

/** What this user may not see, with what would let it; nothing is said of that, neither good nor bad. */
function unseen({ hidden, replicas }: Stand, { user }: Seen): readonly string[] {
	const what = [
		...(hidden > 0 ? ['what others run'] : []),
		...(replicas.some(({ state }) => state === null) ? ['how far its replicas are'] : []),
	];
	return what.length === 0 ? [] : [`${user} may not see ${listed(what)}: GRANT pg_monitor TO "${user}"`];
}

/** How a PostgreSQL that answered stands to its limits, in a sentence. */
export function postgresVerdict(stand: Stand, seen: Seen, limits: PostgresLimits): Omit<Condition, 'since'> {
	const wrong = concerns(stand, seen, limits);
	const [first] = wrong;
	if (first !== undefined)
		return { is: 'degraded', because: wrong.map(({ because }) => because).join('; '), fix: first.fix };
	const { used, max, size } = stand;
	const fine = [`answers in ${spoken(seen.took)}`, `${used} of ${max} connections`, `${bytes(size)}`];
	const because = [[...fine, ...roleText(stand, seen)].join(', '), ...unseen(stand, seen)].join('; ');
	return { is: 'ok', because };
}
