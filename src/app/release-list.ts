import { shortId } from '../core/format.ts';
import { lengthText } from '../core/length-text.ts';
import type { Millis, Release } from '../core/model.ts';
import { began, servedFor } from '../core/select/releases/rows.ts';
import type { State } from '../core/state.ts';
import { fits } from './status.ts';
import { textTable } from './text-table.ts';

/** One release of a service, as `watchdeck releases` says it. Times are in milliseconds since 1970. */
export interface ReleaseLine {
	readonly service: string;
	readonly release: string;
	readonly image?: string;
	readonly digest?: string;
	readonly commit?: string;
	readonly since?: Millis;
	readonly until?: Millis;
	/** How long it served the last time, or serves, in milliseconds. */
	readonly served?: Millis;
	readonly by?: string;
	/** Can one go back to it now. */
	readonly can: Release['can'];
	/** How it is known that it ran here. */
	readonly proof: Release['proof'];
}

const known = <T>(values: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> =>
	Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const lineOf = (service: string, release: Release, now: Millis): ReleaseLine => {
	const { label, image, until, by, can, proof } = release;
	const times = { since: began(release), until, served: servedFor(release, now) };
	const words = { image: image?.id, digest: image?.digest, commit: image?.revision, by };
	return { service, release: label, can, proof, ...known(times), ...known(words) };
};

/** The releases of every service, or of those that `wanted` names (`*` stands for anything), each service's newest first. */
export const releaseListOf = (state: State, wanted: string | undefined, now: Millis): readonly ReleaseLine[] =>
	Object.values(state.services)
		.filter(({ id }) => wanted === undefined || fits(wanted, id))
		.flatMap(({ id, releases }) => releases.map((release) => lineOf(id, release, now)));

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
		['SERVICE', 'RELEASE', 'STATE', 'COMMIT', 'SINCE', 'SERVED', 'KNOWN', 'IMAGE'],
		...lines.map(({ service, release, can, commit, since, served, proof, image }) => [
			service,
			release,
			words[can],
			commit?.slice(0, 12) ?? '-',
			stamp(since),
			served === undefined ? '-' : lengthText(served),
			proof,
			image === undefined ? '-' : shortId(image),
		]),
	]);
