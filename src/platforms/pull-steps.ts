import { imageName, shortDigits } from '../core/engine/image-name.ts';
import { imageIs } from '../core/expect.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import type { WantedImage } from './wanted-image.ts';

/** So long a pull may be without a word; how long it takes in all is not limited. */
const silence = 300_000;

/** Where images are got ready, for which service. */
export interface Getting {
	readonly host: string;
	readonly service: string;
}

/** Pulls an image by its digest, `REPOSITORY@DIGEST`: what comes is what was promised, whatever its tag means by then. */
export function pullStep({ host, service }: Getting, name: string): PlanStep {
	const { repository = '', digest = '' } = imageName(name) ?? {};
	const short = `${repository}, ${shortDigits(digest)}`;
	const isHere = imageIs(`the image ${short} is there`, service, { host, ref: name, digest });
	return {
		say: `pull ${short}`,
		does: order(host, 'POST', `/images/create?fromImage=${part(repository)}&tag=${part(digest)}`, { timeout: silence }),
		took: isHere,
		undo: { none: `The image ${short} stays on ${host}.`, harmless: true },
		progress: 'pull',
		// The engine answers before the first layer has come; a line that breaks off can look like an end.
		check: isHere,
	};
}

function tagStep({ host, service }: Getting, { name, digest = '', tag }: WantedImage): readonly PlanStep[] {
	if (tag === undefined) return [];
	const { repository = '', tag: label = '' } = imageName(name) ?? {};
	const to = `repo=${part(repository)}&tag=${part(label)}`;
	const named = (image: string) => order(host, 'POST', `/images/${part(image)}/tag?${to}`);
	return [
		{
			say: `name it ${name}`,
			does: named(tag.from),
			took: imageIs(`${name} is the promised image`, service, { host, ref: name, digest }),
			undo:
				tag.before === undefined
					? order(host, 'DELETE', `/images/${part(name)}`, { fine: [200, 404, 409] })
					: named(tag.before),
		},
	];
}

/** Has an image on its host under its name: what is there already takes no step. */
export function getSteps(getting: Getting, wanted: WantedImage): readonly PlanStep[] {
	return [...(wanted.pull === undefined ? [] : [pullStep(getting, wanted.pull)]), ...tagStep(getting, wanted)];
}
