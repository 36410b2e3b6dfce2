import { type Plan, subjectOf } from '../core/plan.ts';

/** Keeps runs that nobody asked for from making one wait that somebody did. */
export interface MakingWay {
	/** Stops what nobody asked for on a subject: its order under way ends and is written down, its locks are given back. */
	readonly clear: (subject: string) => Promise<void>;
	/** Carries a plan out: one that was asked for has its subject to itself, any other can be stopped for such a one. */
	readonly carryOut: <T>(plan: Plan, stop: AbortSignal, work: (stop: AbortSignal) => Promise<T>) => Promise<T>;
}

interface UnderWay {
	readonly subject: string;
	readonly stop: AbortController;
	readonly ended: Promise<unknown>;
}

/** Makes it, with nothing under way. */
export const makeMakingWay = (): MakingWay => {
	const all = new Set<UnderWay>();
	const clear = async (subject: string): Promise<void> => {
		const these = [...all].filter((one) => one.subject === subject);
		for (const { stop } of these) stop.abort();
		await Promise.allSettled(these.map(({ ended }) => ended));
	};
	return {
		clear,
		carryOut: async (plan, stop, work) => {
			if (plan.unasked !== true) {
				await clear(subjectOf(plan));
				return work(stop);
			}
			const own = new AbortController();
			const ended = work(AbortSignal.any([stop, own.signal]));
			const one: UnderWay = { subject: subjectOf(plan), stop: own, ended };
			all.add(one);
			try {
				return await ended;
			} finally {
				all.delete(one);
			}
		},
	};
};
