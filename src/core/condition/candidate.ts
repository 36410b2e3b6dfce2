import type { Condition, Millis } from '../model.ts';

/** One thing that speaks for a condition. `since`: when it began, where that is known better than by when we saw it. */
export interface Candidate {
	readonly is: Condition['is'];
	readonly because: string;
	readonly since?: Millis;
	/** A check failed, but not often enough in a row yet to say how it is. */
	readonly counting?: true;
}

/** The worse, the higher. What is not known may be anything, so it counts more than what is only degraded. */
export const ranks: Readonly<Record<Condition['is'], number>> = { ok: 0, degraded: 1, unknown: 2, down: 3 };

/** The first of the worst. */
export function worstOf<T extends { readonly is: Condition['is'] }>(candidates: readonly T[]): T | undefined {
	return candidates.reduce<T | undefined>(
		(worst, one) => (worst === undefined || ranks[one.is] > ranks[worst.is] ? one : worst),
		undefined,
	);
}
