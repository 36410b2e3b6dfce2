import type { Millis } from './model.ts';

/** A certificate that a server showed. `until`: the end of its time; `name`: whom it is for; `by`: who signed it. */
export interface CertificateFound {
	readonly is: 'certificate';
	readonly name: string;
	readonly by: string;
	readonly until: Millis;
}

/**
 * A job that a clock starts. `exit`: the code with which its last run ended; `late`: by its schedule it should have run
 * again since.
 */
export interface JobFound {
	readonly is: 'job';
	readonly name: string;
	readonly by: 'cron' | 'timer';
	/** As it is written where it is set: `30 3 * * *`, `daily`. */
	readonly schedule: string;
	readonly command: string;
	readonly last?: Millis;
	readonly exit?: number;
	readonly next?: Millis;
	readonly late?: boolean;
}

/** The backups of one dataset in one place. Sizes are in bytes. */
export interface BackupFound {
	readonly is: 'backup';
	/** What they are of: a database, a folder, a volume. */
	readonly name: string;
	/** Where they lie: a folder of a host, or a remote. */
	readonly place: string;
	/** When the newest was written; missing where there is none. */
	readonly newest?: Millis;
	/** How old the newest may become; missing where nothing is promised. */
	readonly within?: Millis;
	readonly size?: number;
	/** The median of the sizes before the newest. */
	readonly median?: number;
}

/** One thing that a probe found, for the screen that lists its like. Probes add their own kinds here. */
export type Finding = CertificateFound | JobFound | BackupFound;
