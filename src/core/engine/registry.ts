import type { ReleaseFound } from '../finding.ts';
import type { Release, Service } from '../model.ts';
import type { State } from '../state.ts';
import { imageName } from './image-name.ts';

/** An image that a host lacks and that its registry may have. `name`: `REPOSITORY@DIGEST`, which means this one only. */
export interface Missing {
	readonly host: string;
	/** The image's id, by which releases are known. */
	readonly image: string;
	readonly name: string;
}

/** So many releases of a service are asked for: who goes back, goes to one of the last. */
const mostAsked = 3;

/** A name that is nothing but a name where it stands in a path (docker's reference grammar, the repository with a digest). */
export const nameForm = /^[a-zA-Z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)*@sha256:[0-9a-f]{64}$/;

function nameOf({ image }: Release): string | undefined {
	const name = `${imageName(image?.ref ?? '')?.repository}@${image?.digest}`;
	return nameForm.test(name) ? name : undefined;
}

/** What a service could go back to if a registry has it: releases that ran here, by host. One without a digest was never in a registry, as far as we know. */
export function missingOf({ hosts, releases }: Service, engines: State['engines']): readonly Missing[] {
	const lost = releases.filter(({ can, proof }) => proof !== 'image only' && (can === 'gone' || can === 'pull'));
	return lost.slice(0, mostAsked).flatMap((release) => {
		const name = nameOf(release);
		const image = release.image?.id;
		if (name === undefined || image === undefined) return [];
		return hosts
			.filter((host) => engines[host]?.value?.images.some(({ id }) => id === image) === false)
			.map((host) => ({ host, image, name }));
	});
}

/** The images that can be pulled, by service: each host that was asked of found it. */
export type Pullable = Readonly<Record<string, ReadonlySet<string>>>;

/** What the readings of the probe `release` say can be pulled. */
export function pullableOf(layers: State['layers']): Pullable {
	return Object.fromEntries(
		Object.entries(layers).flatMap(([service, sources]) => {
			const found = Object.values(sources)
				.flatMap(({ findings = [] }) => findings)
				.filter((each): each is ReleaseFound => each.is === 'release');
			const not = new Set(found.filter(({ can }) => can !== 'pull').map(({ image }) => image));
			const can = found.map(({ image }) => image).filter((image) => !not.has(image));
			return can.length === 0 ? [] : [[service, new Set(can)]];
		}),
	);
}
