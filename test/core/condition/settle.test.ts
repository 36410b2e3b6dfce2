import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitText } from '../../../src/core/condition/exit-text.ts';
import { settle } from '../../../src/core/condition/settle.ts';
import type { Fleet } from '../../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../../src/core/config/fleet-of.ts';
import type { Event } from '../../../src/core/event.ts';
import { initialState } from '../../../src/core/initial.ts';
import type { Condition, Failure, Instance } from '../../../src/core/model.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { Feeds, Link, State } from '../../../src/core/state.ts';

const t0 = 1_700_000_000_000;
const health = { url: 'http://x/health', from: 'local', every: 1000, timeout: 1000, failures: 3 };
const fleet: Fleet = {
	hosts: [{ name: 'vps1', reach: 'local' }],
	environments: [{ name: 'prod', protection: 'protected' }],
	services: [
		{
			...{ environment: 'prod', name: 'api', platform: 'docker', host: 'vps1', container: 'api', unproven: 'hold' },
			thresholds: usualThresholds,
			proof: usualProof,
			health,
		},
	],
	discover: ['vps1'],
};
const api: Instance = {
	...{ host: 'vps1', id: 'a'.repeat(64), name: 'api', restarts: 0, state: 'running', health: 'none', labels: {} },
	image: { id: `sha256:${'1'.repeat(64)}`, ref: 'app:v1' },
	started: t0 - 60_000,
};

const docker = { kind: 'docker', of: 'host/vps1', every: 30_000, timeout: 1000, spec: {} };
const http = { kind: 'http', of: 'prod/api', every: 1000, timeout: 1000, spec: health };
const start = initialState({
	at: t0,
	fleet,
	operator: 'o',
	demo: false,
	readOnly: false,
	size: { columns: 80, rows: 24 },
});
const engine = (containers: readonly Instance[], at = t0, whole = true): Event => ({
	type: 'probe/read',
	...{ at, probe: docker, reading: { engine: { host: 'vps1', whole, containers, images: [] } } },
});
const answered = (is: Condition['is'], because: string, at = t0): Event => ({
	type: 'probe/read',
	...{ at, probe: http, reading: { layers: { outside: { is, because, since: at } } } },
});
const up: Event = { type: 'link/changed', at: t0, host: 'vps1', link: { is: 'up', since: t0 } };
const refused: Failure = { kind: 'refused', message: 'ssh: connection refused' };
const noFeeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };

const after = (...events: readonly Event[]): State => events.reduce(reduce, reduce(start, up));
const condition = (state: State, now = t0, feeds = noFeeds): Condition | undefined =>
	settle(state, feeds, now)['prod/api'];

const ping = { kind: 'ping', of: 'host/vps1', every: 5000, timeout: 8000, spec: {} };
const hung: Failure = { kind: 'timeout', message: 'The engine of vps1 does not answer.', fix: 'Look.' };
const pinged = (at: number): Event => ({ type: 'probe/read', ...{ at, probe: ping, reading: {} } });
const unpinged = (at: number, failure = hung): Event => ({ type: 'probe/missed', ...{ at, probe: ping, failure } });

test('an engine that does not answer makes unknown what runs there, however fresh its containers were', () => {
	const read = [engine([{ ...api, health: 'healthy' }]), pinged(t0 + 5000)];
	expect(condition(after(...read), t0 + 6000)).toMatchObject({ is: 'ok' });
	const silent = after(...read, unpinged(t0 + 13_500));
	expect(condition(silent, t0 + 13_500)).toMatchObject({
		is: 'unknown',
		because: 'The engine of vps1 does not answer.',
	});
	expect(settle(silent, noFeeds, t0 + 13_500)['host/vps1']).toMatchObject({ is: 'unknown' });
	expect(condition(reduce(silent, pinged(t0 + 20_000)), t0 + 20_000)).toMatchObject({ is: 'ok' });
});

test('what a check from outside proves to be down stays down while the engine does not answer', () => {
	const failing = [1, 2, 3].map((second) => answered('down', '500', t0 + 12_000 + second));
	const state = after(engine([api]), ...failing, unpinged(t0 + 13_500));
	expect(condition(state, t0 + 13_500)).toMatchObject({ is: 'down', because: '500' });
});

