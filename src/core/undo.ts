import type { Plan, PlanStep } from './plan.ts';
import type { Standing } from './run.ts';
import type { Choice } from './ui.ts';

/** A step on its way back: `step` is its index in the plan; it is undone only if `took` holds. */
export interface UndoStep {
	readonly step: number;
	readonly say: string;
	readonly took: PlanStep['took'];
	readonly undo: PlanStep['undo'];
	readonly undone?: PlanStep['undone'];
	readonly unblock?: PlanStep['unblock'];
	readonly restored?: PlanStep['restored'];
	readonly converges?: PlanStep['converges'];
}

/**
 * The way back: every step that began, the last one first. An order whose answer was lost may have been obeyed, so it is
 * in; `took` is asked before each, so that undoing twice is undoing once.
 */
export function undoOf(plan: Plan, began: readonly number[]): readonly UndoStep[] {
	return plan.steps
		.map(({ say, took, undo, undone, unblock, restored, converges }, step) => ({
			...{ step, say, took, undo },
			...(converges ? { converges } : {}),
			...(undone ? { undone } : {}),
			...(unblock ? { unblock } : {}),
			...(restored ? { restored } : {}),
		}))
		.filter(({ step }) => began.includes(step))
		.toReversed();
}

/** How much of what some steps change can be undone. */
export type UndoReach = 'all' | 'some' | 'none';

/** Whether the service is not as it was while this step is in effect. */
function changes({ undo }: Pick<PlanStep, 'undo'>): boolean {
	return !('none' in undo && undo.harmless === true);
}

function reachFor(undoable: number, changing: number): UndoReach {
	if (undoable === changing) return 'all';
	return undoable === 0 ? 'none' : 'some';
}

/** Whether the service is as it was, whatever became of these steps. */
export function leavesServiceAlone(steps: readonly Pick<PlanStep, 'undo'>[]): boolean {
	return !steps.some(changes);
}

/** How much of these steps has an undo; a step that leaves the service as it was counts for nothing. */
export function undoReach(steps: readonly Pick<PlanStep, 'undo'>[]): UndoReach {
	const changing = steps.filter(changes);
	return reachFor(changing.filter(({ undo }) => !('none' in undo)).length, changing.length);
}

/**
 * How much can be undone of what a run may have done and not undone yet: from its last step back to the first one that has
 * no undo, since the steps before that one are what it stands on.
 */
export function reachOf({ plan, steps, began }: Pick<Standing, 'plan' | 'steps' | 'began'>): UndoReach {
	const open = plan.steps.filter((_, index) => began.includes(index) && steps[index] !== 'undone').filter(changes);
	return reachFor(open.length - 1 - open.findLastIndex(({ undo }) => 'none' in undo), open.length);
}

/**
 * The ways out of a run that is held: its undo where something can be undone; where nothing can, to go on with its steps;
 * the proof again where only that is missing; and to leave it.
 */
export function choicesFor(stands: Standing): readonly Choice[] {
	const undo = reachOf(stands) !== 'none';
	const { action } = stands.plan;
	const other: readonly Choice[] = action === 'rollback' || action === 'deploy' ? ['other'] : [];
	if (stands.proofDone) return undo ? ['undo', ...other, 'retry', 'leave'] : ['retry', 'leave'];
	return undo ? ['undo', 'leave'] : ['finish', 'leave'];
}
