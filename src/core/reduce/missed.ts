import type { Failure, Observed } from '../model.ts';

/** A fact that could not be read keeps its old value; a newer value is not spoiled by an older failure. */
export function missed<T>(before: Observed<T> | undefined, failure: Failure): Observed<T> {
	return { ...before, failure, misses: (before?.misses ?? 0) + 1 };
}
