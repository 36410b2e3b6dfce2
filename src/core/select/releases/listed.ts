import { clean, shown } from '../../clean.ts';
import { dash, percent, shortId } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Segment } from '../../line.ts';
import { filterMatch } from '../../logs/search.ts';
import type { Millis, Release, Service } from '../../model.ts';
import { began } from '../../release-began.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { stampText } from '../journal/journal.ts';
import { canTones, canWords, proofWords, type ReleaseTold } from '../service/releases.ts';
import { isStopped } from '../service/stopped.ts';
import type { PutLive } from './live.ts';
import { isListed, type ReleaseRow, releaseOf, releaseRows, servedFor } from './rows.ts';

const service: Column = { key: 'service', title: shown`SERVICE`, align: 'left', min: 14, max: 40, grow: 2 };
/** The columns of the releases of one service; those with a priority go where there is no room, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'version', title: shown`VERSION`, align: 'left', min: 12, max: 30, grow: 2 },
	{ key: 'commit', title: shown`COMMIT`, align: 'left', min: 8, priority: 5 },
	{ key: 'when', title: shown`SINCE (UTC)`, align: 'left', min: 11 },
	{ key: 'by', title: shown`BY`, align: 'left', min: 8, max: 16, priority: 3 },
	{ key: 'served', title: shown`SERVED`, align: 'right', min: 7, priority: 9 },
	{ key: 'errors', title: shown`5XX`, align: 'right', min: 6, priority: 8 },
	{ key: 'can', title: shown`STATE`, align: 'left', min: 7 },
	{ key: 'proof', title: shown`KNOWN`, align: 'left', min: 15, priority: 7 },
	{ key: 'image', title: shown`IMAGE`, align: 'left', min: 12, priority: 4 },
];

/** The columns of one service's releases, or of those of all. */
export function releaseColumns(all: boolean): readonly Column[] {
	return all ? [service, ...columns] : columns;
}

const none: Segment = { text: dash, tone: 'dim' };

function canCell({ service: of, release: { can } }: ReleaseRow): Segment {
	if (can === 'runs' && isStopped(of)) return { text: shown`STOPPED`, tone: 'warn' };
	const tone = canTones[can];
	return { text: clean(canWords[can]), ...(tone === 'plain' ? {} : { tone }) };
}

function servedCell(release: Release, now: Millis): Segment {
	const length = servedFor(release, now);
	return length === undefined ? none : { text: clean(lengthText(length)) };
}

function errorsCell(share: number | undefined): Segment {
	return share === undefined ? none : { text: percent(share, 1) };
}

function byCell(put: PutLive | undefined): Segment {
	return put === undefined ? none : { text: clean(put.by, 60) };
}

/** The cell of a release under a column; `told`: what is known beside it of the releases of its service. */
export function releaseCell(
	row: ReleaseRow,
	key: string,
	{ now, told }: { readonly now: Millis; readonly told: (service: Service) => ReleaseTold },
): Segment {
	const { service: of, release } = row;
	const at = began(release);
	switch (key) {
		case 'service':
			return { text: clean(of.id, 120) };
		case 'version':
			return { text: clean(release.label, 120), tone: 'bold' };
		case 'commit':
			return release.image?.revision === undefined ? none : { text: clean(release.image.revision.slice(0, 8)) };
		case 'when':
			return at === undefined ? none : { text: clean(stampText(at).slice(0, 11)) };
		case 'by':
			return byCell(told(of).live(release));
		case 'errors':
			return errorsCell(told(of).share(release));
		case 'served':
			return servedCell(release, now);
		case 'can':
			return canCell(row);
		case 'proof':
			return { text: clean(proofWords[release.proof]), tone: 'dim' };
		case 'image':
			return { text: shortId(release.id), tone: 'dim' };
		default:
			return none;
	}
}

/** The text in which a filter looks for a release. */
export function releaseFind({ service: of, release }: ReleaseRow): string {
	const { label, id, image, can, proof } = release;
	return [of.id, label, id, image?.revision ?? '', image?.ref ?? '', canWords[can], proofWords[proof]].join(' ');
}

/** The release under the cursor: the selected one, or the first that the filter lets through. */
export function selectedRelease(state: State): ReleaseRow | undefined {
	const fits = filterMatch(state.ui.filter.releases ?? '');
	const { releases: id } = state.ui.selected;
	// Looked up, not searched for: it is asked for with every key, and of a large fleet there are thousands.
	const selected = id === undefined ? undefined : releaseOf(state, id);
	if (selected !== undefined && isListed(state, selected) && fits(releaseFind(selected))) return selected;
	return releaseRows(state).find((row) => fits(releaseFind(row)));
}

/** The image that a roll back to the release under the cursor goes to; or why there is none to go to, in words. */
export function chosenTarget(state: State): { readonly to: string } | { readonly none: string } {
	const row = selectedRelease(state);
	if (row === undefined) return { none: 'no release is selected' };
	const { label, can, image } = row.release;
	switch (can) {
		case 'runs':
			return { none: `${label} is what runs: select the release to go back to` };
		case 'gone':
			return { none: `the image of ${label} is not on the host any more, and cannot be fetched` };
		case 'unknown':
			return { none: `it is not known whether the image of ${label} is still there` };
		case 'ready':
		case 'pull':
			return image === undefined ? { none: `the image of ${label} is not known` } : { to: image.id };
	}
}
