import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeReload } from '../../src/app/reload.ts';
import type { Event } from '../../src/core/event.ts';
import { initialState } from '../../src/core/initial.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { pathsOf } from '../../src/io/paths.ts';

let folder: string;
let path: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-reload-'));
	path = join(folder, 'deck.yaml');
});
afterAll(() => rmSync(folder, { recursive: true }));

const fleet = { hosts: [], environments: [], services: [], discover: [] };
const size = { columns: 80, rows: 24 };
let state: State;
let events: Event[];
let hosts: string[];
beforeEach(() => {
	state = initialState({ at: 1, fleet, operator: 'anna', demo: false, readOnly: false, size });
	events = [];
	hosts = [];
});
const made = (more: { readonly named: boolean } = { named: true }) => {
	const env = { HOME: folder, XDG_CONFIG_HOME: folder };
	const looking = { paths: pathsOf(env, folder), folder, env, ...(more.named ? { config: path } : {}) };
	return makeReload({
		...{ file: { path, looking }, state: () => state, now: () => 2 },
		emit: (event) => events.push(event),
		setHosts: async (given) => {
			hosts = given.map(({ name }) => name);
		},
	});
};
const said = () => events.flatMap((event) => (event.type === 'message/shown' ? event.message.text : []));
const write = (text: string) => writeFileSync(path, text, { mode: 0o600 });

test('a changed config is taken over, with what there is now', async () => {
	write('hosts: { web1: { ssh: web1 } }\n');
	await made().reload();
	expect(events[0]).toMatchObject({ type: 'fleet/changed', fleet: { hosts: [{ name: 'web1' }] } });
	expect(hosts).toEqual(['web1']);
	expect(said()).toEqual(['the config was read anew: 1 host, 0 services, 0 probes']);
});

test('keys and theme that changed are told to count from the next start on', async () => {
	write('theme: light\nkeys: { everywhere.refresh: [f] }\n');
	await made().reload();
	expect(said()).toEqual([expect.stringMatching(/probes; keys, theme: from the next start on$/)]);
	state = { ...state, fleet: { ...fleet, theme: 'light', keys: { 'everywhere.refresh': ['f'] } } };
	events = [];
	await made().reload();
	expect(said()).toEqual([expect.stringMatching(/probes$/)]);
});

test('who acts stays who it was when the cockpit opened, and it says so', async () => {
	write('operator: berta\n');
	await made().reload();
	expect(said()).toEqual([expect.stringMatching(/probes; operator: from the next start on$/)]);
	expect(events.reduce(reduce, state).operator).toBe('anna');
});

test.each([
	[
		'hosts: { web1: { shh: web1 } }\n',
		/not taken over.*deck\.yaml:1:\d+: `hosts\.web1` has no `shh`.*Did you mean `ssh`\?/s,
	],
	['hosts: [\n', /not taken over.*deck\.yaml:\d+:\d+: this is not YAML/s],
])('a wrong one changes nothing, and is told with its place', async (text, message) => {
	write(text);
	await made().reload();
	expect(events).toHaveLength(1);
	expect(said()[0]).toMatch(message);
	expect(hosts).toEqual([]);
});

test('one that is gone is told, and the one before goes on', async () => {
	rmSync(path, { force: true });
	await made().reload();
	expect(events).toHaveLength(1);
	expect(said()[0]).toContain(path);
});

test('one of the current folder must be accepted again', async () => {
	write('hosts: { web1: { ssh: web1 } }\n');
	await made({ named: false }).reload();
	expect(events).toHaveLength(1);
	expect(said()[0]).toMatch(/not accepted yet.*watchdeck check --accept`, then press ctrl-r\.$/s);
	state = { ...state, keys: { 'everywhere.refresh': ['f'] } };
	events = [];
	await made({ named: false }).reload();
	expect(said()[0]).toMatch(/then press f\.$/);
});

test('while a plan is being made it waits, and is due afterwards', async () => {
	write('hosts: { web1: { ssh: web1 } }\n');
	const { making: _none, ...idle } = state;
	state = { ...idle, making: { want: { action: 'restart' }, service: 'production/api', since: 1 } };
	const reload = made();
	await reload.reload();
	expect([hosts, reload.isDue()]).toEqual([[], false]);
	expect(said()[0]).toContain('taken over when');
	state = idle;
	expect(reload.isDue()).toBe(true);
	await reload.reload();
	expect([hosts, reload.isDue()]).toEqual([['web1'], false]);
});
