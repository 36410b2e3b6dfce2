import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stitched } from '../../../src/core/history/stitch.ts';
import { makeSeries } from '../../../src/store/series.ts';

const older = ({ columns }: { columns: number }) => Array.from({ length: columns }, () => 7);
const ringOf = (...times: readonly number[]) => {
	const ring = makeSeries('s');
	for (const at of times) ring.append({ series: 's', at, value: 1 });
	return ring;
};
const span = { from: 0, to: 100, columns: 5 };

describe('a window over a ring and what was kept', () => {
	test('is told by the ring where it reaches, and a gap in it stays one', () => {
		expect(stitched(ringOf(38, 50, 95), older, span)).toEqual([7, 7, 1, undefined, 1]);
	});

	test('is told by what was kept where nothing was measured since', () => {
		expect(stitched(undefined, older, span)).toEqual([7, 7, 7, 7, 7]);
		expect(stitched(ringOf(), older, span)).toEqual([7, 7, 7, 7, 7]);
	});

	test('has what the ring knows where nothing was kept', () => {
		const nothing = ({ columns }: { columns: number }) => Array.from({ length: columns }, () => undefined);
		expect(stitched(ringOf(50), nothing, span)).toEqual([undefined, undefined, 1, undefined, undefined]);
	});

	test('asks for nothing that was kept where the ring reaches all of it', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 20 }), (times) => {
				const ring = ringOf(0, ...times.toSorted((a, b) => a - b));
				const refuse = () => {
					throw new Error('asked');
				};
				expect(stitched(ring, refuse, span)).toEqual(ring.window(0, 100, 5));
			}),
		);
	});

	test.each([[{ from: 0, to: 0, columns: 5 }], [{ from: 10, to: 0, columns: 5 }], [{ from: 0, to: 10, columns: 0 }]])(
		'of no time has no columns: %j',
		(none) => {
			expect(stitched(ringOf(1), older, none)).toEqual([]);
		},
	);
});
