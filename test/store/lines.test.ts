import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewLine } from '../../src/store/line-buffer.ts';
import { createLines } from '../../src/store/lines.ts';
import { cpuOf } from '../support/cpu.ts';

const line = (text: string): NewLine => ({ from: 'out', instance: 'a', text });

describe('the buffers of log lines', () => {
	test('is a plain list, bounded, that counts all', () => {
		const limits = { lines: 7, bytes: 40 };
		fc.assert(
			fc.property(fc.array(fc.array(fc.string({ maxLength: 12 }), { maxLength: 20 })), (batches) => {
				const store = createLines(limits);
				for (const batch of batches) store.append('s', batch.map(line));
				const all = batches.flat();
				const { lines, seen, dropped } = store.lines('s');
				expect(seen).toBe(all.length);
				expect(dropped + lines.length).toBe(seen);
				expect(lines.map(({ text }) => text)).toEqual(lines.length === 0 ? [] : all.slice(-lines.length));
				expect(lines.at(-1)?.seq ?? seen).toBe(seen);
				expect(lines.length).toBeLessThanOrEqual(limits.lines);
				expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(limits.bytes);
			}),
		);
	});

	test('the list keeps its identity until something comes, and an old one never changes', () => {
		const store = createLines();
		store.append('s', [line('a')]);
		const before = store.lines('s');
		expect(store.lines('s')).toBe(before);
		store.append('s', [line('b')]);
		expect(before.lines).toHaveLength(1);
		expect(store.lines('s').lines).toHaveLength(2);
	});

	test('a line that came cut is one line, and says how much of it was lost in all', () => {
		const store = createLines();
		store.append('s', [
			{ ...line('x'.repeat(65_536)), cut: 9_934_464 },
			{ ...line('y'.repeat(70_000)), cut: 1_000 },
		]);
		const { lines, seen, dropped } = store.lines('s');
		expect({ seen, dropped }).toEqual({ seen: 2, dropped: 0 });
		expect(lines.map(({ text }) => text.slice(-12))).toEqual(['xxx… +9.9 MB', 'yyy… +5.4 KB']);
		expect(lines[0]).not.toHaveProperty('cut');
	});

	test('a service without lines has none, and clearing forgets', () => {
		const store = createLines();
		expect(store.lines('x')).toEqual({ lines: [], seen: 0, dropped: 0 });
		store.append('x', [line('a')]);
		store.clear('x');
		expect(store.lines('x').lines).toEqual([]);
	});

	test('tells after each batch, until it is asked no more', () => {
		const store = createLines();
		const told: number[] = [];
		const end = store.subscribe(() => told.push(store.lines('s').seen));
		store.append('s', [line('a'), line('b')]);
		store.append('s', [line('c')]);
		end();
		store.append('s', [line('d')]);
		expect(told).toEqual([2, 3]);
	});

	test('a line of 10 MB is cut and does not push the others out', () => {
		const store = createLines();
		store.append('s', [line('before'), line('x'.repeat(10_000_000))]);
		const { lines } = store.lines('s');
		expect(lines).toHaveLength(2);
		expect(lines[1]?.text.slice(-10)).toBe('x… +9.9 MB');
	});

	test('a second of 50,000 lines, read after each frame, takes less than that', () => {
		const store = createLines();
		const batch = Array.from({ length: 834 }, (_, index) => line(`line ${index} ${'x'.repeat(100)}`));
		const took = cpuOf(() => {
			for (let frame = 0; frame < 60; frame += 1) {
				store.append('s', batch);
				store.lines('s');
			}
		});
		expect(store.lines('s').lines).toHaveLength(20_000);
		expect(store.lines('s').dropped).toBe(834 * 60 - 20_000);
		expect(took).toBeLessThan(1_000);
	});
});
