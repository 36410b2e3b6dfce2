import { shortId } from '../../format.ts';
import type { Image, Release, Service } from '../../model.ts';
import type { State } from '../../state.ts';
import { type ReleaseRow, releaseOf } from './rows.ts';

/** One thing in which two releases differ; undefined where it is not known of one. */
export interface Difference {
	readonly what: string;
	readonly here: string | undefined;
	readonly there: string | undefined;
}

/** Labels that every container has for itself: they tell no release from another. */
const ownLabels = /^(?:com\.docker\.compose\.(?:container-number|config-hash)|watchdeck\.)/;

/** The labels of the container of a release, where one is there: of those that we know the meaning of. */
function labelsOf({ instances, former }: Service, { image }: Release): Readonly<Record<string, string>> | undefined {
	return [...instances, ...former].find((one) => one.image.id === image?.id)?.labels;
}

function labelsDiffer(here: ReleaseRow, there: ReleaseRow): readonly Difference[] {
	const mine = labelsOf(here.service, here.release);
	const theirs = labelsOf(there.service, there.release);
	if (mine === undefined || theirs === undefined) return [];
	return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
		.filter((key) => !ownLabels.test(key) && mine[key] !== theirs[key])
		.sort()
		.map((key) => ({ what: `label ${key}`, here: mine[key], there: theirs[key] }));
}

function idText(image: Image | undefined): string | undefined {
	return image === undefined ? undefined : shortId(image.id);
}

/** In what two releases differ, of all that is known of both without reading their secrets. */
export function differences(here: ReleaseRow, there: ReleaseRow): readonly Difference[] {
	const [a, b] = [here.release.image, there.release.image];
	const fields: readonly Difference[] = [
		{ what: 'image', here: a?.ref, there: b?.ref },
		{ what: 'id', here: idText(a), there: idText(b) },
		{ what: 'digest', here: a?.digest, there: b?.digest },
		{ what: 'commit', here: a?.revision, there: b?.revision },
	];
	return [...fields.filter((one) => one.here !== one.there), ...labelsDiffer(here, there)];
}

/** With what a release is compared: the one that was chosen with `d`, else what runs of its service. */
export function comparedWith(state: State, row: ReleaseRow): ReleaseRow | undefined {
	const chosen = state.ui.compared === undefined ? undefined : releaseOf(state, state.ui.compared);
	if (chosen !== undefined && chosen.service.id === row.service.id) return chosen;
	const runs = row.service.releases.find(({ can }) => can === 'runs');
	return runs === undefined ? undefined : releaseOf(state, `${row.service.id} ${runs.id}`);
}
