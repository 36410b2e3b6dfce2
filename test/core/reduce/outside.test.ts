import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineFacts } from '../../../src/core/engine/facts.ts';
import type { Event } from '../../../src/core/event.ts';
import { initialState } from '../../../src/core/initial.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import type { Condition, Failure, Instance } from '../../../src/core/model.ts';
import type { Probe, Reading } from '../../../src/core/probe.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { State } from '../../../src/core/state.ts';
import { containerOf, fleetOf, imageOf, lineOf, specOf, stoppedOf } from '../engine/world.ts';

const start = initialState({
	at: 0,
	fleet: fleetOf([specOf('api')]),
	operator: 'op',
	demo: false,
	readOnly: false,
	size: { columns: 80, rows: 24 },
});
const probeOf = (kind: string, of: string, spec: unknown = {}): Probe => ({
	kind,
	of,
	every: 5000,
	timeout: 5000,
	spec,
});
const docker = probeOf('docker', 'host/vps1');
const http = probeOf('http', 'production/api', { failures: 3 });
const failure: Failure = { kind: 'timeout', message: 'no answer' };

const read = (probe: Probe, reading: Reading, at: number): Event => ({ type: 'probe/read', probe, reading, at });
const missed = (probe: Probe, at: number): Event => ({ type: 'probe/missed', probe, failure, at });
const engine = (facts: Partial<EngineFacts>, at: number): Event =>
	read(docker, { engine: { host: 'vps1', whole: true, containers: [], ...facts } }, at);
const answered = (is: Condition['is'], at: number): Event =>
	read(http, { layers: { outside: { is, because: is, since: at } } }, at);
const stateAfter = (state: State, ...events: readonly Event[]): State => events.reduce(reduce, state);
const names = (state: State): readonly string[] =>
	Object.values(state.engines['vps1']?.value?.containers ?? {}).map(({ name }) => name);

const api = containerOf('api', 2);
const db = containerOf('db', 1);

test('a list makes the services; the same list again changes nothing that is drawn', () => {
	const one = stateAfter(start, engine({ containers: [api, db], images: [imageOf(2)] }, 1));
	expect(Object.keys(one.services).toSorted()).toEqual(['local/db', 'production/api']);
	const two = stateAfter(
		one,
		engine({ containers: [structuredClone(api), structuredClone(db)], images: [imageOf(2)] }, 2),
	);
	expect(two.services).toBe(one.services);
	expect(two.engines['vps1']).toMatchObject({ at: 2, misses: 0 });
});

test('what stands in a list as before keeps what is known of it, unless that is not how it stands there', () => {
	const known = { ...api, restarts: 2 };
	const listed = { ...api, restarts: 0 };
	const one = stateAfter(start, engine({ containers: [known, db] }, 1));
	const two = stateAfter(one, engine({ containers: [db], listed: [listed] }, 2));
	expect(two.services).toBe(one.services);
	const paused = stateAfter(one, engine({ whole: false, containers: [{ ...known, state: 'paused' }] }, 2));
	const after = stateAfter(paused, engine({ containers: [db], listed: [listed] }, 3));
	expect(after.engines['vps1']?.value?.containers[api.id]?.state).toBe('running');
	expect(names(stateAfter(one, engine({ listed: [listed] }, 2)))).toEqual([api.name]);
	expect(names(stateAfter(start, engine({ listed: [listed] }, 2)))).toEqual([api.name]);
});

test.each(['exited', 'paused', 'created', 'restarting'] as const)(
	'of a container that is %s the list tells no health: what is known of it holds',
	(state) => {
		const known = { ...api, state, health: 'unhealthy' } as const;
		const one = stateAfter(start, engine({ containers: [known, db] }, 1));
		const two = stateAfter(one, engine({ containers: [db], listed: [{ ...api, state, health: 'none' }] }, 2));
		expect(two.services).toBe(one.services);
	},
);

test('a service that did not change keeps its identity when another did', () => {
	const one = stateAfter(start, engine({ containers: [api, db] }, 1));
	const died = { ...api, state: 'exited', exit: 137 } as const;
	const two = stateAfter(one, engine({ whole: false, containers: [died] }, 2));
	expect(two.services['local/db']).toBe(one.services['local/db']);
	expect(two.services['production/api']).toMatchObject({ instances: [{ exit: 137 }] });
});

