import { expect, test } from 'vitest';
import { makeNap } from '../../src/app/nap.ts';
import { makeClock } from './fake-clock.ts';

function setUp() {
	const clock = makeClock();
	const end = new AbortController();
	const nap = makeNap(clock.wait, end.signal);
	const rests: boolean[] = [];
	const rest = async () => void rests.push(await nap.rest(1000));
	return { clock, end, nap, rests, rest };
}

test('a pause lasts as long as it should, and is over when somebody wakes it', async () => {
	const { clock, nap, rests, rest } = setUp();
	void rest();
	await clock.pass(999);
	expect(rests).toEqual([]);
	await clock.pass(1);
	expect(rests).toEqual([false]);
	void rest();
	await clock.pass(10);
	nap.wake();
	await clock.settle();
	expect([rests, clock.sleeping()]).toEqual([[false, true], 0]);
});

test('who was woken before it rests does not rest, once', async () => {
	const { clock, nap, rests, rest } = setUp();
	nap.wake();
	await rest();
	expect(rests).toEqual([true]);
	void rest();
	await clock.pass(500);
	expect(rests).toEqual([true]);
	await clock.pass(500);
	expect(rests).toEqual([true, false]);
});

test('ends with its signal, and is not begun after it', async () => {
	const { clock, end, rests, rest } = setUp();
	void rest();
	await clock.settle();
	end.abort();
	await clock.settle();
	await rest();
	expect([rests, clock.sleeping()]).toEqual([[false, false], 0]);
});
