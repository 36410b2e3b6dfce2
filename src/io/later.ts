import type { Millis } from '../core/model.ts';

/** The longest that one timer of Node can be, in milliseconds: a longer one ends at once (nodejs.org/api/timers.html, `setTimeout`). */
const longest: Millis = 2 ** 31 - 1;

/** Calls once after so many milliseconds, however many, and gives what takes that back. */
export function later(length: Millis, call: () => void): () => void {
	const set = (left: Millis) =>
		left > longest
			? setTimeout(() => {
					timer = set(left - longest);
				}, longest)
			: setTimeout(call, left);
	let timer: NodeJS.Timeout = set(length);
	return () => clearTimeout(timer);
}
