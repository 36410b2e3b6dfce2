import type { DatasetForm } from './form.ts';
import type { DatasetKindName } from './kind-name.ts';

/** A kind of dataset: one file in `datasets`. */
export interface DatasetKind {
	readonly kind: DatasetKindName;
	/** What it is called: `PostgreSQL`. */
	readonly title: string;
	readonly form: DatasetForm;
	/** The variable of the environment in which its programs look for the password. */
	readonly passwordIn?: string;
	/** Whether restored data lie beside the live ones until they change places, or take their place at once. */
	readonly restores: 'beside' | 'in place';
	/** What becomes of those who use it meanwhile and are not stopped, since the config names no `writers`. */
	readonly unstopped: string;
	/** What those who use it see while restored data take the place of the live ones, a sentence. */
	readonly meanwhile?: string;
}
