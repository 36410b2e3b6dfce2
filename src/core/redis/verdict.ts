import { bytes, count, percent } from '../format.ts';
import { lengthText } from '../length-text.ts';
import { listed } from '../listed.ts';
import type { Condition, Millis } from '../model.ts';
import { spoken } from '../silence.ts';
import type { Between } from './since.ts';
import type { Link, Stand } from './stand.ts';

/** From when on it is degraded. `memory` and `connections`: shares of what it takes; `evictions`: a minute. */
export interface RedisLimits {
	readonly memory?: number | undefined;
	readonly connections: number;
	readonly evictions?: number | undefined;
	readonly unsaved?: Millis | undefined;
	readonly lag: Millis;
}

/** What is judged besides how it stands. `open`: it wants no password, though one was given. */
export interface Seen extends Between {
	readonly at: Millis;
	readonly took: Millis;
	readonly open: boolean;
}

/** What is over a limit, and what to do about it. */
type Concern = Required<Pick<Condition, 'because' | 'fix'>>;

/** Of what has a limit and refuses writes when it is reached; a cache is full by design. */
const usualMemory = 0.9;

function fullness({ memory, maxmemory, forgets }: Stand, limit: number | undefined): readonly Concern[] {
	const most = limit ?? (forgets ? undefined : usualMemory);
	if (most === undefined || memory === undefined || maxmemory === undefined) return [];
	if (memory <= maxmemory * most) return [];
	const because = `${bytes(memory)} of ${bytes(maxmemory)} memory are used`;
	return [{ because, fix: 'Raise `maxmemory`, or let it forget keys: `maxmemory-policy`.' }];
}

function crowd({ clients, maxclients }: Stand, limit: number): readonly Concern[] {
	if (clients === undefined || maxclients === undefined || clients <= maxclients * limit) return [];
	const because = `${clients} of ${maxclients} connections are used`;
	return [{ because, fix: 'See who holds them (`CLIENT LIST`), or raise `maxclients`.' }];
}

const diskFix = 'Look at its log and at the free space there.';

function persistence({ saved, appends, clock }: Stand, at: Millis, unsaved: Millis | undefined): readonly Concern[] {
	const age =
		saved?.at === undefined || saved.changes === undefined || saved.changes === 0 ? 0 : (clock ?? at) - saved.at;
	const waiting = `${count(saved?.changes ?? 0)} changes are not saved, the last save is ${lengthText(age)} old`;
	return [
		...(saved?.well === false ? [{ because: 'its last save to disk failed', fix: diskFix }] : []),
		...(appends?.well === false ? [{ because: 'it cannot write its append-only file', fix: diskFix }] : []),
		...(unsaved === undefined || age <= unsaved
			? []
			: [{ because: waiting, fix: 'Let it save more often (`save`), or once by hand: `BGSAVE`.' }]),
	];
}

function linkText({ primary, up, syncing, silent, down }: Link, limit: Millis): readonly string[] {
	if (syncing) return [`it is fetching all data from its primary ${primary}`];
	if (!up) return [`its link to its primary ${primary} is down${down === undefined ? '' : ` for ${lengthText(down)}`}`];
	if (silent === undefined || silent <= limit) return [];
	return [`it has heard nothing from its primary ${primary} for ${lengthText(silent)}`];
}

const linkFix = 'Look at the other side and at the way to it: `INFO replication`.';

function replication({ link, replicas }: Stand, limit: Millis): readonly Concern[] {
	const late = replicas.filter(({ state, lag = 0 }) => state !== 'online' || lag > limit);
	const names = late.map(({ name, state, lag }) =>
		state === 'online' ? `${name} (silent for ${lengthText(lag ?? 0)})` : `${name} (${state})`,
	);
	const says = [
		...(link === undefined ? [] : linkText(link, limit)),
		...(names.length === 0 ? [] : [`not in step: ${names.length === 1 ? 'replica' : 'replicas'} ${listed(names)}`]),
	];
	return says.map((because) => ({ because, fix: linkFix }));
}

function loadingText({ share, left }: NonNullable<Stand['loading']>): string {
	const far = share === undefined ? '' : `, ${percent(share)} done`;
	const long = left === undefined ? '' : `, about ${lengthText(left)} left`;
	return `it is still loading its data and serves nobody${far}${long}`;
}

const counted = (size: number, one: string): string => `${size} ${one}${size === 1 ? '' : 's'}`;

function sizeTexts({ memory, maxmemory, clients }: Stand): readonly string[] {
	const most = maxmemory === undefined ? '' : ` of ${bytes(maxmemory)}`;
	return [
		...(memory === undefined ? [] : [`${bytes(memory)}${most} memory`]),
		...(clients === undefined ? [] : [counted(clients, 'client')]),
	];
}

function fineText(stand: Stand, { took, hits, evictions = 0, open }: Seen): string {
	const { link, replicas } = stand;
	const fine = [
		`answers in ${spoken(took)}`,
		...sizeTexts(stand),
		...(hits === undefined ? [] : [`${percent(hits)} hits`]),
		...(evictions === 0 ? [] : [`${count(evictions)} evictions/min`]),
		...(link === undefined ? [] : [`a replica of ${link.primary}`]),
		...(replicas.length === 0 ? [] : [counted(replicas.length, 'replica')]),
	].join(', ');
	return open ? `${fine}; it wants no password, though one is given: set \`requirepass\` there` : fine;
}

const roomFix = 'Raise `maxmemory`, or put less into it.';

/** How a Redis that answered stands to its limits, in a sentence. */
export function redisVerdict(stand: Stand, seen: Seen, limits: RedisLimits): Omit<Condition, 'since'> {
	if (stand.loading !== undefined) {
		return { is: 'down', because: loadingText(stand.loading), fix: 'Wait until it has; then it answers.' };
	}
	const { evictions } = seen;
	const many = limits.evictions !== undefined && evictions !== undefined && evictions > limits.evictions;
	const wrong = [
		...persistence(stand, seen.at, limits.unsaved),
		...fullness(stand, limits.memory),
		...crowd(stand, limits.connections),
		...(many ? [{ because: `it forgets ${count(evictions)} keys a minute for want of memory`, fix: roomFix }] : []),
		...replication(stand, limits.lag),
	];
	const [first] = wrong;
	if (first === undefined) return { is: 'ok', because: fineText(stand, seen) };
	return { is: 'degraded', because: wrong.map(({ because }) => because).join('; '), fix: first.fix };
}
