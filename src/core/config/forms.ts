import type { DatasetForm } from '../dataset/form.ts';
import type { ProbeForm } from '../probe-form.ts';

/** The kinds that a config may ask for: what a line of each may say. */
export interface Forms {
	readonly probes: readonly ProbeForm[];
	readonly datasets: readonly DatasetForm[];
}

/** Of a config that asks for no kind. */
export const noForms: Forms = { probes: [], datasets: [] };
