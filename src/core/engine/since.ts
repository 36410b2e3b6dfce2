import type { Millis } from '../model.ts';

/** That an image ran from a time on, as one container or as several; without `until` it still does. */
export interface Run {
	readonly image: string;
	readonly at: Millis;
	readonly until?: Millis | undefined;
}

/**
 * Since when an image has been what runs: from its latest run back over the ones that overlap it, and over a gap only where
 * no other image began in it. A restart begins nothing anew, a roll back does. Undefined where it never ran.
 */
export function since(image: string, runs: readonly Run[]): Millis | undefined {
	const own = runs.filter((run) => run.image === image).toSorted((a, b) => b.at - a.at);
	const others = runs.filter((run) => run.image !== image);
	let began = own[0]?.at;
	for (const { at, until } of own) {
		if (began === undefined) return undefined;
		const end = until ?? Number.POSITIVE_INFINITY;
		const from = began;
		if (end < from && others.some((other) => other.at > at && other.at < from)) return from;
		began = Math.min(from, at);
	}
	return began;
}
