import type { State } from '../../state.ts';
import type { DatasetAction, Want } from '../../want.ts';
import { runsOf } from '../releases/live.ts';

/** What takes the last restore of a dataset back; or why nothing does, in words. */
export function datasetInverse(
	state: Pick<State, 'journal'>,
	dataset: string,
): { readonly want: Want<DatasetAction> } | { readonly none: string } {
	const last = runsOf(state, dataset).find(
		({ plan, outcome }) => plan?.action === 'restore' && (outcome === 'VERIFIED' || outcome === 'DONE, NOT VERIFIED'),
	);
	if (last === undefined) return { none: 'no restore of it that stayed is in the journal' };
	return { want: { action: 'restore', back: last.id } };
}