test('single news without a list say nothing yet', () => {
	expect(stateAfter(start, engine({ whole: false, containers: [api] }, 1))).toBe(start);
});

test('a container that is gone goes', () => {
	const state = stateAfter(start, engine({ containers: [api, db] }, 1), engine({ whole: false, gone: [db.id] }, 2));
	expect(names(state)).toEqual(['api']);
	expect(state.services).not.toHaveProperty('local/db');
});

test('a failure leaves what was known and counts', () => {
	const up: Event = { type: 'link/changed', at: 0, host: 'vps1', link: { is: 'up', since: 0 } };
	const linked = stateAfter(start, up);
	const state = stateAfter(linked, engine({ containers: [api] }, 1), missed(docker, 9002), missed(docker, 9003));
	expect(state.engines['vps1']).toMatchObject({ at: 1, misses: 2, failure });
	expect(names(state)).toEqual(['api']);
	const well = stateAfter(state, engine({ containers: [api] }, 9004)).engines['vps1'];
	expect(well).toMatchObject({ at: 9004, misses: 0 });
	expect(well).not.toHaveProperty('failure');
	expect(stateAfter(linked, missed(docker, 9001)).engines['vps1']).toEqual({ failure, misses: 1 });
});

test('a list that was asked for before an event and answered after it does not bring the old back', () => {
	const died = { ...api, state: 'exited', exit: 1 } as const;
	const state = stateAfter(
		start,
		engine({ containers: [api, db], asked: 0 }, 1),
		engine({ whole: false, containers: [died], asked: 20 }, 21),
		engine({ whole: false, gone: [db.id], asked: 22 }, 23),
		engine({ containers: [api, db], asked: 10 }, 30),
	);
	expect(names(state)).toEqual(['api']);
	expect(state.services['production/api']).toMatchObject({ instances: [{ state: 'exited' }] });
	expect(names(stateAfter(state, engine({ containers: [api, db], asked: 31 }, 32)))).toEqual(['api', 'db']);
});

/** What the engine has at a time: each container is made, changed or removed at its times. */
const world = fc.record({
	times: fc.array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 90 }), fc.boolean()), { maxLength: 8 }),
	looks: fc.array(
		fc.record({ asked: fc.nat({ max: 100 }), took: fc.nat({ max: 60 }), of: fc.option(fc.nat({ max: 2 })) }),
		{ minLength: 1, maxLength: 8 },
	),
});

test('old news never win: each container is as the look that was asked for last saw it', () => {
	fc.assert(
		fc.property(world, ({ times, looks }) => {
			const seenAt = (index: number, at: number): Instance | undefined => {
				const last = times
					.filter(([of, when]) => of === index && when <= at)
					.toSorted((a, b) => a[1] - b[1])
					.at(-1);
				if (last?.[2] === false) return undefined;
				return containerOf(`c${index}`, 1, { restarts: last?.[1] ?? 0 });
			};
			const idOf = (index: number) => containerOf(`c${index}`, 1).id;
			const distinct = looks.map((look, order) => ({ ...look, asked: 10 + look.asked * 10 + order }));
			const events = distinct.map(({ asked, took, of }): Event => {
				const at = asked + took * 10;
				const when = Math.floor(asked / 10) - 1;
				if (of === null) {
					return engine({ asked, containers: [0, 1, 2].flatMap((index) => seenAt(index, when) ?? []) }, at);
				}
				const found = seenAt(of, when);
				const single = found === undefined ? { gone: [idOf(of)] } : { containers: [found] };
				return engine({ whole: false, asked, ...single }, at);
			});
			const first = engine({ asked: 0, containers: [0, 1, 2].flatMap((index) => seenAt(index, -1) ?? []) }, 0);
			const state = stateAfter(start, first, ...events.toSorted((a, b) => a.at - b.at));
			for (const index of [0, 1, 2]) {
				const looked = distinct.filter(({ of }) => of === null || of === index).map(({ asked }) => asked);
				const last = Math.max(0, ...looked);
				const expected = seenAt(index, Math.floor(last / 10) - 1);
				expect(state.engines['vps1']?.value?.containers[idOf(index)]).toEqual(expected);
			}
		}),
		{ numRuns: 500 },
	);
});

