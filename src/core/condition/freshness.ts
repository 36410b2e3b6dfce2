import type { Failure, Millis, Observed } from '../model.ts';

/** So many intervals a fact counts as fresh; then as old; after as many again as unknown. */
const intervals = 3;

/** How much an observed fact may still be believed. `every`: the interval at which it should be read. */
export function freshness(
	{ at }: Pick<Observed<unknown>, 'at'>,
	every: Millis,
	now: Millis,
): 'fresh' | 'old' | 'unknown' {
	if (at === undefined) return 'unknown';
	const age = now - at;
	if (age <= intervals * every) return 'fresh';
	return age <= 2 * intervals * every ? 'old' : 'unknown';
}

/** Failures after which nothing of what was known before may be believed: it was refused, not just slow. */
const certain: ReadonlySet<Failure['kind']> = new Set([
	'unreachable',
	'login',
	'host key',
	'refused',
	'forbidden',
	'missing',
]);

/** Whether a fact is lost: refused for certain, missed several times, or too old. */
export function isLost(observed: Observed<unknown>, every: Millis, now: Millis): boolean {
	const { failure, misses, at } = observed;
	if (at === undefined) return true;
	if (failure !== undefined && (certain.has(failure.kind) || misses >= intervals)) return true;
	return freshness(observed, every, now) === 'unknown';
}