test('what was asked over a link that is dead says nothing of the service', () => {
	const over = (from: string, at: number): Event => {
		const event = answered('down', 'no answer within 2 s', at);
		return event.type === 'probe/read' ? { ...event, probe: { ...event.probe, spec: { from, failures: 1 } } } : event;
	};
	const dead: Event = {
		type: 'link/changed',
		...{ at: t0 + 2000, host: 'vps1', link: { is: 'down', since: t0 + 2000, failure: refused, retry: t0 + 9000 } },
	};
	expect(condition(after(engine([api]), over('vps1', t0 + 1000)), t0 + 1000)).toMatchObject({ is: 'down' });
	expect(condition(after(engine([api]), over('vps1', t0 + 1000), dead), t0 + 2000)).toMatchObject({ is: 'unknown' });
	expect(condition(after(engine([api]), over('local', t0 + 1000), dead), t0 + 2000)).toMatchObject({ is: 'down' });
});

test('a question that waited for the link blames no engine', () => {
	const late: Event = { type: 'link/changed', at: t0 + 6000, host: 'vps1', link: { is: 'up', since: t0 + 6000 } };
	expect(condition(after(late, unpinged(t0 + 8000)), t0 + 8000)?.because).toBe('the engine of vps1 is being read');
	const refusing: Failure = { kind: 'refused', message: 'connection refused' };
	expect(condition(after(late, unpinged(t0 + 8000, refusing)), t0 + 8000)?.because).toBe('connection refused');
	const unlisted: Event = { type: 'probe/missed', at: t0 + 8000, probe: { ...ping, kind: 'docker' }, failure: hung };
	expect(condition(after(late, unlisted), t0 + 8000)?.because).toBe('the engine of vps1 is being read');
	expect(condition(after(unlisted), t0 + 8000)?.because).toBe('The engine of vps1 does not answer.');
});

test('over a new link nothing is said of the engine until it was asked', () => {
	const again: Event = { type: 'link/changed', at: t0 + 20_000, host: 'vps1', link: { is: 'up', since: t0 + 20_000 } };
	const state = after(engine([api]), unpinged(t0 + 13_500), again);
	expect(condition(state, t0 + 20_000)).toMatchObject({ is: 'unknown', because: 'the engine of vps1 is being read' });
	expect(condition(reduce(state, engine([api], t0 + 20_500)), t0 + 20_500)).toMatchObject({ is: 'ok' });
});

test('between two attempts to reach a host nothing of it is well', () => {
	const lost: Event = {
		type: 'link/changed',
		...{ at: t0, host: 'vps1', link: { is: 'down', since: t0, failure: refused, retry: t0 + 1000 } },
	};
	const again: Event = { type: 'link/changed', at: t0 + 1000, host: 'vps1', link: { is: 'connecting', since: t0 } };
	expect(condition(after(engine([api])))?.is).toBe('ok');
	expect(condition(after(engine([api]), lost, again), t0 + 1000)).toEqual({
		...{ is: 'unknown', because: 'vps1 is not reached: ssh: connection refused', since: t0, before: true },
	});
});

test('a lost host is unknown since it was lost, and for the reason of the last attempt, until it was read again', () => {
	const link = (at: number, to: Link): Event => ({ type: 'link/changed', ...{ at, host: 'vps1', link: to } });
	const down = (at: number, message: string): Event =>
		link(at, { is: 'down', since: at, failure: { kind: 'unreachable', message }, retry: at + 1000 });
	const tried = (at: number): Event => link(at, { is: 'connecting', since: at });
	const said = [
		[down(t0 + 1000, 'it was lost'), 'vps1 is not reached: it was lost'],
		[tried(t0 + 2000), 'vps1 is not reached: it was lost'],
		[down(t0 + 9000, 'no answer'), 'vps1 is not reached: no answer'],
		[tried(t0 + 10_000), 'vps1 is not reached: no answer'],
		[link(t0 + 12_000, { is: 'up', since: t0 + 12_000 }), 'the engine of vps1 is being read'],
	] as const;
	let state = after(engine([{ ...api, health: 'healthy' }]));
	state = { ...state, conditions: settle(state, noFeeds, t0) };
	for (const [event, because] of said) {
		state = reduce(state, event);
		state = { ...state, conditions: settle(state, noFeeds, event.at) };
		expect(state.conditions['prod/api']).toEqual({ is: 'unknown', because, since: t0 + 1000 });
	}
	state = reduce(state, engine([{ ...api, health: 'healthy' }], t0 + 12_500));
	expect(condition(state, t0 + 12_500)).toMatchObject({ is: 'ok', since: t0 + 12_500 });
});

