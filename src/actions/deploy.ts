import { imageRef } from '../core/engine/image-ref.ts';
import { planLabel } from '../core/engine/labels.ts';
import { failed } from '../core/failed.ts';
import type { Action } from '../core/making.ts';
import type { Result } from '../core/model.ts';
import type { Want } from '../core/want.ts';
import { proofOf } from './proof.ts';
import { swapImpact, unswappable } from './swappable.ts';

function settled(want: Want<'deploy'>): Result<Want<'deploy'>> {
	const name = want.image.trim();
	if (name === '') return failed('refused', 'No image was named.', 'Give it as REPOSITORY:TAG or REPOSITORY@sha256:….');
	if (imageRef(name) !== undefined) return { ok: true, value: { ...want, image: name } };
	const fix = 'Give it as REPOSITORY:TAG or REPOSITORY@sha256:…, the repository in lower case.';
	return failed('refused', `“${name}” is no name of an image.`, fix);
}

/** Puts a container of another image in the place of the one that runs. */
export const deploy: Action<'deploy'> = {
	name: 'deploy',
	title: 'deploy',
	asked: {},
	tier: 2,
	blocked: (service) => unswappable(service, 'deploy'),
	impact: ({ canary }, service) => (canary === true ? [] : swapImpact(service)),
	settled,
	proof: (_want, service, plan, asks) =>
		proofOf(
			service,
			service.instances.map((instance) => ({ instance, ...asks.promised, labels: { [planLabel]: plan } })),
			asks,
		),
	head: ({ image }, service) => {
		const runs = service.releases.find((release) => release.can === 'runs');
		const from = runs?.label ?? service.instances[0]?.image.ref;
		return { to: image, ...(from === undefined ? {} : { from }) };
	},
};
