import { isLost } from '../../condition/freshness.ts';
import type { BackupFound } from '../../finding.ts';
import { bytes } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Condition, Millis } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';

/** One thing that a backup has to be. What was never checked, or is not read any more, is unknown: never well. */
export interface Light {
	readonly is: 'ok' | 'bad' | 'unknown';
	readonly text: string;
}

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

/** A backup that is dated by so much in the future may have any age. */
const aheadMost: Millis = 120_000;
/** A backup below this share of those before it is not sane, where its probe has said something graver of it. */
const shrunk = 0.5;

const hour: Millis = 3_600_000;

/** The age of a backup in hours up to three days, as promises are given: `9h`, `33h`, `4d`. */
export function backupAge(age: Millis): string {
	const hours = Math.floor(Math.max(0, age) / hour);
	if (hours < 1) return `${Math.floor(Math.max(0, age) / 60_000)}m`;
	return hours < 72 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

/** Why nothing can be said of a dataset now; undefined where it is read as it should be. */
function unread({ observed, every }: LayerFact, now: Millis): string | undefined {
	if (!isLost(observed, every, now)) return undefined;
	if (observed.failure !== undefined) return observed.failure.message;
	return observed.at === undefined ? 'not read yet' : `not read for ${lengthText(now - observed.at)}`;
}

function ranOf({ newest, within }: BackupFound, fact: LayerFact, now: Millis): Light {
	const why = unread(fact, now);
	if (why !== undefined) return { is: 'unknown', text: why };
	if (newest === undefined) return { is: 'bad', text: 'there is no backup' };
	const age = now - newest;
	if (age < -aheadMost) return { is: 'unknown', text: `dated ${lengthText(-age)} in the future` };
	if (within === undefined) return { is: 'unknown', text: `${backupAge(age)} ago, nothing is promised` };
	const text = `${backupAge(age)} ago, promised every ${backupAge(within)}`;
	return { is: age > within ? 'bad' : 'ok', text };
}

/** What the probe says of it, but for its age; where that is what it complains of, its size alone is looked at. */
function saneOf({ newest, size, median }: BackupFound, fact: LayerFact, ran: Light, now: Millis): Light {
	if (unread(fact, now) !== undefined || newest === undefined || size === undefined)
		return { is: 'unknown', text: 'not checked' };
	const sizes = median === undefined ? bytes(size) : `${bytes(size)}, median ${bytes(median)}`;
	const { value } = fact.observed;
	if (size === 0) return { is: 'bad', text: 'the newest is an empty file' };
	if (value?.is === 'ok')
		return median === undefined
			? { is: 'unknown', text: `${sizes}; none before it to compare with` }
			: { is: 'ok', text: sizes };
	if (ran.is === 'ok') return { is: 'bad', text: value?.because ?? sizes };
	if (median === undefined) return { is: 'unknown', text: sizes };
	return { is: size < median * shrunk ? 'bad' : 'ok', text: sizes };
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
		const sane = saneOf(found, fact, ran, now);
		const age = found.newest === undefined ? undefined : now - found.newest;
		return { id: `${of} ${fact.source} ${found.name} ${found.place}`, of, found, age, ran, sane, fact };
	});
}

/** Where a dataset stands among others: 0 is the worst. */
export function datasetRank({ ran, sane }: Dataset): number {
	if (ran.is === 'bad') return 0;
	if (sane.is === 'bad') return 1;
	return ran.is === 'unknown' ? 2 : 3;
}

/** All datasets that probes know the backups of; those whose promise is broken first, then the oldest. */
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
	if (ran.is === 'bad') return { text: age === undefined ? 'NONE!' : `${backupAge(age)} LATE!`, is: 'down' };
	if (sane.is === 'bad') return { text: `${backupAge(age ?? 0)} BAD!`, is: 'degraded' };
	if (ran.is === 'unknown' || age === undefined) return { text: '?', is: 'unknown' };
	return { text: backupAge(age), is: 'ok' };
}
