import { withoutContainer } from '../core/engine/by-hand.ts';
import { imageName } from '../core/engine/image-name.ts';
import { planLabel } from '../core/engine/labels.ts';
import { targetOf as preselected } from '../core/engine/target.ts';
import { failed } from '../core/failed.ts';
import type { Instance, Release, Result, Service } from '../core/model.ts';
import type { Action, Want } from '../core/plan.ts';
import { managed } from './manager.ts';
import { proofOf } from './proof.ts';
import { leftBeside, standIn } from './unfinished.ts';

const ranHere = (release: Release) => release.proof !== 'image only' && release.can !== 'runs';

const deploy = 'deploy the image that you want the usual way';
const whatIsKnown = 'A release is known while its stopped container is there, or once watchdeck saw it run';

/** Why there is nothing to go back to, with what to do; undefined when there is something. */
function withoutTarget(service: Service): string | undefined {
	const target = preselected(service);
	if ('release' in target) return undefined;
	const away = service.releases.find((release) => ranHere(release) && release.can !== 'ready');
	if (away === undefined) return `${target.none}; ${deploy}. ${whatIsKnown}`;
	const { digest, ref } = away.image ?? {};
	const repository = imageName(ref ?? '')?.repository;
	if (digest === undefined || repository === undefined) return `${target.none}; ${deploy}`;
	return `${target.none}; there: docker pull ${repository}@${digest}`;
}

function blocked(service: Service): string | undefined {
	const { instances, manager } = service;
	const first = instances[0];
	if (first === undefined) return withoutContainer(service);
	const others = managed(manager, 'rollback');
	if (others !== undefined) return others;
	if (instances.length > 1) return `it has ${instances.length} containers; only a single one can be rolled back`;
	if (first.autoRemove === true) return 'its container was started with --rm: it would vanish when it is stopped';
	if (first.state === 'paused') return `${first.name} is paused; use: docker unpause ${first.name}`;
	return standIn(service) ?? leftBeside(service);
}

/** Its policy is copied to the new one; on one that was stopped on purpose, or left half changed, it may not be the wanted one. */
function policyImpact({ name, policy, state }: Instance): readonly string[] {
	if (policy !== 'no' || state === 'running') return [];
	return [
		`${name} does not run and its restart policy is "no"; the new one gets that too. Is it not meant so: docker update --restart=unless-stopped ${name} first.`,
	];
}

function targetOf(want: Want<'rollback'>, { releases }: Service): Release | undefined {
	return releases.find((release) => release.image?.id === want.to);
}

function settled(want: Want<'rollback'>, service: Service): Result<Want<'rollback'>> {
	if (want.to === '') {
		const best = preselected(service);
		if ('release' in best && best.release.image !== undefined) {
			return { ok: true, value: { action: 'rollback', to: best.release.image.id } };
		}
		return failed('refused', `There is no target: ${withoutTarget(service) ?? `none is known; ${deploy}`}.`);
	}
	if (service.instances.some((instance) => instance.image.id === want.to)) {
		return failed('refused', `${service.id} runs that release already.`, 'Restart it, or take another target.');
	}
	if (targetOf(want, service) !== undefined) return { ok: true, value: want };
	return failed('refused', `No release of ${service.id} has the image ${want.to}.`, 'Take one of its releases.');
}

const proofWords: Readonly<Record<Release['proof'], string>> = {
	ledger: 'ran here, by the ledger',
	container: 'ran here: its container is still there',
	platform: 'ran here, by its platform',
	'image only': 'never ran here: only its image is known',
};

/** Puts an earlier release of the same service back. */
export const rollback: Action<'rollback'> = {
	name: 'rollback',
	title: 'roll back',
	asked: { key: 'r' },
	tier: 2,
	blocked: (service) => blocked(service) ?? withoutTarget(service),
	impact: (_want, { instances }) => [
		'A gap is expected: the old container stops before the new one starts, since both use the same ports and volumes.',
		'Not undone: database migrations, data in volumes, queues; env, ports and mounts stay those of today.',
		...instances.flatMap(policyImpact),
	],
	settled,
	proof: (want, service, plan, asks) =>
		proofOf(
			service,
			service.instances.map((instance) => ({ instance, image: want.to, labels: { [planLabel]: plan } })),
			asks,
		),
	head: (want, service) => {
		const runs = service.releases.find((release) => release.can === 'runs');
		const to = targetOf(want, service);
		const from = runs?.label ?? service.instances[0]?.image.ref;
		return {
			...(from === undefined ? {} : { from }),
			...(to === undefined ? {} : { to: to.label, proven: proofWords[to.proof] }),
		};
	},
};
