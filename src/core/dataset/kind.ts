import type { DatasetForm } from './form.ts';
import type { DatasetKindName } from './spec.ts';

/** A kind of dataset: one file in `datasets`. */
export interface DatasetKind {
	readonly kind: DatasetKindName;
	/** What it is called: `PostgreSQL`. */
	readonly title: string;
	readonly form: DatasetForm;
	/** Its functions in the script that runs on the host (docs/decisions/029). */
	readonly script: string;
	/** What a backup of it ends in, before what its compression adds: `dump`. */
	readonly suffix: string;
}
