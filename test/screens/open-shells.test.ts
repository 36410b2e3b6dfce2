import { afterEach, expect, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, minutes, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const open = (of: string, by = 'anna'): State => {
	const state = fleetState([service('production/api')], { 'production/api': is('ok', 'running, healthy') });
	const shell = { of, by, since: start - minutes(5), run: 'a', session: 'here/1/1' };
	return { ...state, shells: { [of]: [shell] }, ui: { ...state.ui, selected: { fleet: of } } };
};
async function drawn(state: State): Promise<readonly string[]> {
	const screen = await show({ state, at: start });
	ends.push(screen.end);
	return screen.text();
}

test.each(['production/api', 'host/vps1'])('who has a shell stands in the row and the story: %s', async (of) => {
	const text = await drawn(open(of));
	expect(text.find((line) => line.startsWith('>'))).toContain('anna shell 5m');
	expect(text.join('\n')).toContain('shell    open: anna for 5m; what is done in it is not known');
});

test('on a service screen it stands too', async () => {
	const state = open('production/api');
	const text = await drawn({ ...state, ui: { ...state.ui, screen: 'service', service: 'production/api' } });
	expect(text.join('\n')).toContain('shell    open: anna for 5m');
});

test.each([
	[80, 24],
	[200, 50],
])('at %ix%i it stands in the lists of an environment and of the hosts', async (columns, rows) => {
	const on = (state: State, screen: 'environment' | 'hosts'): State => ({
		...state,
		ui: { ...state.ui, screen, size: { columns, rows } },
	});
	const services = await drawn(on(open('production/api'), 'environment'));
	expect(services.find((line) => line.startsWith('>'))).toContain('anna shell');
	const hosts = await drawn(on(open('host/vps1'), 'hosts'));
	expect(hosts.find((line) => line.startsWith('>'))).toContain('anna shell 5m');
	expect(hosts.join('\n')).toContain('shell    open: anna for 5m; what is done in it is not known');
	expect(hosts.find((line) => line.startsWith(' vps2'))).toContain('up ');
});

test('a name in the journal is drawn as text', async () => {
	const text = (await drawn(open('production/api', '\u001b[2J\u001b]0;evil\u0007eve\u202e'))).join('\n');
	expect(text).toContain('eve shell 5m');
	expect(text).not.toMatch(/evil|\u001b|\u202e/);
});