test('what failed over a link that is gone says nothing of the engine over the next', () => {
	const closed: Failure = { kind: 'unreachable', message: 'The engine of vps1: the connection was closed.' };
	const unlisted = (at: number): Event => ({ type: 'probe/missed', ...{ at, probe: docker, failure: closed } });
	const link = (at: number, to: Link): Event => ({ type: 'link/changed', ...{ at, host: 'vps1', link: to } });
	const lost = link(t0 + 2000, { is: 'down', since: t0 + 2000, failure: refused, retry: t0 + 9000 });
	const again = link(t0 + 9000, { is: 'up', since: t0 + 9000 });
	const state = after(engine([api]), unlisted(t0 + 1000), lost, unlisted(t0 + 3000), again);
	expect(state.engines['vps1']).toEqual({ value: expect.anything(), at: t0, misses: 0 });
	expect(condition(state, t0 + 9000)?.because).toBe('the engine of vps1 is being read');
	expect(condition(reduce(state, unlisted(t0 + 9500)), t0 + 9500)?.because).toBe(closed.message);
});

test.each<readonly [string, readonly Event[], Condition['is'], string]>([
	['nothing read yet', [], 'unknown', 'the engine of vps1 is being read'],
	['running without a check says so', [engine([api])], 'ok', 'running; no health check'],
	[
		'healthy and answering',
		[engine([{ ...api, health: 'healthy' }]), answered('ok', '200 OK in 3 ms')],
		'ok',
		'200 OK',
	],
	['no container', [engine([])], 'down', 'no container called api on vps1'],
	['killed', [engine([{ ...api, state: 'exited', exit: 137 }])], 'down', 'api stopped: exit 137 (killed)'],
	['out of memory', [engine([{ ...api, state: 'exited', exit: 137, oom: true }])], 'down', 'out of memory'],
	[
		'restart loop',
		[engine([{ ...api, state: 'restarting', exit: 1, restarts: 5 }])],
		'down',
		'again and again: exit 1',
	],
	[
		'unhealthy',
		[engine([{ ...api, health: 'unhealthy', healthSays: 'HTTP 500\nmore' }])],
		'down',
		'check fails: HTTP 500',
	],
	['one failure of three', [engine([api]), answered('down', '500 Error')], 'degraded', 'failed 1 of 3: 500 Error'],
	[
		'three failures of three',
		[engine([api]), answered('down', '500', t0), answered('down', '500', t0 + 1), answered('down', '500', t0 + 2)],
		...(['down', '500'] as const),
	],
	[
		'an unreachable host is unknown, and not down',
		[
			engine([api]),
			{ type: 'link/changed', at: t0, host: 'vps1', link: { is: 'down', since: t0, failure: refused, retry: t0 } },
		],
		...(['unknown', 'ssh: connection refused'] as const),
	],
	[
		'an engine that refuses is unknown',
		[engine([api]), { type: 'probe/missed', at: t0 + 1, probe: docker, failure: refused }],
		...(['unknown', 'connection refused'] as const),
	],
	[
		'came back by its policy',
		[engine([api]), engine([{ ...api, restarts: 1 }], t0 + 1)],
		'degraded',
		'restarted 0s ago',
	],
])('%s', (_what, events, is, because) => {
	const found = condition(after(...events), t0 + 2);
	expect(found?.is).toBe(is);
	expect(found?.because).toContain(because);
});

