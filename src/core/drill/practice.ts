import type { Millis } from '../model.ts';
import type { Wrong } from './wrong.ts';

/**
 * How a drill stands. `wanted`: it is to be broken; `breaking`: by a plan that waits for its word or is carried out; `broken`:
 * the clock runs; `off`: nothing was broken, since that plan was left or refused.
 */
export type Stage = 'wanted' | 'breaking' | 'broken' | 'recovered' | 'given up' | 'off';

/**
 * A drill that is under way or over, as far as its score takes. Lengths of time count from `from` on, in moments that passed: a
 * clock that is put back takes nothing away.
 */
export interface Practice {
	/** Its name, and what is broken: a service, or `host/NAME`. */
	readonly drill: string;
	readonly of: string;
	readonly stage: Stage;
	/** It breaks a service in earnest, and not the demo. */
	readonly real?: true;
	/** When it breaks or broke. */
	readonly from: Millis;
	/** When the last event came, and how long it has been broken by then. */
	readonly at: Millis;
	readonly spent: Millis;
	/** It was seen not to be ok: only from then on can it have recovered. */
	readonly ill?: true;
	/** The first key about what is broken. */
	readonly key?: Millis;
	/** The first look at what tells the cause, and what that was. */
	readonly diagnosed?: { readonly after: Millis; readonly by: string };
	/** Since when it has been ok; missing while it is not. */
	readonly well?: Millis;
	/** The plans about it that were confirmed and have no end, and the last one that went well, by its title. */
	readonly under: readonly string[];
	readonly helped?: string;
	readonly wrong: readonly Wrong[];
	/** Of a real one: the run that broke it, and the one that puts it back. */
	readonly breaking?: string;
	readonly back?: string;
	/** The operator gave up; it is over once it is put back, where there is something to put back. */
	readonly left?: true;
	/** The score has been shown. */
	readonly shown?: true;
}

/** A drill that begins. `from`: when it breaks; `stage`: `broken` where that comes by itself. */
export function practiceOf(wanted: Pick<Practice, 'drill' | 'of' | 'stage' | 'real' | 'from'>): Practice {
	return { ...wanted, at: wanted.from, spent: 0, under: [], wrong: [] };
}

/** Whether its score stands. */
export function isOver({ stage }: Practice): boolean {
	return stage === 'recovered' || stage === 'given up';
}

/** How long it has been broken at a time; what it came to once it is over. */
export function elapsed({ stage, from, at, spent }: Practice, now: Millis): Millis {
	if (stage !== 'broken') return spent;
	return spent + Math.max(0, now - sinceOf({ from, at, spent }));
}

/** From when on time is to be added: from the breakage, and once that was counted from the last event, wherever the clock stands. */
export function sinceOf({ from, at, spent }: Pick<Practice, 'from' | 'at' | 'spent'>): Millis {
	return spent === 0 ? Math.max(at, from) : at;
}
