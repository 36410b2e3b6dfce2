import { failureText } from '../core/failure-text.ts';
import { known } from '../core/known.ts';
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
	const { does: call, took, expect } = step;
	return give(run, { step: index, way: 'does', call, took, then, said, ...known({ expect }) });
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

/** What a step needs does not hold: its order is not given, and the journal says why. */
async function notBegun(run: Running, index: number, failure: Failure): Promise<Gave> {
	const output = 'Its order was not given.';
	const unwritten = await run.note({ what: 'ends', step: index, way: 'does', took: 0, output, failure });
	return unwritten === undefined ? { is: 'failed', failure, refused: false } : { is: 'halted', failure: unwritten };
}

/** One step, if what it needs holds; undefined where the next may follow. */
async function passed(run: Running, index: number, step: PlanStep): Promise<Came | undefined> {
	const unready = await unmet(run, step.needs);
	if (unready !== undefined && run.stopped()) return { is: 'stopped' };
	const gave = unready === undefined ? await doStep(run, index, step) : await notBegun(run, index, unready);
	switch (gave.is) {
		case 'ended':
			return undefined;
		case 'halted':
			return heldFor(run, failureText(gave.failure));
		case 'failed':
			return { is: 'failed', because: `Step ${index + 1} (${step.say}): ${failureText(gave.failure)}` };
	}
}

/** Goes on from where the run stands: the steps that are not done, each under the locks, then the proof. */
export async function forward(run: Running, locks: Holding): Promise<Came> {
	for (const [index, step] of run.plan.steps.entries()) {
		if (run.stands().steps[index] === 'done') continue;
		if (run.stopped()) return { is: 'stopped' };
		const lost = await locks.lost();
		if (lost !== undefined) return heldFor(run, failureText(lost));
		const came = await passed(run, index, step);
		if (came !== undefined) return came;
	}
	return run.stopped() ? { is: 'stopped' } : proven(run);
}
