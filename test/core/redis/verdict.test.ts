import { describe, expect, test } from 'vitest';
import { beforeOf, between, isBefore } from '../../../src/core/redis/since.ts';
import { standOf } from '../../../src/core/redis/stand.ts';
import { type RedisLimits, redisVerdict, type Seen } from '../../../src/core/redis/verdict.ts';

const G = 1024 ** 3;
const usual = {
	...{ redis_version: '7.0.15', run_id: 'a', used_memory: G / 2, maxmemory: G, maxmemory_policy: 'noeviction' },
	...{ connected_clients: 12, maxclients: 100, role: 'master', rdb_last_bgsave_status: 'ok', loading: 0 },
	...{
		rdb_last_save_time: 1000,
		rdb_changes_since_last_save: 7,
		evicted_keys: 5,
		keyspace_hits: 80,
		keyspace_misses: 20,
	},
};
type Facts = Readonly<Record<string, string | number | undefined>>;
const stand = (more: Facts = {}) =>
	standOf(
		new Map(
			Object.entries({ ...usual, ...more }).flatMap(([name, value]) =>
				value === undefined ? [] : [[name, `${value}`]],
			),
		),
	);
const verdict = (more: Facts, seen: Partial<Seen> = {}, limits: Partial<RedisLimits> = {}) => {
	const all = { connections: 0.8, lag: 30_000, ...limits };
	return redisVerdict(stand(more), { at: 1_600_000, took: 3, open: false, ...seen }, all);
};
const fine = 'ok: answers in 3 ms, 512M of 1.0G memory, 12 clients';
const replica = { role: 'slave', master_host: '10.0.0.1', master_port: 6379, master_link_status: 'up' };
const online = 'ip=10.0.0.2,port=6379,state=online,offset=1,lag=1';

test.each<[Facts, Partial<Seen>, Partial<RedisLimits>, string]>([
	[{}, {}, {}, fine],
	[{}, { hits: 0.98, evictions: 3 }, {}, `${fine}, 98% hits, 3 evictions/min`],
	[{ maxmemory: 0 }, {}, {}, 'ok: answers in 3 ms, 512M memory, 12 clients'],
	[{ used_memory: undefined, connected_clients: undefined }, {}, {}, 'ok: answers in 3 ms'],
	[{}, { open: true }, {}, `${fine}; it wants no password, though one is given: set \`requirepass\` there`],
	[{ used_memory: G }, {}, {}, 'degraded: 1.0G of 1.0G memory are used'],
	[{ used_memory: G, maxmemory_policy: 'allkeys-lru' }, {}, {}, fine.replace('512M', '1.0G')],
	[{ maxmemory_policy: 'allkeys-lru' }, {}, { memory: 0.4 }, 'degraded: 512M of 1.0G memory are used'],
	[{ maxclients: 14 }, {}, {}, 'degraded: 12 of 14 connections are used'],
	[{}, { evictions: 2000 }, { evictions: 100 }, 'degraded: it forgets 2.0k keys a minute for want of memory'],
	[{}, {}, { evictions: 100 }, fine],
	[{ rdb_last_bgsave_status: 'err' }, {}, {}, 'degraded: its last save to disk failed'],
	[{ aof_enabled: 1, aof_last_write_status: 'ok' }, {}, {}, fine],
	[{ aof_enabled: 1, aof_last_write_status: 'err' }, {}, {}, 'degraded: it cannot write its append-only file'],
	[{}, {}, { unsaved: 600_000 }, fine],
	[{}, {}, { unsaved: 599_000 }, 'degraded: 7 changes are not saved, the last save is 10m old'],
	[{ server_time_usec: 1_100_000_000 }, {}, { unsaved: 599_000 }, fine],
	[{ rdb_changes_since_last_save: 0 }, {}, { unsaved: 1 }, fine],
	[{ ...replica, master_last_io_seconds_ago: 1 }, {}, {}, `${fine}, a replica of 10.0.0.1:6379`],
	[
		{ ...replica, master_last_io_seconds_ago: 31 },
		{},
		{},
		'degraded: it has heard nothing from its primary 10.0.0.1:6379 for 31s',
	],
	[
		{ ...replica, master_link_status: 'down', master_link_down_since_seconds: 300 },
		{},
		{},
		'degraded: its link to its primary 10.0.0.1:6379 is down for 5m',
	],
	[
		{ ...replica, master_link_status: 'down', master_link_down_since_seconds: -1 },
		{},
		{},
		'degraded: its link to its primary 10.0.0.1:6379 is down',
	],
	[
		{ ...replica, master_link_status: 'down', master_sync_in_progress: 1 },
		{},
		{},
		'degraded: it is fetching all data from its primary 10.0.0.1:6379',
	],
	[{ slave0: online }, {}, {}, `${fine}, 1 replica`],
	[
		{ slave0: online, slave1: online.replace('lag=1', 'lag=40'), slave2: online.replace('online', 'send_bulk') },
		{},
		{},
		'degraded: not in step: replicas 10.0.0.2:6379 (silent for 40s) and 10.0.0.2:6379 (send_bulk)',
	],
	[
		{ loading: 1, loading_loaded_perc: '41.20', loading_eta_seconds: 12, rdb_last_bgsave_status: 'err' },
		{},
		{},
		'down: it is still loading its data and serves nobody, 41% done, about 12s left',
	],
	[{ loading: 1 }, {}, {}, 'down: it is still loading its data and serves nobody'],
])('%j, %j, %j', (more, seen, limits, text) => {
	const { is, because, fix } = verdict(more, seen, limits);
	expect(`${is}: ${because}`).toBe(text);
	expect(fix === undefined).toBe(is === 'ok');
});

test('the remedy is that of the first concern', () => {
	expect(verdict({ rdb_last_bgsave_status: 'err', maxclients: 14 }).fix).toContain('free space');
	expect(verdict({ maxclients: 14 }).fix).toContain('`CLIENT LIST`');
	expect(verdict({ loading: 1 }).fix).toContain('Wait');
});

describe('rates', () => {
	const before = beforeOf(stand(), 0);
	test('are of the time between two readings', () => {
		const later = stand({ evicted_keys: 8, keyspace_hits: 89, keyspace_misses: 21 });
		expect(between(later, 30_000, before)).toEqual({ evictions: 6, hits: 0.9 });
		expect(between(stand(), 30_000, before)).toEqual({ evictions: 0 });
	});
	test.each<[string, Facts]>([
		['started anew', { run_id: 'b', evicted_keys: 9 }],
		['counts anew', { evicted_keys: 0, keyspace_hits: 0 }],
		['says nothing', { evicted_keys: undefined, keyspace_misses: undefined }],
	])('there are none where it %s', (_, more) => {
		expect(between(stand(more), 30_000, before)).toEqual({});
	});
	test('nor the first time', () => {
		expect(between(stand(), 30_000, undefined)).toEqual({});
		expect([isBefore(before), isBefore({}), isBefore(false), isBefore(undefined)]).toEqual([true, false, false, false]);
	});
});
