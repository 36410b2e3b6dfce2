import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../../../src/core/line.ts';
import { environmentPieces, type Standing } from '../../../../src/core/select/frame/environments.ts';
import { frameOf } from '../../../../src/core/select/frame/frame.ts';
import type { Feeds } from '../../../../src/core/state.ts';
import { commands as all } from '../../../../src/screens/index.ts';
import { fleetState, service, start } from '../../../screens/fleet-state.ts';

const standing = (name: string, counts: Partial<Record<'down' | 'degraded' | 'unknown' | 'ok', number>>): Standing => ({
	name,
	counts: { down: 0, degraded: 0, unknown: 0, ok: 0, ...counts },
});
const text = (all: readonly Standing[], room: number) =>
	environmentPieces(all, room)
		.map((piece) => piece.text)
		.join('')
		.trimEnd();

describe('how the environments stand, in the first line', () => {
	const production = standing('production', { ok: 2 });
	const staging = standing('staging', { degraded: 1 });
	const local = standing('local', { down: 3, ok: 1 });
	const others = ['a', 'b', 'c', 'd'].map((name) => standing(`team-${name}`, { ok: 1 }));

	test('keeps the order of the config where there is room for all', () => {
		expect(text([production, staging, local], 60)).toBe('production ok  staging 1~  local 3X');
	});
	test('puts the worst first where there is not, and says how the others stand', () => {
		const all = [production, staging, ...others, local];
		expect(text(all, 30)).toBe('local 3X  staging 1~  +5 ok');
		expect(text(all, 20)).toBe('local 3X  +6 1~');
		expect(text(all, 8)).toBe('+7 3X 1~');
	});
	test('one of which nothing was read is unknown', () => {
		expect(text([production, { name: 'new', counts: undefined }], 16)).toBe('new ?  +1 ok');
		expect(text([production, { name: 'new', counts: undefined }], 4)).toBe('+2 ?');
	});
	test('takes no more room than there is, as long as the sum fits', () => {
		for (let room = 10; room < 100; room += 1) {
			expect(stringWidth(text([production, staging, ...others, local], room))).toBeLessThanOrEqual(room);
		}
	});
});

test('the footer names as many keys as fit, and cuts none of them', () => {
	const state = fleetState([service('production/api')], {});
	const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	const titles = all.map(({ title }) => title);
	for (let columns = 20; columns < 140; columns += 1) {
		const ui = { ...state.ui, size: { columns, rows: 24 } };
		const row = textOf(frameOf(all)({ ...state, ui }, feeds, start).keys).trim();
		expect(row).not.toMatch(/…$/);
		expect(titles.some((title) => row.replace(/\)$/, '').endsWith(title))).toBe(true);
	}
});
