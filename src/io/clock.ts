import type { Millis } from '../core/model.ts';
import { later } from './later.ts';

/** The time now, in milliseconds since 1970. */
export function now(): Millis {
	return Date.now();
}

/** Resolves after so many milliseconds, however many, or as soon as the signal is given. It never rejects. */
export function wait(length: Millis, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) {
			resolve();
			return;
		}
		const done = () => {
			cancel();
			signal.removeEventListener('abort', done);
			resolve();
		};
		const cancel = later(length, done);
		signal.addEventListener('abort', done, { once: true });
	});
}
