import type { Release, Service } from './model.ts';
import type { Plan } from './plan.ts';

/** The release that a roll back goes to, as it is known now; undefined for other actions and where nothing knows it. */
export function targetRelease({ want }: Pick<Plan, 'want'>, service: Service | undefined): Release | undefined {
	if (want.action !== 'rollback') return undefined;
	return service?.releases.find(({ image }) => image?.id === want.to);
}

/** Why a roll back's target cannot be reached any more, in words: its image was removed; undefined while it can. */
export function goneTarget(plan: Pick<Plan, 'want' | 'to'>, service: Service | undefined): string | undefined {
	if (plan.want.action !== 'rollback' || service === undefined) return undefined;
	const release = targetRelease(plan, service);
	if (release !== undefined && release.can !== 'gone') return undefined;
	return `the image of ${release?.label ?? plan.to ?? 'its target'} is gone from ${service.hosts.join(' and ')}`;
}
