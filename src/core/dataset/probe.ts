import type { Freshness } from '../backup/fresh.ts';
import type { Probe } from '../probe.ts';
import { type DatasetSpec, datasetId } from './spec.ts';

/**
 * What has to be so. `must`: the name of a backup that has to be there, whole; `proven`: of one whose last restore test must
 * have passed; `fresh`: how the newest has to be.
 */
export interface DatasetAsks {
	readonly must?: string;
	readonly proven?: string;
	readonly fresh?: Freshness;
	/** The live data have to answer; `passwordIn`: the variable in which their programs look for the password. */
	readonly live?: { readonly passwordIn?: string };
}

/** What reads the backups of a dataset. */
export function datasetProbe(dataset: DatasetSpec, asks: DatasetAsks = {}): Probe {
	const { every, timeout, of } = dataset;
	const id = datasetId(dataset);
	return { kind: 'dataset', name: id, layer: 'backup', of: of ?? id, every, timeout, spec: { dataset, ...asks } };
}
