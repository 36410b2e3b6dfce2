import { expect, onTestFinished, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, manyServices, seconds, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

test('sentences name the keys that the operator chose', async () => {
	const keys = { 'action/rollback': ['z'], 'fleet.page-down': ['n'], 'out.shell': [], 'fleet.copy': ['Y'] };
	const state = { ...fleetState(manyServices(40), {}), keys };
	const screen = await show({ state, at: start });
	onTestFinished(() => screen.end());
	expect((await screen.text()).join('\n')).toMatch(/\d+ more below: n /);
	await screen.press('g', 'y');
	expect((await screen.text())[22]).toBe(' Y copies a service: select one');
	await screen.press('s');
	expect((await screen.text())[22]).toBe(' : opens a shell on a host or in a service: select one');
	await screen.press('9');
	expect((await screen.text()).join('\n')).toContain('nothing was planned yet: z on a service plans a roll back, R a');
});

const none = fleetState([], {});
const one = fleetState([service('production/api')], { 'production/api': is('ok', 'running') });
const failure = { kind: 'login', message: 'vps2 refused the login.', fix: 'Try: ssh vps2.' } as const;
const lost: State = {
	...one,
	links: { ...one.links, vps2: { is: 'down', since: start, failure, retry: 'never' } },
	ui: { ...one.ui, selected: { ...one.ui.selected, fleet: 'host/vps2' } },
};
/** What each sentence says with the usual keys, and with those of an operator who chose others. */
const sentences: readonly (readonly [string, State, readonly string[], string, string])[] = [
	['that it is paused', one, ['p'], 'p goes on', 'Z goes on'],
	['that Fleet is filtered', one, ['/', 'a', 'p', 'i', 'enter'], 'esc shows all', 'B shows all'],
	['that Fleet has no such row', one, ['/', 'x', 'x', 'enter'], 'esc clears', 'B clears'],
	['that a list has no such row', one, ['0', '/', 'x', 'x', 'enter'], 'esc shows all', 'B shows all'],
	['that nothing is watched', { ...none, ui: { ...none.ui, screen: 'welcome' } }, [], 'q      quits', 'ctrl-q  quits'],
	['that a lost host is not tried again', lost, [], 'ctrl-r tries again', 'F tries again'],
];

test.each(sentences)('what says %s names the key that is bound', async (_, state, keys, usual, own) => {
	const drawn = async (from: State): Promise<string> => {
		const screen = await show({ state: from, at: start });
		onTestFinished(() => screen.end());
		await screen.press(...keys);
		await screen.advance(seconds(1));
		return (await screen.text()).join('\n');
	};
	expect(await drawn(state)).toContain(usual);
	const chosen = {
		...{ 'everywhere.pause': ['Z'], 'everywhere.back': ['B'], 'everywhere.quit': ['ctrl-q'] },
		'everywhere.refresh': ['F'],
	};
	const text = await drawn({ ...state, keys: chosen });
	expect(text).toContain(own);
	expect(text).not.toContain(usual);
});
