import { backupAge } from '../../backup/age.ts';
import { isLost } from '../../condition/freshness.ts';
import type { BackupFound } from '../../finding.ts';
import { bytes } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Condition, Millis } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';
import { conditionSigns } from '../rows/words.ts';

/** One thing that a backup has to be. What was never checked, or is not read any more, is unknown: never well. */
export interface Light {
	readonly is: 'ok' | 'bad' | 'unknown';
	readonly text: string;
}

/** A light as one sign, that of the condition that it is like. */
export const lightSigns: Readonly<Record<Light['is'], string>> = {
	...{ ok: conditionSigns.ok, bad: conditionSigns.down, unknown: conditionSigns.unknown },
};

/** A dataset and how its newest backup stands. `of`: the service or host (`host/NAME`) that it is of. */
export interface Dataset {
	readonly id: string;
	readonly of: string;
	readonly found: BackupFound;
	/** How old the newest is, in milliseconds, and whether that keeps what was promised. */
	readonly age: Millis | undefined;
	readonly ran: Light;
	readonly sane: Light;
	readonly fact: LayerFact;
}

/** Why nothing can be said of a dataset now; undefined where it is read as it should be. */
function unread({ observed, every }: LayerFact, now: Millis): string | undefined {
	if (!isLost(observed, every, now)) return undefined;
	if (observed.failure !== undefined) return observed.failure.message;
	return observed.at === undefined ? 'not read yet' : `not read for ${lengthText(now - observed.at)}`;
}

/** Whether the newest is young enough, now: it goes on ageing after it was read. */
function ranOf({ newest, within, faults }: BackupFound, fact: LayerFact, now: Millis): Light {
	const why = unread(fact, now);
	if (why !== undefined) return { is: 'unknown', text: why };
	if (newest === undefined) return { is: 'bad', text: 'there is no backup' };
	const age = now - newest;
	if (within === undefined) return { is: 'unknown', text: `${backupAge(age)} ago, nothing is promised` };
	const text = `${backupAge(age)} ago, promised every ${backupAge(within)}`;
	if (age > within) return { is: 'bad', text };
	// What is wrong with the age of one that is not late: it is dated in the future, and may have any.
	return faults?.age === undefined ? { is: 'ok', text } : { is: 'unknown', text: faults.age };
}

/** What its probe found wrong with the content and the size of the newest. */
function saneOf({ newest, size, median, faults }: BackupFound, fact: LayerFact, now: Millis): Light {
	if (unread(fact, now) !== undefined || newest === undefined || size === undefined || faults === undefined)
		return { is: 'unknown', text: 'not checked' };
	const wrong = [faults.content, faults.size].filter((one) => one !== undefined);
	if (wrong.length > 0) return { is: 'bad', text: wrong.join('; ') };
	return median === undefined
		? { is: 'unknown', text: `${bytes(size)}; none before it to compare with` }
		: { is: 'ok', text: `${bytes(size)}, median ${bytes(median)}` };
}

/** What a probe found; one that could not find anything yet has a dataset of which nothing is known. */
function foundBy({ layer, source, findings = [] }: LayerFact): readonly BackupFound[] {
	const found = findings.flatMap((one) => (one.is === 'backup' ? [one] : []));
	if (layer !== 'backup' || found.length > 0) return found;
	return [{ is: 'backup', name: source, place: '-' }];
}

function ofFact(of: string, fact: LayerFact, now: Millis): readonly Dataset[] {
	return foundBy(fact).map((found): Dataset => {
		const ran = ranOf(found, fact, now);
		const sane = saneOf(found, fact, now);
		const age = found.newest === undefined ? undefined : now - found.newest;
		return { id: `${of} ${fact.source} ${found.name} ${found.place}`, of, found, age, ran, sane, fact };
	});
}

/** Whether a dataset has nothing to go back to, by its probe: there is no backup, or nothing in the newest. */
function isBare({ ran, sane, fact }: Dataset): boolean {
	return (ran.is === 'bad' || sane.is === 'bad') && fact.observed.value?.is === 'down';
}

/** Where a dataset stands among others: 0 is the worst. */
function datasetRank(dataset: Dataset): number {
	const { ran, sane } = dataset;
	if (isBare(dataset)) return 0;
	if (ran.is === 'bad') return 1;
	if (sane.is === 'bad') return 2;
	return ran.is === 'unknown' ? 3 : 4;
}

/** Whether something is known to be wrong with the backups of a dataset. */
export function isIll({ ran, sane }: Dataset): boolean {
	return ran.is === 'bad' || sane.is === 'bad';
}

/** All datasets that probes know the backups of; those with nothing to go back to first, then late ones, then the oldest. */
export function datasetsOf({ layers }: Pick<State, 'layers'>, now: Millis): readonly Dataset[] {
	return Object.entries(layers)
		.flatMap(([of, facts]) => Object.values(facts).flatMap((fact) => ofFact(of, fact, now)))
		.sort((a, b) => datasetRank(a) - datasetRank(b) || (b.age ?? 0) - (a.age ?? 0) || (a.id < b.id ? -1 : 1));
}

/** Whether any probe looks for backups, also where it has not read any yet. */
export function hasBackups({ layers, fleet }: Pick<State, 'layers' | 'fleet'>): boolean {
	if (fleet.probes?.some(({ layer }) => layer === 'backup') === true) return true;
	return Object.values(layers).some((facts) => Object.values(facts).some(({ layer }) => layer === 'backup'));
}

/** Datasets in a word or two, the worst of them first in their order: `9h`, `33h LATE!`, `NONE!`, `9h BAD!`, `?`. */
export function backupText(datasets: readonly Dataset[]): { readonly text: string; readonly is: Condition['is'] } {
	const [worst] = datasets;
	if (worst === undefined) return { text: '-', is: 'unknown' };
	const { age, ran, sane } = worst;
	if (isBare(worst)) return { text: age === undefined ? 'NONE!' : `${backupAge(age)} BAD!`, is: 'down' };
	if (ran.is === 'bad') return { text: age === undefined ? 'NONE!' : `${backupAge(age)} LATE!`, is: 'down' };
	if (sane.is === 'bad') return { text: `${backupAge(age ?? 0)} BAD!`, is: 'degraded' };
	if (ran.is === 'unknown' || age === undefined) return { text: '?', is: 'unknown' };
	return { text: backupAge(age), is: 'ok' };
}
