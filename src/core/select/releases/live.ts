import { actionWords } from '../../action-words.ts';
import { planLabel } from '../../engine/labels.ts';
import type { Outcome } from '../../journal.ts';
import type { Instance, Millis, Release, Service } from '../../model.ts';
import { endOf } from '../../outcome.ts';
import type { Plan } from '../../plan.ts';
import type { State } from '../../state.ts';
import { runsIn, type StoredRun } from '../journal/runs.ts';

/** A run that was to put a release live, as our journal tells it. */
export interface PutLive {
	readonly run: string;
	readonly by: string;
	/** What was done, as sentences call it. */
	readonly what: string;
	/** When it was agreed to. */
	readonly at: Millis;
	/** How it came out; missing while it goes on, and where no end was written. */
	readonly outcome?: Outcome;
}

/** Who put a release live; undefined where our journal does not tell. */
export type LiveOf = (release: Release) => PutLive | undefined;
/** Of the releases of a service: who put each live, and who tried to last, in vain. */
export interface Lives {
	readonly live: LiveOf;
	readonly inVain: LiveOf;
}

/** These leave the image as it is, though their proof names it. */
const sameImage: readonly string[] = ['restart', 'start', 'stop', 'scale', 'tidy'];
/** After these the image that was to go live is the one that runs. */
const stays: readonly (Outcome | undefined)[] = ['VERIFIED', 'DONE, NOT VERIFIED', undefined];
/** A container is made so long before its run is agreed to, or after its end, at the most: clocks differ. */
const slack: Millis = 60_000;

interface Put extends PutLive {
	readonly images: ReadonlySet<string>;
	readonly until: Millis;
}

/** The images in what a check expects of a container, or of all of a group: by id, or by digest where that was not known yet. */
function imagesIn(spec: unknown): readonly string[] {
	if (typeof spec !== 'object' || spec === null) return [];
	const group: readonly unknown[] = 'images' in spec && Array.isArray(spec.images) ? spec.images : [];
	const named = ['image' in spec ? spec.image : undefined, 'digest' in spec ? spec.digest : undefined, ...group];
	return named.filter((one): one is string => typeof one === 'string' && one.startsWith('sha256:'));
}

/** The images that a plan puts in the place of what ran, by id or digest. */
function promised({ want, proof }: Plan): ReadonlySet<string> {
	if (want.action === 'rollback') return new Set([want.to]);
	return new Set(sameImage.includes(want.action) ? [] : proof.flatMap(({ probe }) => imagesIn(probe.spec)));
}

function putOf({ id, by, plan, consent, outcome, entries }: StoredRun): readonly Put[] {
	const end = endOf(entries);
	if (plan === undefined || consent === undefined || !entries.some(({ what }) => what === 'begins')) return [];
	return [
		{
			run: id,
			by,
			what: actionWords[plan.action],
			at: consent.at,
			...(outcome === undefined ? {} : { outcome }),
			images: promised(plan),
			until: end?.at ?? entries.at(-1)?.at ?? consent.at,
		},
	];
}

/** Whether a run made a container: by the label that it bears, else by when that was made. */
function made({ run, at, until }: Put, { labels, created }: Instance): boolean {
	const plan = labels[planLabel];
	if (plan !== undefined) return plan === run;
	return created !== undefined && created >= at - slack && created <= until + slack;
}

/** The container of an image that was made last, of those that ever ran. */
function newestOf({ instances, former }: Service, image: string | undefined): Instance | undefined {
	return [...instances, ...former]
		.filter((one) => one.image.id === image && one.started !== undefined)
		.reduce<Instance | undefined>((a, b) => ((a?.created ?? 0) > (b.created ?? 0) ? a : b), undefined);
}

/**
 * Who put the releases of a service live, by the journal's own record. Where a container of the release is there it must be
 * the one that the run made: else somebody put the same image live again by other means.
 */
export function livesOf(service: Service, runs: readonly StoredRun[]): Lives {
	const puts = runs
		.filter(({ plan }) => plan?.service === service.id)
		.flatMap(putOf)
		.toSorted((a, b) => b.at - a.at);
	const of = ({ image }: Release) =>
		puts.filter(({ images }) => [image?.id, image?.digest].some((one) => one !== undefined && images.has(one)));
	const live: LiveOf = (release) => {
		const container = newestOf(service, release.image?.id);
		return of(release).find(
			(put) =>
				// One that a person saw to, or that is held, put it live where it runs.
				(stays.includes(put.outcome) || (release.can === 'runs' && container !== undefined)) &&
				(container === undefined || made(put, container)),
		);
	};
	const inVain: LiveOf = (release) => {
		const [last] = of(release);
		return last !== undefined && last.outcome !== undefined && !stays.includes(last.outcome) ? last : undefined;
	};
	return { live, inVain };
}

/** The runs of one service in the journal; the others are not taken apart. */
export function runsOf({ journal }: Pick<State, 'journal'>, service: string): readonly StoredRun[] {
	const mine = new Set(
		journal.entries.flatMap((entry) => (entry.what === 'planned' && entry.plan.service === service ? entry.run : [])),
	);
	return mine.size === 0 ? [] : runsIn(journal.entries.filter(({ run }) => mine.has(run)));
}
