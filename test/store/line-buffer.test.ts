import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTo, emptyBuffer, type LineBuffer, type NewLine } from '../../src/store/line-buffer.ts';

const line = (length: number): NewLine => ({ from: 'out', instance: 'a', text: 'x'.repeat(length) });
/** All that the buffer holds on to, also where nobody looks any more, in characters. */
const held = ({ kept }: LineBuffer): number => kept.reduce((sum, { text }) => sum + text.length, 0);

test('long lines that were dropped are not held on to', () => {
	const buffer = emptyBuffer();
	const limits = { lines: 20_000, bytes: 8_000_000 };
	for (let index = 0; index < 600; index += 1) addTo(buffer, [line(60_000)], limits);
	expect(buffer.dropped).toBeGreaterThan(400);
	expect(held(buffer)).toBeLessThanOrEqual(limits.bytes);
});

test('whatever comes, neither more characters nor twice more places are held than may be kept', () => {
	const limits = { lines: 7, bytes: 40 };
	const batches = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }));
	fc.assert(
		fc.property(batches, (all) => {
			const buffer = emptyBuffer();
			for (const batch of all) {
				addTo(buffer, batch.map(line), limits);
				expect(held(buffer)).toBe(buffer.bytes);
				expect(buffer.bytes).toBeLessThanOrEqual(limits.bytes);
				expect(buffer.kept.length).toBeLessThanOrEqual(2 * limits.lines + 1);
			}
		}),
	);
});