test('what was kept of single news does not grow', () => {
	const many = Array.from({ length: 50 }, (_, index) => containerOf(`c${index}`, 1));
	const news = many.map((each, index) => engine({ whole: false, containers: [each], asked: 10 + index }, 100));
	const state = stateAfter(start, engine({ asked: 1 }, 2), ...news);
	expect(Object.keys(state.engines['vps1']?.value?.later ?? {})).toHaveLength(50);
	const listed = stateAfter(state, engine({ asked: 200, containers: many }, 201));
	expect(listed.engines['vps1']?.value?.later).toEqual({});
});

const restarted = (count: number, more: Partial<Instance> = {}): Instance => ({ ...api, restarts: count, ...more });

test('a restart by policy is seen, with how the process had ended', () => {
	const base = stateAfter(start, engine({ containers: [api] }, 1));
	const ended = [{ id: api.id, exit: 137, oom: true }];
	const quick = stateAfter(base, engine({ whole: false, containers: [restarted(1)], ended }, 2));
	expect(quick.cameBack[api.id]).toEqual({ at: 2, times: 1, exit: 137, oom: true });
	const dead = engine({ whole: false, containers: [{ ...api, state: 'exited', exit: 3 } as const] }, 2);
	expect(stateAfter(base, dead, engine({ containers: [restarted(1)] }, 3)).cameBack[api.id]).toMatchObject({ exit: 3 });
	const waiting = engine({ containers: [restarted(1, { state: 'restarting', exit: 4 })] }, 2);
	expect(stateAfter(base, waiting, engine({ containers: [restarted(1)] }, 3)).cameBack[api.id]).toMatchObject({
		at: 2,
		exit: 4,
	});
});

test('how it had ended may be told after the restart was seen', () => {
	const base = stateAfter(start, engine({ containers: [api] }, 1), engine({ containers: [restarted(1)] }, 2));
	expect(base.cameBack[api.id]).toEqual({ at: 2, times: 1 });
	const died = (exit: number, at: number) =>
		engine({ whole: false, containers: [restarted(1)], ended: [{ id: api.id, exit, oom: true }] }, at);
	const state = stateAfter(base, died(137, 3));
	expect(state.cameBack[api.id]).toEqual({ at: 2, times: 1, exit: 137, oom: true });
	// What is known already is not overwritten, and an end without a restart, or long after one, is none of a comeback.
	expect(stateAfter(state, died(1, 4)).cameBack).toBe(state.cameBack);
	expect(stateAfter(base, died(137, 70_000)).cameBack).toBe(base.cameBack);
	const never = stateAfter(start, engine({ containers: [api] }, 1));
	expect(
		stateAfter(never, engine({ whole: false, containers: [api], ended: [{ id: api.id, exit: 1 }] }, 2)).cameBack,
	).toEqual({});
});

test('restarts in a row are counted, and forgotten after a quiet minute', () => {
	const loop = [1, 2, 3].map((count) => engine({ containers: [restarted(count)] }, count * 10_000));
	const state = stateAfter(start, engine({ containers: [api] }, 1), ...loop);
	expect(state.cameBack[api.id]).toMatchObject({ times: 3 });
	expect(stateAfter(state, engine({ containers: [restarted(4)] }, 200_000)).cameBack[api.id]).toMatchObject({
		times: 1,
	});
});

test('a list that knows no restarts is not taken for one', () => {
	const { started: _unknown, ...short } = api;
	const state = stateAfter(
		start,
		engine({ containers: [restarted(5)] }, 1),
		engine({ containers: [{ ...short, restarts: 0 }] }, 2),
		engine({ containers: [restarted(5)] }, 3),
	);
	expect(state.cameBack).toEqual({});
});

test('layers: streak, history and what is needed', () => {
	const state = stateAfter(start, answered('ok', 1), answered('down', 2), answered('down', 3));
	const fact = state.layers['production/api']?.['http'];
	expect(fact).toMatchObject({ layer: 'outside', streak: 2, need: 3, history: [true, false, false], every: 5000 });
	expect(fact?.observed).toMatchObject({ at: 3, misses: 0, value: { since: 2 } });
	const long = stateAfter(start, ...Array.from({ length: 40 }, (_, index) => answered('ok', index + 1)));
	expect(long.layers['production/api']?.['http']?.history).toHaveLength(30);
});

test('layers: a missed read is no result, and an old one changes nothing', () => {
	const state = stateAfter(start, answered('ok', 5), missed(http, 6));
	expect(state.layers['production/api']?.['http']).toMatchObject({ history: [true], observed: { at: 5, misses: 1 } });
	expect(stateAfter(state, answered('down', 4))).toBe(state);
});

