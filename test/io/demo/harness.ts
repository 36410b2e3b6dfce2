import { afterEach } from 'vitest';
import type { Read, Write } from '../../../src/core/call.ts';
import { known } from '../../../src/core/known.ts';
import type { Breaking } from '../../../src/io/demo/breaking.ts';
import { makeDemo } from '../../../src/io/demo/demo.ts';
import type { Mishap } from '../../../src/io/demo/engine-carrier.ts';
import { makeOutside } from '../../../src/io/outside.ts';
import { makeVault } from '../../../src/io/vault.ts';
import { makeClock } from '../../app/fake-clock.ts';

/** When the demo begins. */
export const began = Date.UTC(2026, 10, 21, 14);
const open: AbortController[] = [];

afterEach(() => {
	for (const each of open.splice(0)) each.abort();
});

/** The demo fleet behind the real outside, in a time that the test sets. */
export function demo(mishap?: Mishap, breaking?: Breaking) {
	const clock = makeClock(began);
	const made = makeDemo({ now: clock.now, wait: clock.wait, ...known({ mishap, breaking }) });
	const outside = makeOutside({
		hosts: made.fleet.hosts,
		vault: makeVault({ env: {}, accepted: () => false, now: clock.now }),
		env: {},
		now: clock.now,
		onLink: () => undefined,
		demo: made.carrier,
	});
	const ending = new AbortController();
	open.push(ending);
	/** Waits for an answer while the simulated time goes on. */
	const answer = async <T>(promise: Promise<T>): Promise<T> => {
		let settled = false;
		const marked = promise.finally(() => {
			settled = true;
		});
		while (!settled) await clock.pass(50);
		return marked;
	};
	return {
		clock,
		made,
		signal: ending.signal,
		ask: (call: Read) => answer(outside.ask(call, ending.signal)),
		order: (call: Write) => answer(outside.order(call, ending.signal)),
		follow: (call: Read, signal: AbortSignal = ending.signal) => outside.follow(call, signal),
	};
}
