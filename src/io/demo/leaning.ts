import type { Millis } from '../../core/model.ts';
import { namedSo } from './engine/find.ts';
import type { Container, Engine, Lean } from './engine/types.ts';

/** Times in which a container was away that another one needs. */
export interface Leant extends Pick<Lean, 'share' | 'says'> {
	readonly away: readonly { readonly from: Millis; readonly to: Millis }[];
}

function awayOf({ lives }: Container): Leant['away'] {
	return lives.flatMap(({ to }, index) =>
		to === undefined ? [] : [{ from: to, to: lives[index + 1]?.from ?? Number.POSITIVE_INFINITY }],
	);
}

/** What a container leans on, where a drill has it lean on something. */
export function leantBy(engine: Engine, { name }: Container): Leant | undefined {
	const lean = engine.leans?.find(({ who }) => who === name);
	const on = lean === undefined ? undefined : namedSo(engine, lean.on);
	return lean === undefined || on === undefined ? undefined : { ...lean, away: awayOf(on) };
}

/** Whether what is leant on is away at a time. */
export function isAway({ away }: Leant, now: Millis): boolean {
	return away.some(({ from, to }) => now >= from && now < to);
}

/** The requests that failed for it from a start until now; `between`: how many there were in a time. */
export function failedFor(
	{ away, share }: Leant,
	started: Millis,
	now: Millis,
	between: (from: Millis, to: Millis) => number,
): number {
	return away.reduce((sum, span) => {
		const from = Math.max(started, span.from);
		const to = Math.min(now, span.to);
		return to > from ? sum + share * between(from, to) : sum;
	}, 0);
}
