import { expect, test } from 'vitest';
import { keepInStep } from '../../src/app/in-step.ts';
import type { Probe } from '../../src/core/probe.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { makeStore } from '../../src/store/store.ts';
import { containerOf } from '../core/engine/world.ts';
import { fleetState, manyServices, start } from '../screens/fleet-state.ts';

/** Follows what would be read on a large Fleet; the test says when the waits are over. */
function followed(services = manyServices(9)) {
	const order = ['production/', ...services.map(({ id }) => id)];
	const base = fleetState(services, {}, { columns: 200, rows: 50 });
	const store = makeStore({ ...base, ui: { ...base.ui, order } }, reduce);
	const logs: (readonly string[])[] = [];
	const probes: (readonly Probe[])[] = [];
	let waits: { readonly at: number; readonly done: () => void }[] = [];
	let now = 0;
	const session = {
		scheduler: {
			set: (scheduled: readonly { readonly probe: Probe }[]) => void probes.push(scheduled.map(({ probe }) => probe)),
			refresh: async () => {},
			wake: () => {},
			stop: async () => {},
		},
		logs: {
			set: (services: readonly { id: string }[]) => void logs.push(services.map(({ id }) => id)),
			mark: () => {},
			heard: () => {},
			stop: () => {},
		},
	};
	const life = new AbortController();
	keepInStep(
		store,
		session,
		() => [],
		(length) => new Promise((done) => void waits.push({ at: now + length, done })),
		life.signal,
	);
	return {
		logs,
		probes,
		state: store.state,
		dispatch: store.dispatch,
		select: (id: string) => store.dispatch({ type: 'row/selected', at: start, id }),
		/** Lets so many milliseconds go by: the waits that are over by then end, in their order. */
		pass: async (length: number) => {
			const until = now + length;
			for (;;) {
				const [next] = waits.toSorted((a, b) => a.at - b.at);
				if (next === undefined || next.at > until) break;
				now = next.at;
				waits = waits.filter((wait) => wait !== next);
				next.done();
				await new Promise((done) => setImmediate(done));
			}
			now = until;
		},
	};
}

test('the log of a service is opened where the cursor rests, not of those that it passes', async () => {
	const { logs, select, pass } = followed();
	await pass(1000);
	expect(logs.at(-1)).toEqual(['production/s0000']);
	for (const id of ['production/s0001', 'production/s0002', 'production/s0003']) {
		select(id);
		await pass(400);
	}
	expect(logs.at(-1)).toEqual([]);
	await pass(400);
	expect(logs.at(-1)).toEqual(['production/s0003']);
	expect(new Set(logs.flat())).toEqual(new Set(['production/s0000', 'production/s0003']));
});

test('a log that is opened on its own screen does not wait, and goes on on Fleet', async () => {
	const { logs, select, dispatch, pass } = followed();
	await pass(1000);
	select('production/s0004');
	dispatch({ type: 'screen/opened', at: start, screen: 'logs', service: 'production/s0004' });
	await pass(200);
	expect(logs.at(-1)).toEqual(['production/s0004']);
	dispatch({ type: 'screen/left', at: start });
	await pass(200);
	expect(logs.at(-1)).toEqual(['production/s0004']);
});

test('what keeps a host busy is read while somebody looks at it, and of no other', async () => {
	const { probes, select, dispatch, pass } = followed();
	const looked = () => probes.at(-1)?.flatMap(({ kind, of }) => (kind === 'top' ? [of] : []));
	await pass(1000);
	expect(looked()).toEqual([]);
	dispatch({ type: 'screen/opened', at: start, screen: 'hosts' });
	await pass(200);
	expect(looked()).toEqual(['host/vps1']);
	select('host/vps2');
	await pass(200);
	expect(looked()).toEqual(['host/vps2']);
	dispatch({ type: 'window/resized', at: start, columns: 80, rows: 24 });
	await pass(200);
	expect(looked()).toEqual([]);
	dispatch({ type: 'window/resized', at: start, columns: 200, rows: 50 });
	dispatch({ type: 'view/scrolled', at: start, scroll: 0, tab: 1 });
	await pass(200);
	expect(looked()).toEqual([]);
});

test('a changed config is read by at once: no answer to an earlier question comes in after it', () => {
	const { probes, dispatch, state } = followed();
	const line = {
		...({ kind: 'tcp', layer: 'outside', name: 'smtp', of: 'host/vps1', from: 'vps1' } as const),
		...{ every: 5000, timeout: 5000, failures: 1, line: {} },
	};
	dispatch({ type: 'fleet/changed', at: start, fleet: { ...state().fleet, probes: [line] } });
	expect(probes.at(-1)?.some(({ name }) => name === 'smtp')).toBe(true);
});

test('the numbers of the first services are asked for at once, those of later ones a little later', async () => {
	// As a config names them: not there yet.
	const [named] = manyServices(1);
	const { dispatch, probes, pass } = followed(named === undefined ? [] : [{ ...named, instances: [] }]);
	await pass(1000);
	const cgroups = { kind: 'cgroups', of: 'host/vps1', every: 5000, timeout: 5000, spec: { host: 'vps1' } };
	dispatch({ type: 'probe/read', at: start, probe: cgroups, reading: { used: new Map() } });
	const told = (...names: readonly string[]) => {
		const containers = names.map((name) => containerOf(name, 1));
		const engine = { host: 'vps1', whole: true, containers, asked: start };
		const probe = { kind: 'docker', of: 'host/vps1', every: 30_000, timeout: 10_000, spec: { host: 'vps1' } };
		dispatch({ type: 'probe/read', at: start, probe, reading: { engine } });
	};
	const measured = () => new Set(probes.at(-1)?.flatMap(({ kind, of }) => (kind === 'stats' ? [of] : [])));
	told('api');
	// A mere reading is told to nobody; the condition that follows from it is.
	dispatch({ type: 'conditions/settled', at: start, conditions: {} });
	expect(measured()).toEqual(new Set(['local/api']));
	told('api', 'web');
	dispatch({ type: 'conditions/settled', at: start, conditions: {} });
	expect(measured()).toEqual(new Set(['local/api']));
	await pass(200);
	expect(measured()).toEqual(new Set(['local/api', 'local/web']));
});
