import { callText } from '../core/call-text.ts';
import type { Failure } from '../core/model.ts';
import { undoOf } from '../core/undo.ts';
import type { Running } from './running.ts';
import type { Watched } from './watch.ts';

/** What one pass over the steps, forward or back, came to. */
export type Came =
	| { readonly is: 'proven' }
	| Watched
	/** A step failed: the undo runs at once. */
	| { readonly is: 'failed'; readonly because: string }
	/** The steps are done, the proof does not hold. */
	| { readonly is: 'unproven'; readonly because: string }
	/** `stays`: traces that harm nobody. */
	| { readonly is: 'undone'; readonly stays: readonly string[] }
	/** A step that changed the service has no undo; it and those before it are still in effect. */
	| { readonly is: 'lasting'; readonly why: string }
	/** It cannot go on without a person. `left`: the commands to do by hand. */
	| { readonly is: 'held'; readonly because: string; readonly left: readonly string[] }
	/** The locks are somebody else's: nothing was ordered in this pass. */
	| { readonly is: 'locked out'; readonly failure: Failure }
	/** Somebody changed what the plan stands on: nothing was ordered in this pass. */
	| { readonly is: 'overtaken'; readonly because: string };

/** The commands, as a person can paste them, that would still undo what this run did; the first is to be given first. */
function leftOf(run: Running): readonly string[] {
	const { steps, began } = run.stands();
	const open = began.filter((step) => steps[step] !== 'undone');
	return undoOf(run.plan, open).flatMap(({ step, undo }) => {
		const write = 'none' in undo ? (steps[step] === 'unsure' ? undo.byHand : undefined) : undo;
		return write === undefined ? [] : [`${callText(write)}  # on ${write.host}`];
	});
}

/** The run cannot go on; what is left to undo is left to a person. */
export function heldFor(run: Running, because: string): Extract<Came, { is: 'held' }> {
	return { is: 'held', because, left: leftOf(run) };
}
