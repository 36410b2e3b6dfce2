import { keptContainer } from '../core/engine/former.ts';
import { keptByName } from '../core/engine/pinned.ts';
import { percent, shortId } from '../core/format.ts';
import type { Outcome } from '../core/journal.ts';
import { lengthText } from '../core/length-text.ts';
import type { Millis, Release, Service } from '../core/model.ts';
import { began } from '../core/release-began.ts';
import { runsOf } from '../core/select/releases/live.ts';
import { servedFor } from '../core/select/releases/rows.ts';
import type { ReleaseTold } from '../core/select/service/releases.ts';
import { releaseTold } from '../core/select/service/told.ts';
import type { Feeds, State } from '../core/state.ts';
import { fits } from './status.ts';
import { textTable } from './text-table.ts';

/** One release of a service, as `watchdeck releases` says it. Times are in milliseconds since 1970. */
export interface ReleaseLine {
	readonly service: string;
	readonly release: string;
	readonly image?: string;
	readonly digest?: string;
	readonly commit?: string;
	/** As its labels tell it. */
	readonly version?: string;
	/** When its image was built. */
	readonly built?: Millis;
	readonly since?: Millis;
	readonly until?: Millis;
	/** How long it served the last time, or serves, in milliseconds. */
	readonly served?: Millis;
	/** The share of its requests that failed while it served, 0 to 1, by our history. */
	readonly errors?: number;
	/** Who put it live, by which run and with which outcome, by our journal. */
	readonly by?: string;
	readonly run?: string;
	readonly outcome?: Outcome;
	/** The name of its container, where a change has put that aside and kept it; with Compose, a name by which it kept its image. */
	readonly kept?: string;
	/** Can one go back to it now. */
	readonly can: Release['can'];
	/** How it is known that it ran here. */
	readonly proof: Release['proof'];
}

const known = <T>(values: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> =>
	Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const lineOf = (
	of: Service,
	release: Release,
	{ state, now, told }: { state: State; now: Millis; told: ReleaseTold },
): ReleaseLine => {
	const { label, image, until, built, can, proof } = release;
	const { by, run, outcome } = told.live(release) ?? {};
	const times = { since: began(release), until, served: servedFor(release, now), built, errors: told.share(release) };
	const words = {
		image: image?.id,
		digest: image?.digest,
		commit: image?.revision,
		version: image?.version,
		by,
		run,
		kept: keptContainer(of, release)?.name ?? keptByName(of, release, state)[0]?.name,
	};
	return {
		...{ service: of.id, release: label, can, proof },
		...known(times),
		...known(words),
		...(outcome === undefined ? {} : { outcome }),
	};
};

/** The releases of every service, or of those that `wanted` names (`*` stands for anything), each service's newest first. */
export const releaseListOf = (
	state: State,
	wanted: string | undefined,
	{ now, feeds }: { readonly now: Millis; readonly feeds: Pick<Feeds, 'history'> },
): readonly ReleaseLine[] =>
	Object.values(state.services)
		.filter(({ id }) => wanted === undefined || fits(wanted, id))
		.flatMap((service) => {
			const told = releaseTold(service, { feeds, runs: runsOf(state, service.id), now });
			return service.releases.map((release) => lineOf(service, release, { state, now, told }));
		});

const words: { readonly [C in Release['can']]: string } = {
	runs: 'RUNS',
	ready: 'READY',
	pull: 'PULL',
	gone: 'GONE',
	unknown: '?',
};

const stamp = (at: Millis | undefined): string => (at === undefined ? '-' : new Date(at).toISOString().slice(0, 16));

/** The releases as a table; times in UTC. */
export const releaseListText = (lines: readonly ReleaseLine[]): string =>
	textTable([
		['SERVICE', 'RELEASE', 'STATE', 'COMMIT', 'SINCE', 'BY', 'SERVED', '5XX', 'KNOWN', 'IMAGE'],
		...lines.map(({ service, release, can, commit, since, by, outcome, served, errors, proof, image }) => [
			service,
			release,
			words[can],
			commit?.slice(0, 12) ?? '-',
			stamp(since),
			by === undefined ? '-' : [by, ...(outcome === undefined ? [] : [outcome])].join(' '),
			served === undefined ? '-' : lengthText(served),
			errors === undefined ? '-' : percent(errors, 1),
			proof,
			image === undefined ? '-' : shortId(image),
		]),
	]);
