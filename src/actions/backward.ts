import { failureText } from '../core/failure-text.ts';
import { type UndoStep, undoOf } from '../core/undo.ts';
import { type Came, heldFor } from './came.ts';
import { unmet } from './forward.ts';
import { type Gave, type Given, give, tookEffect } from './give.ts';
import type { Holding } from './holding.ts';
import type { Running } from './running.ts';
import { lostWayBack } from './stands.ts';

/** How often an undo is given that the engine refuses, and how long is waited between, in milliseconds. */
const tries = 4;
const pause = 1500;

/** What undoing one step came to: it is `gone`, or `stays` since it has no undo, or the way back ends here. */
type Back = { readonly is: 'gone' } | { readonly is: 'stays'; readonly why: string } | Came;

async function writtenOff(run: Running, step: number): Promise<Back> {
	if (run.stands().steps[step] === 'undone') return { is: 'gone' };
	const output = 'There was nothing to undo.';
	const unwritten = await run.note({ what: 'ends', step, way: 'undo', took: 0, output });
	return unwritten === undefined ? { is: 'gone' } : heldFor(run, failureText(unwritten));
}

async function withoutUndo(
	run: Running,
	back: UndoStep,
	undo: Extract<UndoStep['undo'], { none: string }>,
): Promise<Back> {
	if ('again' in undo) return writtenOff(run, back.step);
	const harmless = undo.harmless === true;
	const stands = run.stands().steps[back.step];
	// What was done was done, whatever became of it since: of what is harmless nobody tells who can see that it is gone.
	if (stands === 'done' && (!harmless || 'never' in back.took))
		return { is: harmless ? 'stays' : 'lasting', why: undo.none };
	const sight = await tookEffect(run, back.took);
	const isUnclear = sight.is === 'unknown' ? !harmless : sight.is === 'no' && undo.byHand !== undefined;
	if (isUnclear && stands === 'unsure') {
		return heldFor(run, `Nobody can tell how far it came: ${back.say}. ${undo.none}`);
	}
	if (sight.is !== 'yes') return writtenOff(run, back.step);
	return { is: harmless ? 'stays' : 'lasting', why: undo.none };
}

/**
 * Gives an undo, and again after a moment when the engine refused it: it does so with a container that just ends or is
 * just started again, as one does that crashes in a loop. What was not answered is not given twice.
 */
async function giveBack(run: Running, given: Given): Promise<Gave> {
	for (let left = tries - 1; ; left -= 1) {
		const gave = await give(run, given);
		if (gave.is !== 'failed' || !gave.refused || left === 0 || run.stopped()) return gave;
		await run.judging.wait(pause);
	}
}

/** A step that is in effect no more, or never was: what must hold once it is undone may take a moment all the same. */
async function goneBefore(run: Running, { step, restored }: UndoStep): Promise<Back> {
	const isNews = run.stands().steps[step] !== 'undone';
	const unsettled = isNews ? await unmet(run, restored) : undefined;
	return unsettled === undefined ? writtenOff(run, step) : heldFor(run, failureText(unsettled));
}

/** Why a step is not given its undo: it is not in effect, or nobody can tell. One that may be half-way always is. */
async function passedOver(run: Running, back: UndoStep): Promise<Back | undefined> {
	if (back.converges === true) return undefined;
	const sight = await tookEffect(run, back.took);
	if (sight.is === 'no') return goneBefore(run, back);
	if (sight.is === 'yes') return undefined;
	return heldFor(run, `Nobody can tell whether this is in effect: ${back.say}: ${sight.because}.`);
}

/** Asks whether the step is in effect, gives its undo if it is, and asks again. */
async function undoStep(run: Running, back: UndoStep): Promise<Back> {
	const { step, say, took, undo, undone, unblock, restored, converges } = back;
	if ('none' in undo) return withoutUndo(run, back, undo);
	// What it gave back may have ended by itself since.
	const isOver = undone === 'accepted' || converges === true;
	if (isOver && run.stands().steps[step] === 'undone') return { is: 'gone' };
	const passed = await passedOver(run, back);
	if (passed !== undefined) return passed;
	const then = restored && (() => unmet(run, restored));
	const gave = await giveBack(run, {
		...{ step, way: 'undo', call: undo, took },
		...(undone ? { undone } : {}),
		...(unblock ? { unblock } : {}),
		...(then ? { then } : {}),
	});
	if (gave.is === 'ended') return { is: 'gone' };
	return heldFor(run, `The undo of step ${step + 1} (${say}) failed: ${failureText(gave.failure)}`);
}

/**
 * Undoes every step that began, the last one first. What is undone already is passed over, so that an undo that was cut
 * is run again from its start. It stops at the first one that fails or has no undo, since it stands on the
 * ones before it. Where what it would give back is gone, it does not begin.
 */
export async function backward(run: Running, locks: Holding): Promise<Came> {
	const stays: string[] = [];
	const way = undoOf(run.plan, run.stands().began);
	const lostWay = way.some(({ undo }) => !('none' in undo)) ? await lostWayBack(run) : undefined;
	// The commands of the undo are not for a person either.
	if (lostWay !== undefined) return { is: 'held', because: lostWay, left: [] };
	for (const back of way) {
		if (run.stopped()) return { is: 'stopped' };
		const lost = await locks.lost();
		if (lost !== undefined) return heldFor(run, failureText(lost));
		const came = await undoStep(run, back);
		if (came.is === 'stays') stays.push(came.why);
		else if (came.is !== 'gone') return came;
	}
	return { is: 'undone', stays };
}
