import { expect, test } from 'vitest';
import type { LogSource } from '../../../../src/core/logs/source.ts';
import { ownView } from '../../../../src/core/select/logs/named.ts';
import type { State } from '../../../../src/core/state.ts';
import { aService, aState, instance } from '../../../support/plans.ts';
import { specOf } from '../../engine/world.ts';

function stateOf(names: readonly string[], logs?: readonly LogSource[]): State {
	const state = aState();
	const service = aService({ instances: names.map((name) => instance(name, 'c', { name })) });
	const services = [specOf('api', logs === undefined ? {} : { logs })];
	return {
		...{ ...state, services: { [service.id]: service }, fleet: { ...state.fleet, services } },
		ui: { ...state.ui, service: service.id },
	};
}

test('the logs of a service need names where there are several, as wide as these are', () => {
	const file: LogSource = { is: 'file', host: 'vps1', file: '/var/log/app.log' };
	expect(ownView(stateOf(['api']), undefined)?.names).toBeUndefined();
	expect(ownView(stateOf(['api-1', 'api-10']), undefined)?.names).toBe(6);
	expect(ownView(stateOf(['api'], [file]), undefined)?.names).toBe('app.log'.length);
	expect(ownView(stateOf([], [file, { ...file, host: 'h2' }]), undefined)?.names).toBe('app.log on vps1'.length);
	expect(ownView(stateOf(['a', 'x'.repeat(99)]), undefined)?.names).toBe(20);
});

test('they are looked for again only when services, config or the screen change', () => {
	const state = stateOf(['a', 'b']);
	const view = ownView(state, undefined);
	expect(ownView({ ...state, links: {} }, view)).toBe(view);
	expect(ownView({ ...state, services: {} }, view)?.names).toBeUndefined();
	const grouped = { ...state.ui, logs: { ...state.ui.logs, group: 'production' } };
	expect(ownView({ ...state, ui: grouped }, view)).toBeUndefined();
});
