import type { Service } from './model.ts';

/**
 * What a change of a Swarm service stands on: which service, what it is to run and how many of it. Not its tasks and not
 * its version, which a crash loop and each update change by themselves; the order itself is guarded by the version.
 */
export function swarmStanding({ swarm }: Pick<Service, 'swarm'>): string | undefined {
	if (swarm === undefined) return undefined;
	const { id, image, mode, want, force } = swarm;
	// How many nodes there are for a global service changes by itself.
	return JSON.stringify({ id, image, mode, want: mode === 'replicated' ? want : 0, force });
}
