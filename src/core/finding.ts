import type { Millis } from './model.ts';

/** A certificate that a server showed. `until`: the end of its time; `name`: whom it is for; `by`: who signed it. */
export interface CertificateFound {
	readonly is: 'certificate';
	readonly name: string;
	readonly by: string;
	readonly until: Millis;
}

/**
 * A job that a clock starts. `exit`: the code with which its last run ended; `failed`: why that failed in systemd's word, also
 * where no exit code tells it; `late`: by its schedule it should have run again since.
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
	readonly failed?: string;
	readonly next?: Millis;
	readonly late?: boolean;
	/** How long ago it should have run, where it did not. */
	readonly lateBy?: Millis;
	/** Runs that were seen in the last 24 hours, and times at which it is due in the next: of each half hour one. */
	readonly ran?: readonly Millis[];
	readonly coming?: readonly Millis[];
	/** Whose rights it runs with. */
	readonly user?: string;
}

/** What is wrong with the newest backup, a sentence for each side of it that is: nothing where all is as promised. */
export interface BackupFaults {
	readonly age?: string;
	readonly content?: string;
	/** Beside those before it. */
	readonly size?: string;
}

/** What watchdeck wrote down beside a backup when it made it. Sizes are in bytes. */
export interface BackupRecord {
	readonly bytes: number;
	readonly sha256: string;
	readonly md5?: string;
	/** What it holds is of this moment. */
	readonly began: Millis;
	readonly took: Millis;
	/** The version of the server, and how many tables it holds. */
	readonly server?: string;
	readonly tables?: number;
	/** What its data took where they were live, in bytes. */
	readonly size?: number;
	/** What nobody can tell by its format. */
	readonly unproven?: string;
	/** Tables that must be in it and are not. */
	readonly missing?: readonly string[];
	/** The time in its newest row. */
	readonly newestRow?: Millis;
	/** Why that could not be read, where it was asked for. */
	readonly rowUnread?: string;
	/** So many of its files changed or went while they were read. */
	readonly changed?: number;
	/** The dataset that it is of; missing in what an earlier watchdeck made. */
	readonly dataset?: string;
	/** It is what a restore dumped of the data that it replaced. */
	readonly safety?: true;
	/** When it was last begun to send it off-site, where it was not found to be the same there since. */
	readonly sending?: Millis;
	/** When its copy off-site was found to be the same, by its hash or byte by byte; and of when the remote said then that it is. */
	readonly compared?: Millis;
	readonly there?: Millis;
}

/** How a backup came out of a restore test. `took`: until it was restored; `checks`: what was asked of it then. */
export interface RestoreProof {
	readonly file: string;
	readonly at: Millis;
	readonly took: Millis;
	readonly is: 'ok' | 'failed';
	readonly says: string;
	readonly checks: readonly { readonly name: string; readonly is: 'ok' | 'failed'; readonly says: string }[];
}

/** A copy off-site. `hash`: beside that of the record; `untold`: the remote has none that could be compared. */
export interface RemoteCopy {
	readonly at: Millis;
	readonly bytes: number;
	readonly hash: 'same' | 'other' | 'untold';
}

/** One backup: `own`, where it was made here; `remote`, where its copy was found off-site; `proof`: its last restore test. */
export interface BackupCopy {
	readonly file: string;
	readonly at: Millis;
	readonly bytes: number;
	readonly own?: BackupRecord;
	readonly remote?: RemoteCopy;
	readonly proof?: RestoreProof;
	/** Set where it was made of another dataset, which this is: its record is not told then. */
	readonly of?: string;
	/** Set where it lies off-site alone; without a record `at` and `bytes` are those of there. */
	readonly only?: 'off-site';
}

/** What was seen off-site. `failure`: why it could not be looked at; `count`: the backups there. */
export interface OffSiteSeen {
	readonly remote: string;
	readonly at: Millis;
	readonly failure?: string;
	/** Why the hash of the newest could not be read, where that failed: a remote that tells none says so itself. */
	readonly unhashed?: string;
	readonly count?: number;
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
	/** How many there are, the newest among them. */
	readonly count?: number;
	/** What the first bytes of the newest say that it is. */
	readonly format?: string;
	/** The name of the newest. */
	readonly file?: string;
	/** By the limits of its probe; missing where nothing was looked at. */
	readonly faults?: BackupFaults;
	/** The dataset of the config that they are of (`production/shop`); missing where a line under `probes` found them. */
	readonly dataset?: string;
	/** The newest first, here and off-site. */
	readonly copies?: readonly BackupCopy[];
	/** Missing where nothing goes off-site. */
	readonly offSite?: OffSiteSeen;
	/** The folder that they are to lie in is not there, is none, or lies where the account that logs in may not enter. */
	readonly noFolder?: true;
	/** Some of what was written down of them (records, restore tests) may not be read by the account that logs in. */
	readonly unread?: true;
	/** All restore tests that are known, the newest first. */
	readonly proofs?: readonly RestoreProof[];
	/** How old the last good restore test may become. */
	readonly provenWithin?: Millis;
	/** How old the newest row may be when the backup begins. */
	readonly rowWithin?: Millis;
}

/** A systemd unit. `active`, `sub` and `result` are systemd's own words; `exit`: of its main process, where it ended. */
export interface UnitFound {
	readonly is: 'unit';
	readonly name: string;
	readonly title?: string;
	readonly active: string;
	readonly sub: string;
	/** Since when it is so. */
	readonly since?: Millis;
	/** By systemd, since it was started by a person or the host. */
	readonly restarts?: number;
	readonly exit?: number;
	readonly result?: string;
}

/** What is known of one side of a host's security, in words. `fix`: what would help, a sentence. */
export interface SecurityFound {
	readonly is: 'security';
	readonly about: 'logins' | 'updates' | 'reboot' | 'bans' | 'firewall';
	readonly state: 'fine' | 'concern' | 'unknown';
	readonly says: string;
	readonly count?: number;
	readonly fix?: string;
}

/** An alert of Prometheus. `labels`: as PromQL writes them, without name and severity; `since`: when it began to be true. */
export interface AlertFound {
	readonly is: 'alert';
	readonly name: string;
	readonly state: 'pending' | 'firing';
	readonly severity?: string;
	readonly since?: Millis;
	readonly labels: string;
	readonly summary?: string;
}

/** What a registry says of an earlier release that a host lacks. `image`: its id; `name`: `REPOSITORY@DIGEST`. */
export interface ReleaseFound {
	readonly is: 'release';
	readonly image: string;
	readonly name: string;
	readonly host: string;
	readonly can: 'pull' | 'gone' | 'unknown';
	readonly says: string;
}

/** One thing that a probe found, for the screen that lists its like. Probes add their own kinds here. */
export type Finding = CertificateFound | JobFound | BackupFound | UnitFound | SecurityFound | AlertFound | ReleaseFound;
