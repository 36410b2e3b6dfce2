import { expect, test } from 'vitest';
import { readDecided } from '../../src/app/read-decided.ts';
import type { Condition } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { makeStore } from '../../src/store/store.ts';
import { aState, start } from '../support/plans.ts';
import { makeClock } from './fake-clock.ts';

const probe = (name: string, failures: number) =>
	({ kind: 'http', name, of: 'production/api', every: 5000, timeout: 500, spec: { failures } }) as const;

/** How often each check is read again that says so at its first reading and at those after it, and how long that takes. */
async function readAgain(failures: number, ...says: readonly Condition['is'][]) {
	const clock = makeClock();
	const store = makeStore(aState(), reduce);
	const one = probe('health', failures);
	let reads = 0;
	const read = () => {
		const is = says[Math.min(reads, says.length - 1)] ?? 'ok';
		reads += 1;
		const outside = { is, because: 'refused', since: start };
		const reading = { layers: { outside } };
		store.dispatch({ type: 'probe/read', at: start + reads, probe: one, reading });
	};
	read();
	const began = clock.now();
	let took = 0;
	const done = readDecided({
		...{ store, wait: clock.wait, stop: new AbortController().signal },
		scheduler: {
			refresh: async (which) => {
				if (which(one)) read();
			},
		},
	}).then(() => {
		took = clock.now() - began;
	});
	await clock.pass(60_000);
	await done;
	return { again: reads - 1, took };
}

test('what fails is read until that counts, what is well or was measured is not', async () => {
	expect(await readAgain(3, 'down')).toEqual({ again: 2, took: 2000 });
	expect(await readAgain(1, 'down')).toEqual({ again: 0, took: 0 });
	expect(await readAgain(3, 'ok')).toEqual({ again: 0, took: 0 });
	expect(await readAgain(3, 'degraded')).toEqual({ again: 0, took: 0 });
});

test('what failed once and is well again is not down', async () => {
	expect(await readAgain(3, 'down', 'ok')).toEqual({ again: 1, took: 1000 });
});

test('nobody waits for ever', async () => {
	expect((await readAgain(10, 'down')).again).toBe(9);
	expect(await readAgain(11, 'down')).toEqual({ again: 0, took: 0 });
});
