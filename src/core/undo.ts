import type { Plan, PlanStep } from './plan.ts';

/** A step on its way back: `step` is its index in the plan; it is undone only if `took` holds. */
export interface UndoStep {
	readonly step: number;
	readonly say: string;
	readonly took: PlanStep['took'];
	readonly undo: PlanStep['undo'];
}

/**
 * The way back: every step that began, the last one first. An order whose answer was lost may have been obeyed, so it is
 * in; `took` is asked before each, so that undoing twice is undoing once.
 */
export function undoOf(plan: Plan, began: readonly number[]): readonly UndoStep[] {
	return plan.steps
		.map((step, index) => ({ step: index, say: step.say, took: step.took, undo: step.undo }))
		.filter(({ step }) => began.includes(step))
		.toReversed();
}
