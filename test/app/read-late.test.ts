import { expect, test } from 'vitest';
import { readLate } from '../../src/app/read-late.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Link } from '../../src/core/state.ts';
import { makeStore } from '../../src/store/store.ts';
import { aState, start } from '../support/plans.ts';
import { makeClock } from './fake-clock.ts';

const probe = (of: string, spec: unknown) => ({ kind: 'test', of, every: 1000, timeout: 500, spec });
const down: Link = { is: 'down', since: start, failure: { kind: 'login', message: 'no key' }, retry: 'never' };

/** What is read again of a host whose link stands so when all was read, and then becomes this after 3 s. */
async function readAgain(first: Link, then?: Link) {
	const clock = makeClock();
	const store = makeStore(aState(), reduce);
	const all = [probe('host/vps1', {}), probe('production/api', { from: 'vps1' }), probe('production/web', {})];
	const stop = new AbortController();
	const read: string[] = [];
	const link = (to: Link) => store.dispatch({ type: 'link/changed', at: to.since, host: 'vps1', link: to });
	link(first);
	const began = clock.now();
	let took: number | undefined;
	const done = readLate({
		...{ store, wait: clock.wait, stop: stop.signal, began: start },
		scheduler: { refresh: async (which) => void read.push(...all.filter(which).map(({ of }) => of)) },
	}).then(() => {
		took = clock.now() - began;
	});
	await clock.pass(3000);
	if (then !== undefined) link({ ...then, since: start + 3000 });
	await clock.pass(60_000);
	await done;
	expect(clock.sleeping()).toBe(0);
	return { read, took };
}

test('who is reached only after all was read is read again, with what is asked through it', async () => {
	const connecting: Link = { is: 'connecting', since: start };
	const through = ['host/vps1', 'production/api'];
	expect((await readAgain(connecting, { is: 'up', since: start })).read).toEqual(through);
	expect((await readAgain(connecting, down)).read).toEqual(through);
	const late = await readAgain({ is: 'up', since: start + 9000 });
	expect(late).toEqual({ read: through, took: 0 });
	// One that failed and is tried once more is waited for as well.
	expect((await readAgain({ ...down, retry: 'now' }, { is: 'up', since: start })).took).toBe(3000);
	// It is not waited for for ever.
	expect((await readAgain(connecting)).read).toEqual(through);
});

test('where all is reached, or is known not to be, nobody waits', async () => {
	expect(await readAgain({ is: 'up', since: start + 900 })).toEqual({ read: [], took: 0 });
	expect(await readAgain(down)).toEqual({ read: [], took: 0 });
});