test('a page of metrics that is read again is not missed any more', () => {
	const metrics = probeOf('metrics', 'production/api');
	const state = stateAfter(start, missed(metrics, 1));
	expect(state.layers['production/api']?.['metrics']?.observed).toMatchObject({ failure, misses: 1 });
	const again = stateAfter(state, read(metrics, { samples: [] }, 2));
	expect(again.layers['production/api']?.['metrics']?.observed).toEqual({ at: 2, misses: 0 });
	expect(stateAfter(start, read(metrics, { samples: [] }, 2)).layers).toEqual({});
});

test('facts of a host, and a missed read of them', () => {
	const host = probeOf('host', 'host/vps1');
	const state = stateAfter(start, read(host, { facts: { load: 1 } }, 2), missed(host, 3));
	expect(state.hostFacts['vps1']).toEqual({ value: { load: 1 }, at: 2, misses: 1, failure });
	expect(stateAfter(state, read(host, { facts: { load: 9 } }, 1))).toBe(state);
});

test('news of a link: an older one changes nothing', () => {
	const link = (since: number): Event => ({ type: 'link/changed', host: 'vps1', link: { is: 'up', since }, at: since });
	const state = stateAfter(start, link(5));
	expect(stateAfter(state, link(4))).toBe(state);
});

test('the ledger makes releases', () => {
	const lines = [lineOf(1, 1, 2, { service: 'production/api' })];
	const state = stateAfter(start, engine({ containers: [api], images: [imageOf(2), imageOf(1)] }, 1), {
		type: 'ledger/read',
		lines,
		at: 2,
	});
	expect(state.services['production/api']?.releases.map(({ label, proof }) => [label, proof])).toEqual([
		['v2', 'container'],
		['v1', 'ledger'],
	]);
});

test('what was noted while the journal was being read stays', () => {
	const entry = (seq: number): JournalEntry => ({
		...{ seq, prev: '', hash: '', at: seq, by: 'op', run: 'a' },
		what: 'done',
		text: '',
	});
	const noted = stateAfter(start, { type: 'plan/noted', entry: entry(3), at: 3 });
	const state = stateAfter(noted, { type: 'journal/read', entries: [entry(1), entry(2)], at: 4 });
	expect(state.journal.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
	const failed = stateAfter(state, { type: 'journal/failed', failure, at: 5 });
	expect(failed.journal).toMatchObject({ failure, entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
});

test('that nothing can be added to the journal lasts until something was, however often it is read', () => {
	const tried: Event = { type: 'journal/tried', failure, at: 5 };
	const state = stateAfter(start, tried, { type: 'journal/read', entries: [], at: 6 });
	expect(state.journal).toEqual({ entries: [], unwritable: failure });
	expect(stateAfter(state, { type: 'journal/tried', at: 7 }).journal).toEqual({ entries: [] });
	expect(stateAfter(start, { type: 'journal/tried', at: 7 })).toBe(start);
});

test('that the history is not kept lasts until it is', () => {
	const state = stateAfter(start, { type: 'history/tried', failure, at: 5 });
	expect(state.unkept).toEqual(failure);
	expect(stateAfter(state, { type: 'history/tried', at: 6 })).not.toHaveProperty('unkept');
	expect(stateAfter(start, { type: 'history/tried', at: 6 })).toBe(start);
});

test('a kept container is told where its service has none', () => {
	const state = stateAfter(start, engine({ containers: [stoppedOf('api-rb-0a1b2c3d', 1, 2)] }, 1));
	expect(state.services['production/api']).toMatchObject({ instances: [], former: [{ name: 'api-rb-0a1b2c3d' }] });
});

test('news of images count at once, and an older list does not bring back what was removed', () => {
	const known = stateAfter(start, engine({ containers: [api], images: [imageOf(1), imageOf(2)] }, 10));
	const removed = stateAfter(known, engine({ whole: false, images: [imageOf(2)], asked: 20 }, 21));
	expect(removed.engines['vps1']?.value?.images).toEqual([imageOf(2)]);
	expect(names(removed)).toEqual(['api']);
	const late = stateAfter(removed, engine({ containers: [api], images: [imageOf(1), imageOf(2)], asked: 15 }, 22));
	expect(late.engines['vps1']?.value?.images).toEqual([imageOf(2)]);
});
