import type { Failure, Millis, Result } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';

/** Between two looks at a lock that somebody else holds. */
const pause: Millis = 2_000;

/** How a lock is waited for. */
export interface Awaiting {
	/** Makes the plan; a failure that is `locked` is waited for. */
	readonly plan: () => Promise<Result<Plan>>;
	/** Whether it is still wanted. */
	readonly goesOn: () => boolean;
	/** Who holds the lock now. */
	readonly told: (failure: Failure) => void;
	readonly wait: (length: Millis) => Promise<void>;
}

/**
 * Makes a plan, and while somebody else's lock is in the way makes it anew until it is free, went stale (then the plan says
 * that it takes it over), or nobody wants it any more. What was planned before somebody else's change is not planned on.
 */
export const awaitLock = async ({ plan, goesOn, told, wait }: Awaiting): Promise<Result<Plan>> => {
	for (;;) {
		const made = await plan();
		if (made.ok || made.failure.locked !== true) return made;
		told(made.failure);
		if (!goesOn()) return made;
		await wait(pause);
		if (!goesOn()) return made;
	}
};
