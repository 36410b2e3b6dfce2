import { withoutContainer } from '../core/engine/by-hand.ts';
import type { Instance, Service } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import { pausedText, vanishingText } from './in-the-way.ts';
import { managed } from './manager.ts';
import { leftBeside, standIn } from './unfinished.ts';

/** Why no container of another image can take the place of a service's own now; undefined when one can. */
export function unswappable(service: Service, action: 'rollback' | 'deploy'): string | undefined {
	const { instances } = service;
	if (instances.length === 0) return withoutContainer(service);
	const others = managed(service, action);
	if (others !== undefined) return others;
	if (instances.length > 1 && service.platform !== 'compose') {
		const what = action === 'deploy' ? 'deployed' : 'rolled back';
		return `it has ${instances.length} containers; only a single one can be ${what}`;
	}
	return vanishingText(instances) ?? pausedText(instances) ?? standIn(service) ?? leftBeside(service);
}

/** Its policy is copied to the new one; on one that was stopped on purpose, or left half changed, it may not be the wanted one. */
function policyImpact({ name, policy, state }: Instance): readonly string[] {
	if (policy !== 'no' || state === 'running') return [];
	return [
		`${name} does not run and its restart policy is "no"; the new one gets that too. Is it not meant so: ${pastable(['docker', 'update', '--restart=unless-stopped', name])} first.`,
	];
}

/** What it means that one container takes the place of another. */
export function swapImpact({ instances }: Service): readonly string[] {
	return [
		'A gap is expected: the old container stops before the new one starts, since both use the same ports and volumes.',
		'Not undone: database migrations, data in volumes, queues; its own env, ports and mounts stay those of today.',
		...instances.flatMap(policyImpact),
	];
}
