import { performance } from 'node:perf_hooks';
import type { Millis } from '../core/model.ts';

/** What comes between two stops may take as long again: together no key waits for longer than half a frame. */
const slice: Millis = 4;

/** Does work that stops now and then, in slices between which keys and answers have their turn. */
export async function gently<T>(work: Generator<void, T>): Promise<T> {
	let until = performance.now() + slice;
	for (;;) {
		const step = work.next();
		if (step.done === true) return step.value;
		if (performance.now() < until) continue;
		await new Promise((resolve) => setImmediate(resolve));
		until = performance.now() + slice;
	}
}
