import { expect, onTestFinished, test } from 'vitest';
import { fleetState, is, minutes, release, samples, seconds, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const api = service('production/api', {
	releases: [release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) })],
});
const state = fleetState([api], { 'production/api': is('ok', 'running', start - minutes(41)) });

test('w shows curves of 24 hours, 5 minutes, an hour, in turn, with what happened in them; Fleet keeps 30 minutes', async () => {
	const screen = await show({ state, at: start });
	onTestFinished(() => screen.end());
	screen.numbers.append(samples('production/api', 'errors', (place) => place / 10));
	await screen.advance(seconds(1));
	expect((await screen.text()).join('\n')).toContain('5xx 30m');
	await screen.press('enter');
	const seen = async () => {
		const text = (await screen.text()).map((row) => row.trimEnd());
		const row = (begin: string) => text.find((one) => one.startsWith(begin)) ?? 'no such row';
		return { curve: row(' 5xx'), marks: row(' marks') };
	};
	const hour = await seen();
	await screen.press('w');
	const day = await seen();
	await screen.press('w');
	const short = await seen();
	expect([hour, day, short].map(({ curve }) => curve.slice(0, 10))).toEqual([' 5xx 1h   ', ' 5xx 24h  ', ' 5xx 5m   ']);
	// 18 of 60 minutes ago, of 24 hours ago in the newest cell, and not in the last 5 minutes.
	expect([hour, day, short].map(({ marks }) => marks.indexOf('R') - 10)).toEqual([42, 60, -11]);
	expect(hour.curve.indexOf('|')).toBe(hour.marks.indexOf('R'));
	// Half an hour of an hour was measured: the rest is a gap, not zero.
	expect(hour.curve.slice(10, 39).trim()).toBe('');
	await screen.press('w');
	expect((await seen()).curve).toBe(hour.curve);
	await screen.press('esc');
	expect((await screen.text()).join('\n')).toContain('5xx 30m');
});
