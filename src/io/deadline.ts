import type { Failure, Millis } from '../core/model.ts';
import { Broken } from './carrier.ts';
import { reasonOf } from './failure.ts';
import { later } from './later.ts';

/** A signal that ends with the caller's, or by itself after a time. `done` lets go of both. */
export interface Deadline {
	readonly signal: AbortSignal;
	/** It ends so many milliseconds from now instead, unless it has ended or was let go of. */
	readonly renew: (after: Millis) => void;
	/** No time limit any more: only the caller's signal counts. */
	readonly lift: () => void;
	readonly done: () => void;
}

/**
 * Ends after `after` milliseconds for the reason `late`. Not `AbortSignal.any`: a signal that lives as long as the
 * program would gather a dependant for each call.
 */
export function makeDeadline(signal: AbortSignal, after: Millis, late: Failure): Deadline {
	const controller = new AbortController();
	const give = () => controller.abort(signal.reason);
	const set = (length: Millis) => later(length, () => controller.abort(new Broken(late)));
	let lift = set(after);
	if (signal.aborted) give();
	else signal.addEventListener('abort', give, { once: true });
	let over = false;
	const renew = (length: Millis) => {
		lift();
		if (!over && !controller.signal.aborted) lift = set(length);
	};
	const done = () => {
		over = true;
		lift();
		signal.removeEventListener('abort', give);
	};
	return { signal: controller.signal, renew, lift: () => lift(), done };
}

/** The promise's value, or `Broken` as soon as the signal ends: nobody waits for what may never answer. */
export function unlessEnded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const end = () => reject(new Broken(reasonOf(signal)));
		if (signal.aborted) {
			promise.catch(() => undefined);
			end();
			return;
		}
		signal.addEventListener('abort', end, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
	});
}