test('a comeback is said for a minute, with how the container had ended', () => {
	const died = { ...api, state: 'exited', exit: 137, oom: true } as const;
	const state = after(engine([api]), engine([died], t0 + 1), engine([{ ...api, restarts: 1 }], t0 + 2));
	expect(condition(state, t0 + 12_002)?.because).toBe('api restarted 12s ago, exit 137 (killed: out of memory)');
	expect(condition(state, t0 + 61_000)?.is).toBe('ok');
});

test('facts that nobody renews become unknown', () => {
	expect(condition(after(engine([api])), t0 + 170_000)?.is).toBe('ok');
	expect(condition(after(engine([api])), t0 + 190_000)).toMatchObject({
		is: 'unknown',
		because: expect.stringContaining('has not answered for long'),
	});
});

test('numbers over their thresholds degrade, old ones say nothing', () => {
	const feeds = (value: number, at: number): Feeds => ({
		...noFeeds,
		numbers: (series) =>
			series === 'prod/api/errors'
				? { append: () => {}, window: () => [], last: () => ({ series, at, value }) }
				: undefined,
	});
	const state = after(engine([{ ...api, health: 'healthy' }]), answered('ok', '200'));
	expect(condition(state, t0, feeds(0.412, t0))).toMatchObject({
		is: 'degraded',
		because: expect.stringContaining('41.2%'),
	});
	expect(condition(state, t0, feeds(0.412, t0 - 120_000))?.is).toBe('ok');
});

const numbersOf = (all: Readonly<Record<string, readonly [value: number, at: number]>>): Feeds => ({
	...noFeeds,
	numbers: (series) => {
		const [value, at] = all[series] ?? [];
		if (value === undefined || at === undefined) return undefined;
		return { append: () => {}, window: () => [], last: () => ({ series, at, value }) };
	},
});

describe('a page of metrics that cannot be read any more', () => {
	const page = { kind: 'metrics', of: 'prod/api', every: 15_000, timeout: 1000, spec: {} };
	const late: Failure = { kind: 'timeout', message: 'The metrics page of prod/api took too long.' };
	const unread: Event = { type: 'probe/missed', at: t0 + 20_000, probe: page, failure: late };
	const state = after(engine([{ ...api, health: 'healthy' }]), unread);
	const later = t0 + 80_000;

	test('makes unknown what was over its threshold', () => {
		const failing = numbersOf({ 'prod/api/requests': [9, t0], 'prod/api/errors': [0.5, t0] });
		expect(condition(state, t0 + 30_000, failing)).toMatchObject({ is: 'degraded' });
		expect(condition(state, later, failing)).toMatchObject({
			is: 'unknown',
			because:
				'last known: 50.0% of its requests fail, more than 5.0%; metrics not read: The metrics page of prod/api took too long.',
		});
		expect(condition(state, later, numbersOf({ 'prod/api/p95': [60_000, t0] }))).toMatchObject({ is: 'unknown' });
	});

	test('is no fault where all was well', () => {
		const fine = numbersOf({ 'prod/api/requests': [9, t0], 'prod/api/errors': [0, t0] });
		expect(condition(state, later, fine)).toMatchObject({ is: 'ok' });
		expect(condition(state, later)).toMatchObject({ is: 'ok' });
	});

	test('is no fault where the errors had ended with the requests before', () => {
		const quiet = numbersOf({ 'prod/api/requests': [0, t0 + 5000], 'prod/api/errors': [0.5, t0 - 600_000] });
		expect(condition(state, later, quiet)).toMatchObject({ is: 'ok' });
	});
});

