import { expect, test } from 'vitest';
import { logsWanted } from '../../src/app/log-taps.ts';
import type { LogsUi } from '../../src/core/logs/looks.ts';
import type { State } from '../../src/core/state.ts';
import { specOf } from '../core/engine/world.ts';
import { aService, aState, instance, start } from '../support/plans.ts';

function onLogs(logs: Partial<LogsUi>): State {
	const state = aState();
	const web = aService({ id: 'production/web', name: 'web', instances: [instance('web1', 'd')] });
	const services = { ...state.services, 'production/web': web };
	const ui = { ...state.ui, screen: 'logs' as const, service: 'production/api', logs: { ...state.ui.logs, ...logs } };
	return { ...state, services, ui };
}

const told = (state: State, followed?: string) =>
	logsWanted(state, followed).map(({ id, taps, merged = false }) => [
		id,
		merged,
		taps.map(({ key, name }) => `${key} ${name}`),
	]);

test('a service has the logs of its containers, an environment those of all under the names of services', () => {
	expect(told(onLogs({}))).toEqual([['production/api', false, ['vps1/old api']]]);
	expect(told(onLogs({ group: 'production' }))).toEqual([['production/', true, ['vps1/old api', 'vps1/web1 web']]]);
	const fleet = onLogs({ group: 'production' });
	expect(told({ ...fleet, ui: { ...fleet.ui, screen: 'fleet' } }, 'production/web')).toEqual([
		['production/web', false, ['vps1/web1 api']],
	]);
	expect(told({ ...fleet, ui: { ...fleet.ui, screen: 'fleet' } })).toEqual([]);
});

test('two logs of a service that are called the same are told apart by their hosts', () => {
	const state = onLogs({});
	const file = { is: 'file', file: '/app.log' } as const;
	const logs = [
		{ ...file, host: 'vps1' },
		{ ...file, host: 'vps2' },
		{ is: 'unit', host: 'vps2', unit: 'nginx' },
	] as const;
	const services = [specOf('api', { logs })];
	expect(told({ ...state, fleet: { ...state.fleet, services } }).flatMap(([, , taps]) => taps)).toEqual([
		...['vps1/old api', 'vps1 file /app.log /app.log on vps1', 'vps2 file /app.log /app.log on vps2'],
		'vps2 unit nginx nginx',
	]);
});

test('the log on the screen stays when its service is gone, and with it what was left to go back to; elsewhere it goes', () => {
	const gone = (state: State): State => ({ ...state, services: {} });
	expect(told(gone(onLogs({})))).toEqual([['production/api', false, []]]);
	const around = { at: start, what: 'a run', before: { logs: onLogs({}).ui.logs } };
	expect(told(gone(onLogs({ around })))).toEqual([
		[`production/api around ${start}`, false, []],
		['production/api', false, []],
	]);
	const onService = gone(onLogs({}));
	expect(told({ ...onService, ui: { ...onService.ui, screen: 'service' } }, 'production/api')).toEqual([]);
});

test('around an event also what was set aside is read; the log that one goes back to goes on', () => {
	const around = { at: start, what: 'a run' };
	const id = `production/api around ${start}`;
	expect(told(onLogs({ around }))).toEqual([[id, false, ['vps1/old api', 'vps1/older api-old']]]);
	const before = { logs: onLogs({}).ui.logs };
	expect(told(onLogs({ around: { ...around, before } })).map(([one]) => one)).toEqual([id, 'production/api']);
	const [first] = logsWanted(onLogs({ around }), undefined);
	const call = first?.taps[0]?.call(undefined, false);
	expect(call && 'path' in call && call.path).toContain('since=1795269601.000&until=1795269901.000');
	expect(first?.taps[0]?.until).toBe(start + 150_000);
});
