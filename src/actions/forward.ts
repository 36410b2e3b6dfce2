import { failureText } from '../core/failure-text.ts';
import type { Failure } from '../core/model.ts';
import type { Check, PlanStep } from '../core/plan.ts';
import { type Came, heldFor } from './came.ts';
import { judge } from './checks.ts';
import { type Gave, give, tookEffect } from './give.ts';
import type { Holding } from './holding.ts';
import type { Running } from './running.ts';
import { windowOf } from './window.ts';

/** What must hold after a step or its undo, as a failure when it does not. */
export async function unmet(run: Running, check: Check | undefined): Promise<Failure | undefined> {
	if (check === undefined) return undefined;
	const verdict = await judge(check, run.judging);
	switch (verdict.is) {
		case 'held':
			return undefined;
		case 'failed':
			return { kind: 'refused', message: `${verdict.because}.` };
		case 'stopped':
			return { kind: 'cancelled', message: `watchdeck was stopped while it waited: ${check.say}.` };
	}
}

/** A step whose order was given before, in effect or not: its check is waited for, and it is not ordered again. */
async function closeStep(run: Running, index: number, step: PlanStep): Promise<Gave> {
	const windowed = windowOf(run, step);
	const failure = (await unmet(run, step.check)) ?? (await windowed.broken());
	const output = ['It was in effect already.', ...windowed.said()].join('\n');
	const line = { what: 'ends', step: index, way: 'does', took: 0, output } as const;
	const unwritten = await run.note(failure === undefined ? line : { ...line, failure });
	if (unwritten !== undefined) return { is: 'halted', failure: unwritten };
	return failure === undefined ? { is: 'ended' } : { is: 'failed', failure, refused: false };
}

async function doStep(run: Running, index: number, step: PlanStep): Promise<Gave> {
	// What may be half-way is ordered again, whatever is seen of it: its undo may have begun to take it back.
	if (run.stands().steps[index] === 'unsure' && step.converges !== true) {
		const sight = await tookEffect(run, step.took);
		if (sight.is === 'yes') return closeStep(run, index, step);
		if (sight.is === 'unknown') {
			const message = `Nobody can tell whether this took effect: ${step.say}: ${sight.because}.`;
			return { is: 'halted', failure: { kind: 'changed', message } };
		}
	}
	const windowed = windowOf(run, step);
	const then = async () => (await unmet(run, step.check)) ?? windowed.broken();
	const { said } = windowed;
	return give(run, { step: index, way: 'does', call: step.does, took: step.took, then, said });
}

async function proven(run: Running): Promise<Came> {
	const unwritten = await run.note({ what: 'done', text: 'all steps are done; the proof begins' });
	if (unwritten !== undefined) return heldFor(run, failureText(unwritten));
	for (const check of run.plan.proof) {
		const verdict = await judge(check, run.judging);
		if (verdict.is === 'stopped') return verdict;
		if (verdict.is === 'failed') return { is: 'unproven', because: verdict.because };
	}
	return { is: 'proven' };
}

/** Goes on from where the run stands: the steps that are not done, each under the locks, then the proof. */
export async function forward(run: Running, locks: Holding): Promise<Came> {
	for (const [index, step] of run.plan.steps.entries()) {
		if (run.stands().steps[index] === 'done') continue;
		if (run.stopped()) return { is: 'stopped' };
		const lost = await locks.lost();
		if (lost !== undefined) return heldFor(run, failureText(lost));
		const gave = await doStep(run, index, step);
		if (gave.is === 'halted') return heldFor(run, failureText(gave.failure));
		if (gave.is === 'failed')
			return { is: 'failed', because: `Step ${index + 1} (${step.say}): ${failureText(gave.failure)}` };
	}
	return run.stopped() ? { is: 'stopped' } : proven(run);
}
