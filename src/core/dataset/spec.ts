import type { Word } from '../call.ts';
import type { Millis } from '../model.ts';
import type { DatasetKindName } from './kind-name.ts';

/** A question to the restored data, and what must come out of it: one value. `ask`: SQL, or a command of Redis. */
export interface DatasetCheck {
	readonly name: string;
	readonly ask: string;
	readonly least?: number;
	readonly most?: number;
	readonly is?: string;
}

/** Where copies of the backups go: what rclone calls it, and the variables by which it is set up, secrets by reference. */
export interface OffSite {
	readonly remote: string;
	/** For so many days the newest of each stays there. */
	readonly keep: number;
	readonly env: Readonly<Record<string, Word>>;
}

/** What the config says of a dataset. Paths and programs are those of `host`. */
export interface DatasetSpec {
	readonly environment: string;
	readonly name: string;
	readonly kind: DatasetKindName;
	readonly host: string;
	/** The service (`production/db`) or host (`host/vps1`) in whose row it is shown; missing: only in its environment. */
	readonly of?: string;
	/** The container in which its server runs; missing: on the host itself. */
	readonly container?: string;
	/**
	 * The fields of its kind as texts, by the names that the script knows them by: `as`, `database`, `user`, `host` and
	 * `port` (both, or neither), `socket`, `path`, `volume`. No secrets.
	 */
	readonly settings: Readonly<Record<string, string>>;
	readonly password?: Word;
	/** Where its backups lie, and which files there are some. */
	readonly folder: string;
	readonly pattern: string;
	/** How old the newest may become. */
	readonly within?: Millis;
	/** By which share the newest may be smaller than the median of those before. */
	readonly shrink: number;
	/** For so many days the newest of each stays in the folder. */
	readonly keep: number;
	readonly offSite?: OffSite;
	/** What must be in it. */
	readonly tables: readonly string[];
	/** How old its newest row may be, by a column with a time. */
	readonly newest?: { readonly table: string; readonly column: string; readonly within: Millis };
	readonly checks: readonly DatasetCheck[];
	/** Services (`production/api`) that write to it: stopped while it is restored. */
	readonly writers: readonly string[];
	/** How old the last restore test may become, where it takes place, and of which image. */
	readonly verify: { readonly within?: Millis; readonly in: 'apart' | 'server'; readonly image?: string };
	/** How often its folder is looked at, and how long that may take. */
	readonly every: Millis;
	readonly timeout: Millis;
}

/** Its id: `production/shop`. */
export function datasetId({ environment, name }: Pick<DatasetSpec, 'environment' | 'name'>): string {
	return `${environment}/${name}`;
}
