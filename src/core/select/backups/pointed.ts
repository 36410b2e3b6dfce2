import { type DatasetSpec, datasetId } from '../../dataset/spec.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { pointedId } from '../pointed.ts';
import { splitView } from '../split/split.ts';
import { backupsOf } from './backups.ts';

/** What a key on a dataset is about, or why there is nothing, in words. `to`: what is to be done, as in `back up`. */
export function pointedDataset(
	state: State,
	{ now, to, list }: { readonly now: Millis; readonly to: string; readonly list: string },
): { readonly dataset: DatasetSpec } | { readonly none: string } {
	const all = state.fleet.datasets ?? [];
	if (state.ui.screen === 'backups') {
		const { rows, index } = splitView('backups', backupsOf(state, now), state);
		const row = rows[index]?.id;
		const dataset = all.find((one) => datasetId(one) === row);
		if (dataset !== undefined) return { dataset };
		if (row === undefined) return { none: `to ${to} a dataset, select one` };
		return { none: 'its backups are only looked at: what stands under `datasets` in the config can be backed up' };
	}
	const id = pointedId(state);
	const own = all.filter((one) => one.of === id);
	const [dataset] = own;
	if (id === undefined || dataset === undefined) return { none: `to ${to} a dataset, select it on Backups (${list})` };
	return own.length === 1 ? { dataset } : { none: `${id} has ${own.length} datasets: select one on Backups (${list})` };
}
