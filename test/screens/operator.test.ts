import { describe, expect, onTestFinished, test } from 'vitest';
import { initialState } from '../../src/core/initial.ts';
import type { State } from '../../src/core/state.ts';
import type { Dialog } from '../../src/core/ui.ts';
import { start } from './fleet-state.ts';
import { type Screen, show } from './screen.ts';

const asked = (columns = 80, rows = 24): State =>
	initialState({
		...{ at: start, operator: 'root@vps1', account: 'root', demo: false, readOnly: false, size: { columns, rows } },
		fleet: { hosts: [{ name: 'vps1', reach: { ssh: 'vps1' } }], environments: [], services: [], discover: ['vps1'] },
	});
const drawn = async (state = asked()): Promise<Screen> => {
	const screen = await show({ state, at: start });
	onTestFinished(() => screen.end());
	return screen;
};
const header = async (screen: Screen) => (await screen.text())[0];
const later: Dialog = { is: 'quit' };

describe('who acts', () => {
	test.each([
		[80, 24],
		[200, 50],
	])('is asked with the first frame: %i x %i', async (columns, rows) => {
		const screen = await drawn(asked(columns, rows));
		const text = await screen.text();
		expect(text.slice(1, 13)).toEqual([
			'',
			'  Who are you?',
			'',
			'  This account (root) is shared; locks and journal name the operator.',
			'',
			'  your name',
			'',
			'',
			'  enter  takes the name; without one you stay root@vps1',
			'  esc    stays root@vps1',
			'',
			'  Not asked where --as, $WATCHDECK_OPERATOR or the config names the operator.',
		]);
		expect(text[0]).toContain('root@vps1');
		expect(text).toHaveLength(rows);
	});

	test('is what was typed, at once, also letters that are keys elsewhere', async () => {
		const screen = await drawn();
		await screen.press('q', 'r', 'y', '?', 'backspace', 'enter');
		expect(screen.state().operator).toBe('qry');
		expect(screen.state().ui).not.toHaveProperty('dialog');
		expect(screen.state().ui).not.toHaveProperty('field');
		expect(await header(screen)).toContain('qry');
		expect(await header(screen)).not.toContain('root@vps1');
	});

	test('may be pasted', async () => {
		const screen = await drawn();
		await screen.paste('anna@example.org\n');
		await screen.press('enter');
		expect(screen.state().operator).toBe('anna@example.org');
	});

	test.each([['enter'], ['esc'], ['ctrl-c']])('stays account and machine after %s alone', async (key) => {
		const screen = await drawn();
		await screen.press(key);
		expect(screen.state().operator).toBe('root@vps1');
		expect(screen.state().ui).not.toHaveProperty('dialog');
		expect(screen.state().ui).not.toHaveProperty('field');
	});

	test('is not taken from letters that were typed before esc', async () => {
		const screen = await drawn();
		await screen.press('a', 'esc');
		expect(screen.state().operator).toBe('root@vps1');
	});

	test('says how to mend what is no name, until it is changed', async () => {
		const screen = await drawn();
		await screen.press('a', 'space', 'b', 'enter');
		const wrong = (await screen.text()).join('\n');
		expect(wrong).toContain('“a b” cannot be used as a name.');
		expect(wrong).toContain('Begin with a letter or digit');
		expect(screen.state().operator).toBe('root@vps1');
		await screen.press('backspace');
		expect((await screen.text()).join('\n')).not.toContain('cannot be used');
		await screen.press('backspace', 'n', 'enter');
		expect(screen.state().operator).toBe('an');
	});
});

describe('what wants to be opened meanwhile', () => {
	test.each([['enter'], ['esc'], ['ctrl-c']])('waits for the answer, and is there after %s', async (key) => {
		const screen = await drawn();
		await screen.press('a');
		await screen.dispatch({ type: 'dialog/opened', at: start, dialog: later });
		expect((await screen.text())[2]).toBe('  Who are you?');
		expect((await screen.text())[6]).toBe('  your name  a');
		await screen.press(key);
		expect(screen.state().ui.dialog).toEqual(later);
	});

	test('is not lost by a name that was refused', async () => {
		const screen = await drawn();
		await screen.dispatch({ type: 'dialog/opened', at: start, dialog: later });
		await screen.press('-', 'enter', 'backspace', 'a', 'enter');
		expect(screen.state()).toMatchObject({ operator: 'a', ui: { dialog: later } });
	});
});
