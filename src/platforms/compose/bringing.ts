import { answers, type GroupExpect, groupIs } from '../../core/expect.ts';
import type { Made, Making } from '../../core/making.ts';
import type { Result } from '../../core/model.ts';
import type { Before, Check, PlanStep, Stand } from '../../core/plan.ts';
import { keepingGood, tidiedWith } from '../good-images.ts';
import { repositoryOf } from '../repository.ts';
import type { Around } from './canary.ts';
import type { Now } from './now.ts';
import { groupLabels } from './project.ts';
import { groupOf, pinSteps, pinsOf, promisedBy, type Up, upStep } from './up-steps.ts';
import { upImpact } from './words.ts';

/** What proves a change: all its containers are as they must be, and healthy; then the web address, from outside. */
export function proofOf({ of }: Now, say: string, must: GroupExpect, { asks }: Making): readonly Check[] {
	const inside = groupIs(say, of.id, { ...must, healthy: true }, asks);
	if (asks.health === undefined) return [inside];
	return [inside, answers(`${asks.health.url} answers`, of.id, asks.health, asks)];
}

/** What the plan stands on: the containers of today, and later what Compose makes in their place. */
export function standsOf(
	{ all, image, project }: Now,
	promised: Pick<GroupExpect, 'images' | 'digest'> = {},
): readonly Stand[] {
	const group = { labels: groupLabels(project), ...promised, images: [image, ...(promised.images ?? [])] };
	return all.map(({ instance: { host, id, name } }) => ({ host, id, name, image, group }));
}

function beforeOf(now: Now, up: Up): readonly Before[] {
	const pin = pinsOf(now, up)[0]?.pin ?? '';
	return now.all.map(({ id, name, made, instance: { host } }) => ({
		...{ host, container: id, name, image: now.image, pin, made },
	}));
}

/** What gets the image ready first, and what is said of that. */
export interface First {
	readonly steps: readonly PlanStep[];
	readonly impact: readonly string[];
	readonly around?: Around;
}

/** The plan's parts where Compose brings another image up; `around`: while another container serves. */
export async function bringingUp(now: Now, up: Up, { around, ...first }: First, making: Making): Promise<Result<Made>> {
	const { of, project, name, all } = now;
	const { wanted } = up;
	const repository = repositoryOf([name], all[0]?.name ?? '');
	const proven = 'id' in wanted ? { of: wanted.id, known: wanted.id } : { of: wanted.ref, known: wanted.digest };
	const good = await keepingGood(of, making, { host: project.host, repository, ...proven });
	if (!good.ok) return good;
	const what = all.length === 1 ? project.service : `each of ${all.length} of ${project.service}`;
	const must = { ...groupOf(now, promisedBy(wanted)), restarts: 0 };
	const value: Made = {
		steps: [
			...first.steps,
			...(around?.before ?? []),
			...pinSteps(now, up),
			around?.up(upStep(now, up)) ?? upStep(now, up),
			...(around?.after ?? []),
		],
		tidy: tidiedWith(good.value, []),
		before: beforeOf(now, up),
		promised: 'id' in wanted ? { image: wanted.id } : { digest: wanted.digest },
		instead: {
			impact: [...first.impact, ...upImpact(now, up, around?.impact), ...good.value.impact],
			proof: proofOf(now, `${what} runs the promised image, healthy, no restart`, must, making),
			stands: standsOf(now, promisedBy(wanted)),
		},
	};
	return { ok: true, value };
}
