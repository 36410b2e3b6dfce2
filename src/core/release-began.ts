import type { Millis, Release } from './model.ts';

/** When a release began to serve, as far as it is known: what runs, when it became what runs; another, the first time. */
export function began({ since, first, at }: Release): Millis | undefined {
	return since ?? first ?? at;
}
