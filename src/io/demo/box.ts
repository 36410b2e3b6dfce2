import type { Millis } from '../../core/model.ts';
import { type DemoHost, dueOf, stepHost } from './world.ts';

/** The time of a simulated fleet, and how it passes. */
export interface Time {
	readonly now: () => Millis;
	/** Resolves after so many milliseconds, or as soon as the signal is given; it never rejects. */
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
}

/** A host that can be changed and listened to. */
export interface Box {
	/** The host now: all that happens by itself until now has happened. */
	readonly host: () => DemoHost;
	/** Puts the host as it is after an order; whoever waits wakes. */
	readonly put: (host: DemoHost) => void;
	/** Resolves when the time has come, something happens on the host, or the signal is given. */
	readonly sleep: (until: Millis, signal: AbortSignal) => Promise<void>;
}

/** A timer cannot be longer; who sleeps longer wakes in between and sleeps on. */
const longest: Millis = 3_600_000;

/** A box around a host that is made at the first look. */
export function makeBox(make: () => DemoHost, time: Time): Box {
	let current: DemoHost | undefined;
	const sleepers = new Set<() => void>();
	const put = (host: DemoHost) => {
		const changed = current?.engine.events !== host.engine.events;
		current = host;
		if (changed) for (const wake of [...sleepers]) wake();
	};
	const host = () => {
		const stepped = stepHost(current ?? make(), time.now());
		if (stepped !== current) put(stepped);
		return stepped;
	};
	return {
		host,
		put,
		sleep: async (until, signal) => {
			const awake = new AbortController();
			const wake = () => awake.abort();
			sleepers.add(wake);
			signal.addEventListener('abort', wake, { once: true });
			const length = Math.min(until, dueOf(host())) - time.now();
			if (!signal.aborted && !awake.signal.aborted) {
				await time.wait(Math.max(0, Math.min(length, longest)), awake.signal);
			}
			sleepers.delete(wake);
			signal.removeEventListener('abort', wake);
		},
	};
}
