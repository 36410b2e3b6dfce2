import type { Service } from './model.ts';
import type { Plan } from './plan.ts';
import type { State } from './state.ts';

/** Whether an engine whose images were read has this one no more. What was not read is not gone. */
function lacks(state: Pick<State, 'engines'>, host: string, image: string): boolean {
	const images = state.engines[host]?.value?.images ?? [];
	return images.length > 0 && !images.some(({ id }) => id === image);
}

/** Why a roll back's target cannot be reached any more, in words: its image was removed; undefined while it can. */
export function goneTarget(
	state: Pick<State, 'engines'>,
	plan: Pick<Plan, 'want' | 'to' | 'steps'>,
	service: Service | undefined,
): string | undefined {
	if (plan.want.action !== 'rollback' || service === undefined) return undefined;
	const { to } = plan.want;
	const isPulled = plan.steps.some(({ progress }) => progress === 'pull');
	if (isPulled) return undefined;
	const hosts = service.hosts.filter((host) => lacks(state, host, to));
	const release = service.releases.find(({ image }) => image?.id === to);
	if (hosts.length === 0 && release?.can !== 'gone') return undefined;
	return `the image of ${release?.label ?? plan.to ?? 'its target'} is gone from ${(hosts.length > 0 ? hosts : service.hosts).join(' and ')}`;
}
