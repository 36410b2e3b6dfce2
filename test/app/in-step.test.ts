import { expect, test } from 'vitest';
import { keepInStep } from '../../src/app/in-step.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { makeStore } from '../../src/store/store.ts';
import { fleetState, manyServices, start } from '../screens/fleet-state.ts';

/** Follows what would be read on a large Fleet; the test says when the waits are over. */
function followed() {
	const order = ['production/', ...manyServices(9).map(({ id }) => id)];
	const base = fleetState(manyServices(9), {}, { columns: 200, rows: 50 });
	const store = makeStore({ ...base, ui: { ...base.ui, order } }, reduce);
	const logs: (readonly string[])[] = [];
	let waits: { readonly at: number; readonly done: () => void }[] = [];
	let now = 0;
	const session = {
		scheduler: { set: () => {}, refresh: async () => {}, stop: async () => {} },
		logs: {
			set: (services: readonly { id: string }[]) => void logs.push(services.map(({ id }) => id)),
			mark: () => {},
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
