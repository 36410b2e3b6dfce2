import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeDeadline } from '../../src/io/deadline.ts';
import { reasonOf } from '../../src/io/failure.ts';

const late = { kind: 'timeout', message: 'too late' } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it ends at its time with its reason; renewed, at the new one', () => {
	const deadline = makeDeadline(new AbortController().signal, 100, late);
	vi.advanceTimersByTime(90);
	deadline.renew(100);
	vi.advanceTimersByTime(99);
	expect(deadline.signal.aborted).toBe(false);
	vi.advanceTimersByTime(1);
	expect(reasonOf(deadline.signal)).toEqual(late);
});

test('one of more than 24.8 days ends then, not at once', () => {
	const length = 99 * 86_400_000;
	const deadline = makeDeadline(new AbortController().signal, length, late);
	vi.advanceTimersByTime(length - 1);
	expect(deadline.signal.aborted).toBe(false);
	vi.advanceTimersByTime(1);
	expect(deadline.signal.aborted).toBe(true);
	expect(vi.getTimerCount()).toBe(0);
});

test('it ends with its caller', () => {
	const caller = new AbortController();
	const deadline = makeDeadline(caller.signal, 100, late);
	caller.abort();
	expect(deadline.signal.aborted).toBe(true);
	deadline.renew(5);
	deadline.done();
	expect(vi.getTimerCount()).toBe(0);
});

test('one that was let go of never ends, and leaves no timer, also when it is renewed later', () => {
	const deadline = makeDeadline(new AbortController().signal, 100, late);
	deadline.done();
	deadline.renew(5);
	expect(vi.getTimerCount()).toBe(0);
	expect(deadline.signal.aborted).toBe(false);
});
