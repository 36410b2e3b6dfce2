import { expect, test } from 'vitest';
import { datasetActions } from '../../src/actions/dataset/index.ts';
import { actions } from '../../src/actions/index.ts';
import { commands } from '../../src/app/commands.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { BackupCopy, BackupFound } from '../../src/core/finding.ts';
import { textOf } from '../../src/core/line.ts';
import { paletteScreen } from '../../src/core/select/palette.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service, start } from '../screens/fleet-state.ts';
import { found, withFacts } from '../screens/found.ts';

test('every action that is asked for is a command, under its key where it has one, and no other action is one', () => {
	const shown = commands.flatMap(({ id, keys }) => (id.startsWith('action/') ? [[id.slice(7), keys]] : []));
	const wanted = [...Object.values(actions), ...Object.values(datasetActions)].flatMap(({ name, asked }) =>
		asked === false ? [] : [[name, asked.key === undefined ? [] : [asked.key]]],
	);
	expect(shown.sort()).toEqual(wanted.sort());
	const all = ['backup', 'deploy', 'restart', 'restore', 'rollback', 'scale', 'start', 'stop', 'takeover', 'verify'];
	expect(wanted.map(([name]) => name)).toEqual(all);
});

test('what is typed after an action in the palette is planned for the selected service', () => {
	const swarm = service('shop/api', { platform: 'swarm' });
	const choices = (name: string, rest: string, of = swarm) => {
		const state = fleetState([of], {});
		const selected = { ...state, ui: { ...state.ui, screen: 'service' as const, service: of.id } };
		const typed = commands.find(({ id }) => id === `action/${name}`)?.typed;
		return typed?.choices(rest, selected, start).map(({ text, blocked, run }) => ({
			...{ text, blocked, event: run(start) },
		}));
	};
	const wanted = (want: object) => ({ type: 'action/wanted', at: start, service: 'shop/api', want });
	// No manager of its Swarm is known here.
	expect(choices('scale', ' 3 ')).toEqual([
		{
			text: 'scale shop/api to 3',
			blocked: expect.stringContaining('a manager'),
			event: wanted({ action: 'scale', to: 3 }),
		},
	]);
	expect(choices('deploy', 'shop/api:v2', service('shop/api'))).toEqual([
		{
			text: 'deploy shop/api to shop/api:v2',
			blocked: undefined,
			event: wanted({ action: 'deploy', image: 'shop/api:v2' }),
		},
	]);
	const typed = commands.find(({ id }) => id === 'action/deploy')?.typed;
	expect(typed?.choices('shop/api:v2', fleetState([], {}), start)).toMatchObject([
		{ text: 'deploy to shop/api:v2', blocked: 'to deploy a service, select one' },
	]);
	for (const rest of ['', 'three', '-1']) expect(choices('scale', rest)).toEqual([]);
	for (const rest of ['', 'shop/api:', 'Not An Image', '$(id)']) expect(choices('deploy', rest)).toEqual([]);
	expect(commands.find(({ id }) => id === 'action/restart')?.typed).toBeUndefined();
});

test('what is typed in the palette is not cut before what it does', () => {
	const image = 'registry.example:5000/shop/api:2026-11-21';
	const { ui, ...state } = fleetState([service('production/checkout')], {});
	const typing: State = {
		...state,
		ui: {
			...ui,
			...{ screen: 'service', service: 'production/checkout', dialog: { is: 'palette', selected: 0 } },
			field: { of: 'palette', text: `deploy ${image}`, at: 0 },
		},
	};
	const feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	const [row] = paletteScreen(commands)(typing, feeds, start).rows;
	expect(textOf(row?.line ?? [])).toContain(`deploy production/checkout to ${image}  plan`);
});

test('of the backups that a restore may go to, those that restores dumped come last, and say what they are', () => {
	const spec: DatasetSpec = {
		...{ environment: 'shop', name: 'db', kind: 'files', host: 'vps1', folder: '/b', pattern: '*', shrink: 0.5 },
		...{ keep: 7, settings: { path: '/srv' }, tables: [], checks: [], writers: [], verify: { in: 'apart' } },
		...{ every: 60_000, timeout: 60_000 },
	};
	const own = { bytes: 10, sha256: 'a', began: start, took: 1 };
	const copies: readonly BackupCopy[] = [
		{ file: 'db-3', at: start, bytes: 10, own: { ...own, safety: true } },
		{ file: 'db-2', at: start - 1, bytes: 10, of: 'shop/other' },
		{ file: 'db-1', at: start - 2, bytes: 10, own },
	];
	const seen: BackupFound = { is: 'backup', name: 'db', place: 'vps1:/b', dataset: 'shop/db', copies };
	const read = withFacts(fleetState([], {}), 'host/vps1', [found('backup', [seen])]);
	const state: State = {
		...read,
		fleet: { ...read.fleet, datasets: [spec] },
		ui: { ...read.ui, screen: 'backups' },
	};
	const typed = commands.find(({ id }) => id === 'action/restore')?.typed;
	expect(typed?.choices('', state, start).map(({ text }) => text.replace(/^restore shop\/db: /, ''))).toEqual([
		'db-1  0m old, 10B',
		'db-3  0m old, 10B, what a restore replaced',
		'db-2  0m old, 10B, of shop/other',
	]);
});
