import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wait } from '../../src/io/clock.ts';
import { later } from '../../src/io/later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const day = 86_400_000;

test.each([1, 1000, 2 ** 31 - 1, 2 ** 31, 30 * day, 99 * day])(
	'a wait of %i ms ends then, not before',
	async (length) => {
		const ended = vi.fn();
		void wait(length, new AbortController().signal).then(ended);
		await vi.advanceTimersByTimeAsync(length - 1);
		expect(ended).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		expect(ended).toHaveBeenCalledOnce();
		expect(vi.getTimerCount()).toBe(0);
	},
);

test('a long wait ends with its signal in any of its parts, and leaves no timer', async () => {
	for (const passed of [0, 40 * day]) {
		const stop = new AbortController();
		const ended = vi.fn();
		void wait(99 * day, stop.signal).then(ended);
		await vi.advanceTimersByTimeAsync(passed);
		expect(ended).not.toHaveBeenCalled();
		stop.abort();
		await vi.advanceTimersByTimeAsync(0);
		expect(ended).toHaveBeenCalledOnce();
		expect(vi.getTimerCount()).toBe(0);
	}
});

test('what has no end never comes', () => {
	const called = vi.fn();
	const end = later(Number.POSITIVE_INFINITY, called);
	vi.advanceTimersByTime(200 * day);
	expect(called).not.toHaveBeenCalled();
	end();
	expect(vi.getTimerCount()).toBe(0);
});
