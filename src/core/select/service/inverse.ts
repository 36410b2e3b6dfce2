import { keptOf } from '../../engine/former.ts';
import type { Release, Service } from '../../model.ts';
import type { Plan } from '../../plan.ts';
import type { State } from '../../state.ts';
import { type Asked, isOfDataset, isOfWalk, type Want } from '../../want.ts';
import type { StoredRun } from '../journal/runs.ts';
import { runsOf } from '../releases/live.ts';

/** What undoes the last change of a service; or why nothing does, in words. */
export type Inverse = { readonly want: Want<Asked> } | { readonly none: string };

/** Whether a run left the service other than it was. */
function isChange({ plan, outcome }: StoredRun): boolean {
	const stays = outcome === 'VERIFIED' || outcome === 'DONE, NOT VERIFIED';
	return (
		stays &&
		plan !== undefined &&
		plan.unasked !== true &&
		plan.action !== 'takeover' &&
		!isOfDataset(plan.want) &&
		!isOfWalk(plan.want)
	);
}

/** How the spec of a Swarm's service was before a change. */
function specBefore({ looks }: Plan): { readonly image?: unknown; readonly replicas?: unknown } {
	const spec = looks?.before.probe.spec;
	return typeof spec === 'object' && spec !== null ? spec : {};
}

/** The image that a change took out of service: by the container that it kept, else by what it stood on. */
function leftImage(plan: Plan, { former }: Service): string | undefined {
	const kept = former.find(({ name }) => keptOf(name)?.plan === plan.id);
	const { image } = specBefore(plan);
	return kept?.image.id ?? plan.stands?.[0]?.image ?? (typeof image === 'string' ? image : undefined);
}

function isOf({ image }: Release, left: string): boolean {
	return image !== undefined && (image.id === left || (image.digest !== undefined && left.endsWith(image.digest)));
}

function releaseBefore(plan: Plan, service: Service): Inverse {
	const left = leftImage(plan, service);
	const release = left === undefined ? undefined : service.releases.find((one) => isOf(one, left));
	if (release?.image === undefined) return { none: 'the release that its last change left is not known here any more' };
	if (release.can === 'runs') return { none: `${release.label}, which its last change left, runs again already` };
	return { want: { action: 'rollback', to: release.image.id } };
}

function replicasBefore(plan: Plan): Inverse {
	const { replicas } = specBefore(plan);
	if (typeof replicas !== 'number') return { none: 'how many replicas it had is not known' };
	return { want: { action: 'scale', to: replicas } };
}

/** What undoes the last change of a service that stayed. Its own undo is over: this is a change again, with its own proof. */
export function inverseOf(state: State, service: Service): Inverse {
	const plan = runsOf(state, service.id).find(isChange)?.plan;
	if (plan === undefined) return { none: 'no change of it that stayed is in the journal' };
	switch (plan.action) {
		case 'rollback':
		case 'deploy':
			return releaseBefore(plan, service);
		case 'scale':
			return replicasBefore(plan);
		case 'stop':
			return { want: { action: 'start' } };
		case 'start':
			return { want: { action: 'stop' } };
		case 'restart':
		case 'tidy':
		case 'takeover':
		case 'backup':
		case 'verify':
		case 'restore':
		case 'run':
			return { none: 'its last change was a restart: there is nothing to undo' };
	}
}
