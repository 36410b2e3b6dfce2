import { afterEach, expect, test } from 'vitest';
import { type Practice, practiceOf } from '../../src/core/drill/practice.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, seconds, service, start } from './fleet-state.ts';
import { type Screen, show } from './screen.ts';

const open: Screen[] = [];
afterEach(() => {
	for (const screen of open.splice(0)) screen.end();
});

const broken = practiceOf({ drill: 'service-down', of: 'production/api', stage: 'broken', from: start - seconds(95) });
const recovered: Practice = {
	...broken,
	...{ spent: seconds(94), key: seconds(8), helped: 'RESTART production/api', shown: true },
	diagnosed: { after: seconds(21), by: 'its log' },
	wrong: [{ is: 'elsewhere', after: seconds(35), what: 'RESTART production/web' }],
	stage: 'recovered',
};

async function drawn(drill: Practice, size: State['ui']['size'], dialog?: State['ui']['dialog']): Promise<Screen> {
	const state = fleetState([service('production/api')], { 'production/api': is('down', 'exit code 137') }, size);
	const ui = dialog === undefined ? state.ui : { ...state.ui, dialog };
	const screen = await show({ state: { ...state, demo: drill.real !== true, drill, ui }, at: start });
	open.push(screen);
	return screen;
}

const sizes = [
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 50 },
];

test.each(sizes)('the clock of a drill runs in the first line: %o', async (size) => {
	const screen = await drawn(broken, size);
	expect((await screen.text())[0]).toContain('DRILL 1:35');
	await screen.advance(seconds(4));
	expect((await screen.text())[0]).toContain('DRILL 1:39');
});

test.each(sizes)('the score says the times, the wrong turns and what it was: %o', async (size) => {
	const screen = await drawn(recovered, size, { is: 'drill' });
	const rows = await screen.text();
	expect(rows[0]).toContain('DRILL 1:34 over');
	const text = rows.join('\n');
	expect(text).toContain('DRILL  service-down on production/api: recovered');
	expect(text).toMatch(/first key on it +0:08\n/);
	expect(text).toMatch(/diagnosed +0:21 +by its log\n/);
	expect(text).toMatch(/recovered +1:34 +RESTART production\/api\n/);
	expect(text).toMatch(/wrong turns +1\n/);
	expect(text).toContain('0:35 RESTART production/web: that was not what was broken');
	expect(text).toMatch(/what it was +Its process was killed/);
	expect(text).toContain('enter look around  a again  y quit');
	for (const row of rows) expect(row.length).toBeLessThanOrEqual(size.columns);
});

test('the score is left by any key that leaves a dialog, begun again by a, and y quits', async () => {
	for (const key of ['enter', 'esc', 'q']) {
		const screen = await drawn(recovered, { columns: 80, rows: 24 }, { is: 'drill' });
		await screen.press(key);
		expect(screen.state().ui.dialog).toBeUndefined();
		expect(screen.events.some(({ type }) => type === 'quit/wanted')).toBe(false);
	}
	const screen = await drawn(recovered, { columns: 80, rows: 24 }, { is: 'drill' });
	await screen.press('a', 'y');
	expect(screen.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['drill/wanted', 'quit/wanted']));
});

test('whoever quits while a drill has something broken in earnest is told so, and can put it back', async () => {
	const real: Practice = { ...broken, real: true };
	const screen = await drawn(real, { columns: 80, rows: 24 }, { is: 'quit' });
	const text = (await screen.text()).join('\n');
	expect(text).toContain('production/api is still stopped by this drill.');
	expect(text).toContain('watchdeck start production/api');
	expect(text).toContain('p put it back');
	expect(text).not.toContain('quitting changes nothing');
	await screen.press('p');
	expect(screen.events.map(({ type }) => type)).toContain('drill/given up');
	expect(screen.state().drill).toMatchObject({ stage: 'broken', left: true });
});

test('in the demo nothing has to be put back', async () => {
	const screen = await drawn(broken, { columns: 80, rows: 24 }, { is: 'quit' });
	const text = (await screen.text()).join('\n');
	expect(text).not.toContain('put');
	expect(text).toContain('Nothing runs: quitting changes nothing.');
});
