import type { Millis } from '../../src/core/model.ts';

interface Sleeper {
	readonly until: Millis;
	readonly wake: () => void;
}

/** A clock that stands still until it is told to go on, and the `wait` that goes by it. */
export const makeClock = (start: Millis = 1_700_000_000_000) => {
	let time = start;
	let sleepers: Sleeper[] = [];
	/** Lets everything that is ready run. */
	const settle = async (): Promise<void> => {
		for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
	};
	const wait = (length: Millis, signal: AbortSignal): Promise<void> =>
		new Promise((resolve) => {
			if (signal.aborted) return resolve();
			const sleeper = { until: time + length, wake: resolve };
			sleepers.push(sleeper);
			signal.addEventListener(
				'abort',
				() => {
					sleepers = sleepers.filter((one) => one !== sleeper);
					resolve();
				},
				{ once: true },
			);
		});
	return {
		now: () => time,
		wait,
		settle,
		sleeping: () => sleepers.length,
		/** Goes on by `length`, waking whoever's time has come, in order. */
		pass: async (length: Millis): Promise<void> => {
			const end = time + length;
			await settle();
			for (;;) {
				const next = sleepers.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
				if (next === undefined) break;
				time = Math.max(time, next.until);
				sleepers = sleepers.filter((one) => one !== next);
				next.wake();
				await settle();
			}
			time = end;
		},
	};
};
