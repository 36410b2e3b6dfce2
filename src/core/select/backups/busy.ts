import { actionWords } from '../../action-words.ts';
import { standingIn } from '../../run.ts';
import type { Run, State } from '../../state.ts';
import { datasetSubject } from '../../want.ts';
import { ownRun } from '../plan/stand.ts';

/** What is being done to a dataset from here: in a few cells, and in a sentence. */
export interface Busy {
	readonly short: string;
	readonly text: string;
}

function toldOf({ told }: Run): string | undefined {
	return told?.lines[0];
}

/** What is being done to a dataset now; undefined where nothing is. */
export function busyOf(state: State, dataset: string): Busy | undefined {
	const run = ownRun(state, datasetSubject(dataset));
	if (run === undefined) return undefined;
	const { plan, entries, stage } = run;
	const word = actionWords[plan.action];
	if (stage === 'held') return { short: `${word} HELD`, text: `${word} is held for you: ${run.because ?? ''}` };
	const { steps } = standingIn(plan, entries);
	const at = steps.findIndex((step) => step !== 'done');
	const step = at === -1 ? 'its proof' : `step ${at + 1} of ${steps.length}`;
	const told = toldOf(run);
	const far = told === undefined || run.told?.step !== at ? '' : `: ${told}`;
	return {
		short: `.. ${word} ${at === -1 ? '' : `${at + 1}/${steps.length}`}`.trimEnd(),
		text: `${word}, ${step}${far}`,
	};
}
