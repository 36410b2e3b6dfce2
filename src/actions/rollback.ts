import { imageName } from '../core/engine/image-name.ts';
import { planLabel } from '../core/engine/labels.ts';
import { targetOf as preselected } from '../core/engine/target.ts';
import { failed } from '../core/failed.ts';
import type { Action } from '../core/making.ts';
import type { Release, Result, Service } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import type { Want } from '../core/want.ts';
import { proofOf } from './proof.ts';
import { swapImpact, unswappable } from './swappable.ts';

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
	return `${target.none}; there: ${pastable(['docker', 'pull', `${repository}@${digest}`])}`;
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
	blocked: (service, _now, named) =>
		unswappable(service, 'rollback') ?? (named === true ? undefined : withoutTarget(service)),
	impact: (_want, service) => swapImpact(service),
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
