import type { Release, Service } from '../model.ts';
import type { State } from '../state.ts';

/**
 * A name that a change of a Compose service gave an image, so that it stays: of what ran before (`REPOSITORY:old-PLAN`), or of
 * what the name in the project's file meant besides (`REPOSITORY:was-PLAN`).
 */
export interface Pinned {
	readonly host: string;
	readonly name: string;
	/** The image's id. */
	readonly image: string;
	readonly plan: string;
}

/** The plan in such a name; undefined for any other. */
export function pinningPlan(name: string): string | undefined {
	// Asked of every image of a host at each read: a name ends with its tag, so it is not taken apart.
	return /:(?:old|was)-([0-9a-f]{8})$/.exec(name)?.[1];
}

/** All such names on the hosts of a service; whose they are only the journal says, since several are made from one repository. */
export function pinnedOn({ hosts }: Pick<Service, 'hosts'>, { engines }: Pick<State, 'engines'>): readonly Pinned[] {
	return hosts.flatMap((host) =>
		(engines[host]?.value?.images ?? []).flatMap(({ id: image, refs }) =>
			refs.flatMap((name): readonly Pinned[] => {
				const plan = pinningPlan(name);
				return plan === undefined ? [] : [{ host, name, image, plan }];
			}),
		),
	);
}

/** The names by which changes keep the image of a release of a Compose service, while it does not run. */
export function keptByName(
	service: Service,
	{ can, image }: Release,
	state: Pick<State, 'engines'>,
): readonly Pinned[] {
	if (service.platform !== 'compose' || can === 'runs') return [];
	return pinnedOn(service, state).filter((one) => one.image === image?.id);
}
