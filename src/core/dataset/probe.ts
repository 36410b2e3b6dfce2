import type { Probe } from '../probe.ts';
import { type DatasetSpec, datasetId } from './spec.ts';

/** What reads the backups of a dataset; `must`: the name of one that has to be there, whole. */
export function datasetProbe(dataset: DatasetSpec, must?: string): Probe {
	const { every, timeout, of } = dataset;
	const spec = must === undefined ? { dataset } : { dataset, must };
	return {
		kind: 'dataset',
		name: datasetId(dataset),
		layer: 'backup',
		of: of ?? datasetId(dataset),
		every,
		timeout,
		spec,
	};
}
