import type { Plan } from '../../plan.ts';

/** What comes of a plan, in sentences: as things are at the moment first. */
export function impactOf({ moment = [], impact }: Plan): readonly string[] {
	return [...moment, ...impact];
}
