import { backupAge } from '../../backup/age.ts';
import { lastProof, proofAge } from '../../backup/restored.ts';
import type { Condition, Millis } from '../../model.ts';
import { type Dataset, isAgeless, worstLight } from './datasets.ts';

/** So many cells the column of the backups has at 80 columns. */
const room = 10;

/** What is said of a backup and of its restore test, in as many cells as there are: `9h vrf 6d`, `19h vrf12d`. */
function proven(old: string, vrf: string): string {
	return [`${old} vrf ${vrf}`, `${old} vrf${vrf}`].find((form) => form.length <= room) ?? `${old} v${vrf}`;
}

function restoreText({ found }: Dataset, old: string, now: Millis): string {
	const last = lastProof(found.proofs);
	if (last === undefined) return old;
	return last.is === 'failed' ? proven(old, 'X') : proven(old, `${proofAge(last, now)}!`);
}

/** What is wrong with one whose lights are not all as they should be. */
function illText(dataset: Dataset, now: Millis): string {
	const { age, is } = dataset;
	if (age === undefined) return 'NONE!';
	const old = backupAge(age);
	if (is === 'down') return `${old} BAD!`;
	switch (worstLight(dataset)) {
		case 'ran':
			return `${old} LATE!`;
		case 'restored':
			return restoreText(dataset, old, now);
		case 'offSite':
			return `${old} COPY!`;
		case 'sane':
		case undefined:
			return `${old} BAD!`;
	}
}

/** The oldest age and, where each was restored, the oldest restore test of datasets with nothing wrong. */
function wellText(datasets: readonly Dataset[], now: Millis): string {
	const old = backupAge(Math.max(...datasets.map(({ age = 0 }) => age)));
	const tests = datasets.flatMap(({ restored }) => (restored.is === 'ok' ? [restored.at ?? now] : []));
	return tests.length < datasets.length ? old : proven(old, proofAge({ at: Math.min(...tests) }, now));
}

/**
 * Datasets in a word or two, the worst of them first in their order: `9h` old, `9h vrf 6d` restored six days ago as well;
 * `33h LATE!`, `NONE!`, `9h BAD!`, `9h vrf X` its restore test failed, `9h vrf 40d!` that is too old, `9h COPY!` not off-site, `?`.
 */
export function backupText(
	datasets: readonly Dataset[],
	now: Millis,
): { readonly text: string; readonly is: Condition['is'] } {
	const [worst] = datasets;
	if (worst === undefined) return { text: '-', is: 'unknown' };
	const { is } = worst;
	if (is === 'down' || is === 'degraded') {
		// A promise that is broken at its first word is as loud as nothing at all.
		return { text: illText(worst, now), is: worst.ran.is === 'bad' ? 'down' : is };
	}
	if (datasets.some(isAgeless)) return { text: '?', is: 'unknown' };
	return { text: wellText(datasets, now), is: datasets.every((one) => one.is === 'ok') ? 'ok' : 'unknown' };
}

/** What is wrong with a dataset, in the few words that stand beside others; undefined where nothing is. */
export function asideText(dataset: Dataset, now: Millis): string | undefined {
	if (dataset.is !== 'down' && dataset.is !== 'degraded') return undefined;
	switch (worstLight(dataset)) {
		case 'restored':
			return `restore test ${dataset.restored.short}`;
		case 'offSite':
			return `off-site copy ${dataset.offSite.short}`;
		case 'ran':
		case 'sane':
		case undefined:
			return `backup ${illText(dataset, now).replace(/!$/, '')}`;
	}
}
