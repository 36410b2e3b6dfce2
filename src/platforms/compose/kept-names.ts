import { z } from 'zod';
import { understood } from '../../core/engine/answer.ts';
import { keptFor } from '../../core/engine/former.ts';
import { pinningPlan } from '../../core/engine/pinned.ts';
import { imageIs } from '../../core/expect.ts';
import { failed } from '../../core/failed.ts';
import { listed } from '../../core/listed.ts';
import type { Made, Making, Steps } from '../../core/making.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { timeOf } from '../../core/time.ts';
import type { AgedName, ServiceAction } from '../../core/want.ts';
import { inspect, part } from '../engine-call.ts';
import { unnaming } from '../good-images.ts';
import { keptDays } from '../kept-containers.ts';

/** What the plan says of the names of its own. */
function ownImpact({ before = [] }: Made): readonly string[] {
	const [first] = before;
	if (first === undefined) return [];
	return [
		`${first.pin} stays until the next verified change of it or for ${keptDays}, and so do other names of this plan.`,
	];
}

function withoutNames(made: Made, { keptNames = [] }: Making): Made {
	const { before = [], impact = [] } = made;
	const names = keptNames.map(({ name }) => name);
	const gone =
		names.length === 0
			? []
			: [
					`Removed once this is verified: what earlier changes kept by name, ${listed(names)}, with each image that has no other name.`,
				];
	return {
		...made,
		tidy: [...made.tidy, ...keptNames.flatMap(({ host, name }) => unnaming(host, [name]))],
		impact: [...impact, ...ownImpact(made), ...gone],
		...(before.length === 0 ? {} : { keeps: keptFor }),
	};
}

/**
 * An action on a Compose service, after which the names that earlier changes of it gave images are removed: as with what they
 * keep of a plain container, the next verified change ends that. Last: by then what is to stay has its own names.
 */
export function endingKept<A extends ServiceAction>(steps: Steps<A>): Steps<A> {
	return async (want, of, making) => {
		const made = await steps(want, of, making);
		return made.ok ? { ok: true, value: withoutNames(made.value, making) } : made;
	};
}

/** When an image got its newest name on its host (Docker Engine API 1.41); missing where its engine keeps no such time. */
const schema = z.object({ Metadata: z.object({ LastTagTime: z.string().nullish() }).nullish() });

/** When a name was given at the latest, by its host's clock; undefined where its engine does not tell. */
async function namedBy({ host, name }: AgedName, making: Making): Promise<Result<Millis | undefined>> {
	const answer = await inspect(making, host, `/images/${part(name)}/json`, `image ${name}`);
	if (!answer.ok) return answer;
	const found = understood(schema, answer.value, `What the engine of ${host} says of ${name}`);
	if (!found.ok) return found;
	const at = timeOf(found.value.Metadata?.LastTagTime ?? '');
	// An engine that does not know writes the year 1.
	return { ok: true, value: at === undefined || at <= 0 ? undefined : at };
}

function stepOf(service: string, { host, name }: AgedName): readonly PlanStep[] {
	return unnaming(host, [name]).map((does) => ({
		say: `remove the name ${name}, and the image if it has no other`,
		does,
		took: imageIs(`${name} is gone`, service, { host, ref: name, gone: true }),
		undo: { none: `${name} stays removed: its time was over.`, harmless: true },
	}));
}

/**
 * The removal of the names that changes gave images and whose time is over: each name a step. Also by the clock of its host: an image
 * that got any name since then keeps them all for now.
 */
export const tidyNames: Steps<'tidy'> = async ({ names = [] }, { id }, making) => {
	for (const aged of names) {
		const given = await namedBy(aged, making);
		if (!given.ok) return given;
		if (given.value === undefined || given.value > aged.by) {
			const message = `By the clock of ${aged.host} the time of ${aged.name} is not over.`;
			return failed('changed', message, 'Nothing was changed. It is looked at again later.');
		}
	}
	const said = names.map(({ name }) => `${name}, which the change ${pinningPlan(name) ?? ''} kept for ${keptDays}`);
	const impact = [`Removed by its name alone, as was agreed: ${said.join('; ')}.`];
	return { ok: true, value: { steps: names.flatMap((aged) => stepOf(id, aged)), tidy: [], impact } };
};
