import type { BackupFound } from '../finding.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import { noFolderText } from './judge.ts';
import type { Light, Lights } from './light.ts';
import { offSiteLight } from './off-site.ts';
import { restoredLight } from './restored.ts';
import { saneLight } from './sane.ts';

/** When the backups of a dataset were read; `lost`: why what was read then may not be believed any more. */
export interface Read {
	readonly at?: Millis | undefined;
	readonly lost?: string | undefined;
}

/** Whether the newest is young enough, now: it goes on ageing after it was read. */
function ranLight({ newest: at, within, faults, noFolder, place }: BackupFound, now: Millis): Light {
	if (at === undefined) {
		const why = noFolder === true ? `: ${noFolderText(place)}` : '';
		return { is: 'bad', text: `there is no backup${why}`, short: noFolder === true ? 'no folder' : 'none' };
	}
	const age = now - at;
	const old = backupAge(age);
	if (within === undefined) return { is: 'unknown', text: `${old} ago, nothing is promised`, short: old, at };
	const text = `${old} ago, promised every ${backupAge(within)}`;
	if (age > within) return { is: 'bad', text, short: `${old} LATE`, at };
	// What is wrong with the age of one that is not late: it is dated in the future, and may have any.
	return faults?.age === undefined
		? { is: 'ok', text, short: old, at }
		: { is: 'unknown', text: faults.age, short: 'future', at };
}

/** How a dataset stands, by what was found of its backups. */
export function lightsOf(found: BackupFound, { at, lost }: Read, now: Millis): Lights {
	if (lost !== undefined) {
		const unread: Light = { is: 'unknown', text: 'not read now', short: 'not read' };
		return { ran: { is: 'unknown', text: lost, short: 'not read' }, offSite: unread, sane: unread, restored: unread };
	}
	return {
		ran: ranLight(found, now),
		offSite: offSiteLight(found, now),
		sane: saneLight(found, at, now),
		restored: restoredLight(found, now),
	};
}
