import { expect, test } from 'vitest';
import type { Session, Stand } from '../../../src/core/postgres/stand.ts';
import { postgresVerdict, type Seen } from '../../../src/core/postgres/verdict.ts';
import { standing } from './standing.ts';

const limits = { connections: 0.8, lag: 30_000, long: 300_000 };
const verdict = (more: Partial<Stand>, seen: Partial<Seen> = {}) =>
	postgresVerdict(standing(more), { took: 12, user: 'watch', ...seen }, limits);
const session = (more: Partial<Session> = {}): Session => ({
	...{ pid: 4711, by: 'app', database: 'shop', active: true, seconds: 720 },
	...more,
});
const replica = { pid: 7, name: 'standby', state: 'streaming', at: 1, bytes: 0, seconds: 0 };
const fine = 'ok: answers in 12 ms, 12 of 100 connections, 3.0G';
const own = (receives: boolean) => ({ replica: { receives, done: false, seconds: 1 } });

test.each<[Partial<Stand>, Partial<Seen>, string]>([
	[{}, {}, fine],
	[{ replicas: [replica] }, { lag: { lag: 1500, name: 'standby' } }, `${fine}, 1 replica, 1.5 s behind`],
	[{ replicas: [replica, replica] }, {}, `${fine}, 2 replicas`],
	[own(true), { lag: { lag: 0 } }, `${fine}, a replica, 0 ms behind`],
	[{ hidden: 3 }, {}, `${fine}; watch may not see what others run: GRANT pg_monitor TO "watch"`],
	[
		{ hidden: 3, replicas: [{ ...replica, state: null, bytes: null }] },
		{},
		`${fine}, 1 replica; watch may not see what others run and how far its replicas are: GRANT pg_monitor TO "watch"`,
	],
	[{ used: 80 }, {}, fine.replace('12 of', '80 of')],
	[{ used: 81 }, {}, 'degraded: 81 of 100 connections are used'],
	[{ sessions: [session()] }, {}, 'degraded: a query runs for 12m (pid 4711, app in shop)'],
	[{ sessions: [session({ seconds: 300 }), session({ seconds: null })] }, {}, fine],
	[
		{ sessions: [session(), session({ pid: 1, seconds: 301 }), session({ active: false, pid: 2, seconds: 400 })] },
		{},
		'degraded: 2 queries run for longer than 5m, the longest for 12m (pid 4711, app in shop); a transaction lies open and idle for 6m 40s (pid 2, app in shop)',
	],
	[{ replicas: [replica] }, { lag: { lag: 31_000, name: 'standby' } }, 'degraded: its replica standby is 31s behind'],
	[
		{ replicas: [replica, replica] },
		{ lag: { lag: 31_000, name: 'standby' } },
		'degraded: of its replicas standby is 31s behind',
	],
	[own(true), { lag: { lag: 31_000 } }, 'degraded: it is 31s behind its primary'],
	[
		own(false),
		{ lag: { lag: 31_000 } },
		'degraded: it receives nothing from its primary; what it replayed last is 31s old',
	],
	[own(false), { lag: { lag: 29_000 } }, `${fine}, a replica, 29 s behind`],
	[own(false), {}, 'degraded: it receives nothing from its primary'],
	[
		{
			slots: [
				{ name: 'old', bytes: 2 * 1024 ** 3 },
				{ name: 'older', bytes: null },
			],
		},
		{},
		'degraded: it keeps 2.0G of its log for slots that nobody reads: old and older',
	],
])('%j, %j', (more, seen, text) => {
	const { is, because, fix } = verdict(more, seen);
	expect(`${is}: ${because}`).toBe(text);
	expect(fix === undefined).toBe(is === 'ok');
});

test('the remedy is that of the first concern', () => {
	expect(verdict({ used: 81, sessions: [session()] }).fix).toContain('`max_connections`');
	expect(verdict({ sessions: [session()] }).fix).toContain('`SELECT pg_cancel_backend(4711)` ends it');
	expect(verdict({ sessions: [session({ active: false })] }).fix).toContain('`SELECT pg_terminate_backend(4711)`');
	expect(verdict({ slots: [{ name: 'old', bytes: 1 }] }).fix).toContain('`SELECT pg_drop_replication_slot(NAME)`');
});
