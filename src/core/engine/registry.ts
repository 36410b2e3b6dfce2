import type { ReleaseFound } from '../finding.ts';
import type { Image, Service } from '../model.ts';
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

/** By which name a registry is asked for an image; undefined for one without a digest: it was never in one, as far as we know. */
export function askedName({ ref, digest }: Pick<Image, 'ref' | 'digest'>): string | undefined {
	const name = `${imageName(ref ?? '')?.repository}@${digest}`;
	return nameForm.test(name) ? name : undefined;
}

/** What a service could go back to if a registry has it: releases that ran here, by host. */
export function missingOf({ hosts, releases }: Service, engines: State['engines']): readonly Missing[] {
	const lacks = (image: string) =>
		hosts.filter((host) => engines[host]?.value?.images.some(({ id }) => id === image) === false);
	const lost = releases.flatMap(({ can, proof, image }) => {
		if (proof === 'image only' || image === undefined || can === 'runs' || can === 'ready') return [];
		const lacking = lacks(image.id);
		return lacking.length === 0 ? [] : [{ image, lacking }];
	});
	return lost.slice(0, mostAsked).flatMap(({ image, lacking }) => {
		const name = askedName(image);
		return name === undefined ? [] : lacking.map((host) => ({ host, image: image.id, name }));
	});
}

/** What registries said of images, by service and image id: that each host that asked can pull it, or that one cannot. */
export type Told = Readonly<Record<string, ReadonlyMap<string, 'pull' | 'gone'>>>;

/** What all hosts that asked for an image were told: one that does not know leaves it unknown. */
function agreed(all: readonly ReleaseFound[]): 'pull' | 'gone' | undefined {
	if (all.some(({ can }) => can === 'gone')) return 'gone';
	return all.every(({ can }) => can === 'pull') ? 'pull' : undefined;
}

/** What the readings of the probe `release` say of the images that hosts lack. */
export function toldOf(layers: State['layers']): Told {
	return Object.fromEntries(
		Object.entries(layers).flatMap(([service, sources]) => {
			const found = Object.values(sources)
				.flatMap(({ findings = [] }) => findings)
				.filter((each): each is ReleaseFound => each.is === 'release');
			const told = [...Map.groupBy(found, ({ image }) => image)].flatMap(([image, all]) => {
				const can = agreed(all);
				return can === undefined ? [] : [[image, can] as const];
			});
			return told.length === 0 ? [] : [[service, new Map(told)]];
		}),
	);
}
