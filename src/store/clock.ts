import type { Millis } from '../core/model.ts';

/** The time as the screen sees it: it stands still between two beats, so that all ages on a frame agree. */
export interface Clock {
	/** The time of the last beat: for what is drawn. */
	readonly tick: () => Millis;
	/** The time now: for events and commands. */
	readonly time: () => Millis;
	readonly subscribe: (beaten: () => void) => () => void;
	/** Moves the clock on; its owner does so once a second. */
	readonly beat: () => void;
}

/** A clock over `time`; it sets no timer. */
export function makeClock(time: () => Millis): Clock {
	let tick = time();
	const listeners = new Set<() => void>();
	return {
		tick: () => tick,
		time,
		subscribe: (beaten) => {
			listeners.add(beaten);
			return () => listeners.delete(beaten);
		},
		beat: () => {
			tick = time();
			for (const beaten of [...listeners]) beaten();
		},
	};
}
