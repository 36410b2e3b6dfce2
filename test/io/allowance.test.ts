import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allowanceOf } from '../../src/io/allowance.ts';
import type { Carrier } from '../../src/io/carrier.ts';
import { outsideOf, webGet } from './support/outside.ts';

const never = new AbortController().signal;

/** A host whose way takes so long, and whose answers are there after so long; undefined: never. `stood`: so long its connection has, made when asked. */
function hostAt(roundTrip: number | undefined, after: number | undefined, stood?: number) {
	const pieces = (async function* () {})();
	let isUp = stood === undefined;
	const carrier: Carrier = {
		exec: () => Promise.reject(new Error('nothing runs here')),
		engine: () => Promise.reject(new Error('there is no engine here')),
		dial: () => Promise.reject(new Error('nobody is dialled here')),
		http: async () => {
			isUp = true;
			await (after === undefined ? new Promise(() => undefined) : wait(after));
			return { ok: true, value: { code: 200, headers: {}, pieces } };
		},
		roundTrip: () => (isUp ? roundTrip : undefined),
		...(stood === undefined ? {} : { stood: () => stood }),
		close: async () => undefined,
	};
	return outsideOf({ name: 'far', reach: 'demo' }, { demo: () => carrier });
}

const asked = { ...webGet('far', 'http://127.0.0.1/'), timeout: 50 };

test('an answer that is late only by what the way takes is an answer', async () => {
	expect(await hostAt(100, 200).ask(asked, never)).toMatchObject({ ok: true });
	expect(await hostAt(0, 200).ask(asked, never)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
});

test('what hangs is told with the time that it was given itself', async () => {
	const answer = await hostAt(20, undefined).ask(asked, never);
	expect(answer).toMatchObject({ ok: false, failure: { message: expect.stringContaining('within 0.05 s') } });
	expect(answer.took).toBeLessThan(500);
});

test('what ran out of time before there was a connection says nothing of what was asked', async () => {
	const answer = await hostAt(undefined, undefined).ask(asked, never);
	const message = 'The ssh connection to far is not there yet.';
	expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable', message } });
	const order = await hostAt(undefined, undefined).order({ ...asked, effect: 'write' }, never);
	expect(order).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
});

test.each([
	[0, 190, 'timeout', 'within 0.2 s'],
	[0, 20, 'unreachable', 'is not there yet'],
	// Nobody could answer in what is left beside a way that takes 40 ms four times.
	[40, 190, 'unreachable', 'is not there yet'],
])(
	'over a way of %d ms a connection that came in the middle and stood for %d of 200 ms',
	async (way, stood, kind, says) => {
		const answer = await hostAt(way, undefined, stood).ask({ ...asked, timeout: 200 }, never);
		expect(answer).toMatchObject({ ok: false, failure: { kind, message: expect.stringContaining(says) } });
	},
);

test('a connection that was there all the time may have stood for longer than was asked', async () => {
	// Nor does it matter that the way got slow meanwhile.
	const answer = await hostAt(40, undefined, 60_000).ask(asked, never);
	expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
});

test('on a quick line nothing is given on top', () => {
	expect(allowanceOf({ via: 'engine' }, 0)).toBe(0);
	expect(allowanceOf({ via: 'engine' }, 20)).toBeLessThan(100);
});
