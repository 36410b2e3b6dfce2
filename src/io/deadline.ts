import type { Failure, Millis } from '../core/model.ts';
import { Broken } from './carrier.ts';
import { reasonOf } from './failure.ts';

/** A signal that ends with the caller's, or by itself after a time. `done` lets go of both. */
export interface Deadline {
	readonly signal: AbortSignal;
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
	const timer = setTimeout(() => controller.abort(new Broken(late)), after);
	if (signal.aborted) give();
	else signal.addEventListener('abort', give, { once: true });
	const lift = () => clearTimeout(timer);
	const done = () => {
		lift();
		signal.removeEventListener('abort', give);
	};
	return { signal: controller.signal, lift, done };
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
