import { callText } from '../core/call-text.ts';
import { failureText } from '../core/failure-text.ts';
import type { Holding } from './holding.ts';
import type { Running } from './running.ts';

/**
 * Tidies up after a proven change: what an earlier one kept is removed. Each order is in the journal before it is given,
 * numbered on from the steps, and asks whether the lock is still its own. Gives a sentence for each that failed: that is told, never undone.
 */
async function tidied(run: Running, locks: Holding): Promise<readonly string[]> {
	const told: string[] = [];
	const first = run.plan.steps.length;
	for (const [index, call] of run.plan.tidy.entries()) {
		if (run.stopped()) return told;
		if ((await locks.lost()) !== undefined) return [...told, 'Not tidied up: the lock was lost.'];
		const step = first + index;
		if ((await run.note({ what: 'begins', step, way: 'does' })) !== undefined) return told;
		const start = run.outside.now();
		const answer = await run.outside.order(call, run.outside.signal);
		const took = run.outside.now() - start;
		const line = { what: 'ends', step, way: 'does', took, output: answer.ok ? '' : answer.failure.message } as const;
		await run.note(line);
		if (!answer.ok) told.push(`Not tidied up: ${answer.failure.message} (${callText(call)})`);
	}
	return told;
}

/** Under the locks once more, where something is to be tidied up. */
export async function tidiedAfter(run: Running, locks: Holding): Promise<readonly string[]> {
	if (run.plan.tidy.length === 0) return [];
	const failure = await locks.take();
	if (failure !== undefined) return [`Not tidied up: ${failureText(failure)}`];
	return tidied(run, locks);
}
