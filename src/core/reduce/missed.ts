import type { Failure, Observed } from '../model.ts';

/** A fact that could not be read keeps its old value; a newer value is not spoiled by an older failure. */
export function missed<T>(before: Observed<T> | undefined, failure: Failure): Observed<T> {
	return { ...before, failure, misses: (before?.misses ?? 0) + 1 };
}

/** The facts of all hosts without why those of one could not be read. */
export function withoutFailure<T>(
	facts: Readonly<Record<string, Observed<T>>>,
	host: string,
): Readonly<Record<string, Observed<T>>> {
	const { [host]: of, ...others } = facts;
	if (of?.failure === undefined) return facts;
	const { failure: _, ...known } = of;
	return { ...others, [host]: { ...known, misses: 0 } };
}