describe('the facts of a host', () => {
	const bare = after(engine([api]));
	const facts = { kind: 'host', of: 'host/vps1', every: 5000, timeout: 5000, spec: {} };
	const full: Event = {
		type: 'probe/read',
		...{ at: t0, probe: facts, reading: { facts: { disk: 0.97, disk_mount: '/' } } },
	};
	const lost = (at: number, kind: Failure['kind'] = 'refused'): Event => {
		const failure = { kind, message: 'sh: No space left on device' };
		return { type: 'probe/missed', at, probe: facts, failure };
	};
	const host = (state: State, now: number): Condition | undefined => settle(state, noFeeds, now)['host/vps1'];

	test('that were known and are lost make it unknown, not well', () => {
		const read = reduce(bare, full);
		expect(host(read, t0 + 1)).toMatchObject({ is: 'degraded' });
		expect(host(reduce(read, lost(t0 + 5000, 'timeout')), t0 + 5000)).toMatchObject({ is: 'degraded' });
		expect(host(reduce(read, lost(t0 + 5000)), t0 + 5000)).toMatchObject({
			is: 'unknown',
			because: 'host not read: sh: No space left on device',
		});
		expect(host(read, t0 + 61_000)).toMatchObject({ is: 'unknown', because: 'host not read: no answer for long' });
	});

	test('that never could be read are no fault', () => {
		expect(host(bare, t0 + 1)).toMatchObject({ is: 'ok', because: 'its engine answers' });
		expect(host(reduce(bare, lost(t0)), t0 + 1)).toMatchObject({
			is: 'ok',
			because: 'its engine answers; sh: No space left on device',
		});
	});
});

test('since stays while the condition does, and begins when the container ended', () => {
	const dead = after(engine([{ ...api, state: 'exited', exit: 1, ended: t0 - 5000 }]));
	const first = settle(dead, noFeeds, t0);
	expect(first['prod/api']?.since).toBe(t0 - 5000);
	expect(settle({ ...dead, conditions: first }, noFeeds, t0 + 9000)).toBe(first);
});

test('since when a container is paused no engine says', () => {
	const paused = after(engine([{ ...api, state: 'paused', started: t0 - 5000 }]));
	const well = { 'prod/api': { is: 'ok', because: 'running', since: t0 - 4000 } } as const;
	expect(settle({ ...paused, conditions: well }, noFeeds, t0)['prod/api']).toMatchObject({ is: 'down', since: t0 });
});

test('a condition that was there at the first reading may have begun before, until another one begins', () => {
	const unread = reduce(start, up);
	const settledAt = (state: State, before: State['conditions'], at: number) =>
		settle({ ...state, conditions: before }, noFeeds, at);
	const first = settledAt(unread, {}, t0);
	expect(first['prod/api']).toMatchObject({ is: 'unknown', before: true });
	const read = after(engine([api]), answered('ok', 'answers'));
	const well = settledAt(read, first, t0 + 5000);
	expect(well['prod/api']).toMatchObject({ is: 'ok', since: t0 + 5000, before: true });
	const stopped: Instance = { ...api, state: 'exited', exit: 1, ended: t0 + 6000 };
	const down = settledAt(after(engine([stopped])), well, t0 + 7000);
	expect(down['prod/api']).toEqual({ is: 'down', because: expect.any(String), since: t0 + 6000 });
	expect(settledAt(read, down, t0 + 9000)['prod/api']).not.toHaveProperty('before');
	// When a container ended is known also of one that was never seen to run.
	expect(settledAt(after(engine([stopped])), {}, t0 + 7000)['prod/api']).not.toHaveProperty('before');
});

test('exit codes are explained', () => {
	expect([0, 1, 126, 127, 137, 139, 143].map((exit) => exitText(exit))).toEqual([
		'exit 0',
		'exit 1',
		'exit 126 (cannot be executed)',
		'exit 127 (command not found)',
		'exit 137 (killed)',
		'exit 139 (segmentation fault)',
		'exit 143 (terminated)',
	]);
});

test('old news never wins, in whatever order it comes', () => {
	const news = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.constantFrom('running', 'exited', 'paused')), {
		minLength: 1,
	});
	fc.assert(
		fc.property(news, (all) => {
			const events = all.map(([at, state]) => engine([{ ...api, state: state as Instance['state'] }], t0 + at));
			const newest = Math.max(...all.map(([at]) => at));
			const last = all.findLast(([at]) => at === newest)?.[1];
			return after(...events).services['prod/api']?.instances[0]?.state === last;
		}),
	);
});

test('a service that did not change keeps its identity', () => {
	const before = after(engine([api]));
	const next = reduce(before, engine([{ ...api }], t0 + 5));
	expect(next.services).toBe(before.services);
	expect(next.engines['vps1']?.at).toBe(t0 + 5);
});
