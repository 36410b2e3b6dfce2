import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { targetOf } from '../../../../src/core/engine/target.ts';
import { targetLines } from '../../../../src/core/select/service/releases.ts';
import type { TextLine } from '../../../../src/core/select/text/line.ts';
import { instance, service } from '../../../actions/service.ts';

const rowsOf = (lines: readonly TextLine[]) => lines.map((line) => line.map(({ text }) => text).join(''));
const cut = service({
	instances: [],
	former: [
		instance({ id: 'n', name: 'api-next-7f3a0c11', state: 'created', labels: { 'watchdeck.plan': '7f3a0c11' } }),
		instance({ name: 'api-rb-7f3a0c11', state: 'exited', policy: 'no' }),
	],
});

test('why there is no target is said whole', () => {
	const target = targetOf(cut);
	const said = rowsOf(targetLines(cut, 60)).map((row) => row.slice('target   '.length));
	expect(said.join(' ')).toBe(`none: ${'none' in target ? target.none : ''}`);
});

test('in one row it says whose words these are, and where the rest is', () => {
	expect(rowsOf(targetLines(cut, 80, { most: 1, key: 'r' }))).toEqual([
		expect.stringMatching(/^target {3}none: .* … r says all$/),
	]);
});

test.each([40, 60, 80])('in few rows of %i cells the last one says where the rest is', (width) => {
	const all = rowsOf(targetLines(cut, width));
	const some = rowsOf(targetLines(cut, width, { most: 3, key: 'r' }));
	expect(all.length).toBeGreaterThan(3);
	expect(some).toHaveLength(3);
	expect(some.slice(0, 2)).toEqual(all.slice(0, 2));
	expect(some[2]).toMatch(/\S … r says all$/);
	expect(all[2]?.startsWith(some[2]?.replace(' … r says all', '') ?? '')).toBe(true);
	for (const row of some) expect(stringWidth(row)).toBeLessThanOrEqual(width);
	expect(rowsOf(targetLines(cut, width, { most: all.length, key: 'r' }))).toEqual(all);
});
