import { expect, test } from 'vitest';
import { pastValuesOf } from '../../../src/core/prometheus/past.ts';

test('the values of a range, by time, oldest first', () => {
	const answer = {
		resultType: 'matrix',
		result: [
			{
				metric: { code: '500' },
				values: [
					[1_700_000_015, '0.5'],
					[1_700_000_000, 'NaN'],
				],
			},
			{
				metric: {},
				values: [
					[1_700_000_015.5, '+Inf'],
					[1_700_000_000, '0'],
				],
			},
		],
	};
	expect(pastValuesOf(answer)).toEqual({
		ok: true,
		value: [
			{
				at: 1_700_000_000_000,
				values: [
					{ labels: '{code="500"}', value: Number.NaN },
					{ labels: '', value: 0 },
				],
			},
			{ at: 1_700_000_015_000, values: [{ labels: '{code="500"}', value: 0.5 }] },
			{ at: 1_700_000_015_500, values: [{ labels: '', value: Number.POSITIVE_INFINITY }] },
		],
	});
	expect(pastValuesOf({ resultType: 'matrix', result: [] })).toEqual({ ok: true, value: [] });
	expect(pastValuesOf({ resultType: 'vector', result: [] })).toMatchObject({ ok: false });
});
