import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTop, type TopAnswer, topOf } from '../../../src/core/host/top.ts';

const answer = (uptime: number, ...lines: readonly string[]): TopAnswer => {
	const found = parseTop([`uptime=${uptime}.00`, 'rate=100', 'page=4096', ...lines].join('\n'));
	if (found === undefined) throw new Error('not understood');
	return found;
};

describe('what keeps a host busy', () => {
	test('is the time that was spent between two answers, the most of it first', () => {
		const before = answer(
			100,
			'cpu=cpu0 100 0 0 900',
			'cpu=cpu1 0 0 0 1000 0',
			'proc=1 5 500 10 init',
			'proc=9 6 50 30 node',
		);
		const now = answer(
			110,
			'cpu=cpu0 1000 0 0 1000',
			'cpu=cpu1 0 0 0 2000 0',
			'proc=1 5 500 10 init',
			'proc=9 6 800 25 node',
		);
		expect(topOf(before, now)).toEqual({
			cores: [0.9, 0],
			processes: [
				{ pid: 9, name: 'node', cpu: 0.75, memory: 25 * 4096 },
				{ pid: 1, name: 'init', cpu: 0, memory: 10 * 4096 },
			],
			own: false,
		});
	});

	test('is not known of processors and processes that were counted once', () => {
		expect(topOf(undefined, answer(100, 'cpu=cpu0 100 0 0 900', 'proc=1 5 500 10 init'))).toEqual({
			cores: [],
			processes: [{ pid: 1, name: 'init', memory: 40_960 }],
			own: false,
		});
	});

	test('counts what began since whole, and takes one that has the id of another for itself', () => {
		const before = answer(100, 'proc=7 10 9000 1 old');
		const now = answer(110, 'proc=7 10500 200 1 new', 'proc=8 300 4000 1 hidden');
		expect(topOf(before, now).processes.map(({ name, cpu }) => [name, cpu])).toEqual([
			['new', 0.2],
			// It was there before, but nothing was known of it.
			['hidden', 0],
		]);
	});

	test('counts one whole that was there before and had taken no time yet', () => {
		const now = answer(110, 'proc=7 9990 200 1 busy');
		expect(topOf(answer(100), now).processes).toEqual([{ pid: 7, name: 'busy', cpu: 0.2, memory: 4096 }]);
	});

	test('says nothing of a time that went back: the host was started anew', () => {
		expect(topOf(answer(5000, 'cpu=cpu0 9 0 0 9'), answer(3, 'cpu=cpu0 1 0 0 1')).cores).toEqual([]);
	});

	test('has names as they come, with blanks and brackets', () => {
		expect(answer(1, 'proc=3 1 2 3 (sd-pam) x', 'own=')).toMatchObject({
			processes: [{ name: '(sd-pam) x' }],
			own: true,
		});
	});

	test('is read of any answer without an error, and shares stay between their bounds', () => {
		const line = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.tuple(fc.constantFrom('cpu=cpu0', 'proc=1', 'uptime=', 'own='), fc.string()).map((parts) => parts.join(' ')),
			fc.array(fc.nat(), { maxLength: 9 }).map((ticks) => `cpu=cpu0 ${ticks.join(' ')}`),
		);
		const text = fc.array(line).map((lines) => ['uptime=7.00', ...lines].join('\n'));
		fc.assert(
			fc.property(text, text, (one, other) => {
				const [before, now] = [parseTop(one), parseTop(other)];
				if (now === undefined) return;
				for (const share of topOf(before, { ...now, uptime: now.uptime + 4 }).cores) {
					expect(share).toBeGreaterThanOrEqual(0);
					expect(share).toBeLessThanOrEqual(1);
				}
			}),
		);
		expect(parseTop('Welcome to vps1!')).toBeUndefined();
	});
});
