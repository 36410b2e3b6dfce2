import type { Millis } from '../model.ts';
import type { Runbook, Step } from './model.ts';
import { type Did, type Marked, standOf, type Walk, walked } from './walk.ts';
import { stepAfter, wayFrom } from './way.ts';

/** How a step is marked, by whom and when. */
export interface Marking {
	readonly as: Marked;
	readonly why?: string;
	readonly by: string;
	readonly at: Millis;
}

/** What marking a step comes to: the mark, and where the walk goes on by it. */
export function markedOn(
	runbook: Pick<Runbook, 'steps'>,
	walk: Walk,
	step: Step,
	{ as, why, by, at }: Marking,
): readonly Did[] {
	const marked: Did = { is: 'marked', step: step.id, as, ...(why === undefined ? {} : { why }) };
	const after = walked(walk, { at, by, run: walk.id, did: marked }) ?? walk;
	const going = wayFrom(runbook, step, after);
	return going === undefined ? [marked] : [marked, { is: 'went', ...going }];
}

/** Where a walk goes on from a step at which there is nothing left to do; nothing, where it was the last. */
export function wentOn(runbook: Pick<Runbook, 'steps'>, walk: Walk, step: Step): readonly Did[] {
	const going = wayFrom(runbook, step, walk);
	if (going !== undefined) return [{ is: 'went', ...going }];
	const isPassed = step.does.is === 'section' || standOf(walk, step.id)?.is === 'ok';
	const next = isPassed ? stepAfter(runbook, step.id) : undefined;
	return next === undefined ? [] : [{ is: 'went', to: next.id, because: 'the next one' }];
}
