import type { Millis } from '../core/model.ts';

/** A pause that can be cut short. */
export interface Nap {
	/** Rests so long, or until it is woken; says whether it was, also where that came before the rest. */
	readonly rest: (length: Millis) => Promise<boolean>;
	readonly wake: () => void;
}

/** Makes pauses that end with the signal. */
export const makeNap = (wait: (length: Millis, signal: AbortSignal) => Promise<void>, end: AbortSignal): Nap => {
	let isWoken = false;
	let rouse = (): void => undefined;
	const rested = async (length: Millis): Promise<void> => {
		const nap = new AbortController();
		const stop = (): void => nap.abort();
		rouse = stop;
		end.addEventListener('abort', stop, { once: true });
		await wait(length, nap.signal);
		// The log may be followed for days: nothing of a pause is left behind.
		end.removeEventListener('abort', stop);
	};
	return {
		rest: async (length) => {
			if (!isWoken && !end.aborted) await rested(length);
			const was = isWoken;
			isWoken = false;
			return was;
		},
		wake: () => {
			isWoken = true;
			rouse();
		},
	};
};
