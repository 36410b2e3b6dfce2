import type { Millis } from '../model.ts';

/** One thing that a backup has to be. What was never checked, or is not read any more, is unknown: never well. */
export interface Light {
	readonly is: 'ok' | 'bad' | 'unknown';
	/** Why, in plain words. */
	readonly text: string;
	/** The same in a word or two: at most 15 cells. */
	readonly short: string;
	/** The time of that on which it stands: the newest backup, a look, a restore test. */
	readonly at?: Millis;
}

/** The four lights of a dataset. */
export interface Lights {
	/** Whether the newest is young enough. */
	readonly ran: Light;
	/** Whether it is off-site as well, the same as here. */
	readonly offSite: Light;
	/** Whether it holds what it should, as far as that can be told without restoring it. */
	readonly sane: Light;
	/** Whether the data could be restored when that was last tried. */
	readonly restored: Light;
}

/** Their names, in the order in which they are shown. */
export const lightNames = ['ran', 'offSite', 'sane', 'restored'] as const;

/** What each is called. */
export const lightTitles: Readonly<Record<keyof Lights, string>> = {
	...{ ran: 'ran', offSite: 'off-site', sane: 'sane', restored: 'restored' },
};
