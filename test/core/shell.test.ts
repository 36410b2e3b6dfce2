import { describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { shellForbidden, shellOf } from '../../src/core/shell.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service } from '../screens/fleet-state.ts';

const stateWith = (host: Host, more: Partial<State> = {}): State => {
	const state = fleetState([service('production/api'), service('staging/api')], {});
	return { ...state, fleet: { ...state.fleet, hosts: [host] }, ...more };
};
const remote: Host = { name: 'vps1', reach: { ssh: 'deployer@vps1' } };
const words = (state: State, of: string) => {
	const shell = shellOf(state, of);
	return shell.ok ? shell.value.words : shell.failure.message;
};

describe('a shell', () => {
	test('on a host is ssh in this terminal', () => {
		expect(words(stateWith(remote), 'host/vps1')).toEqual(['ssh', '-t', '--', 'deployer@vps1']);
		expect(words(stateWith({ name: 'vps1', reach: 'local' }), 'host/vps1')).toEqual([
			'sh',
			'-c',
			'exec "${SHELL:-sh}"',
		]);
	});
	test('in a service is docker exec, through ssh quoted as one word', () => {
		const inside = [
			'exec',
			'-it',
			'api-0123456789ab',
			'sh',
			'-c',
			'command -v bash >/dev/null 2>&1 && exec bash; exec sh',
		];
		expect(words(stateWith({ name: 'vps1', reach: 'local', engine: '/run/x.sock' }), 'production/api')).toEqual([
			...['docker', '-H', 'unix:///run/x.sock'],
			...inside,
		]);
		expect(words(stateWith(remote), 'production/api')).toEqual([
			...['ssh', '-t', '--', 'deployer@vps1'],
			"docker exec -it api-0123456789ab sh -c 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'",
		]);
	});
	test('needs a container that runs, and a host that is real', () => {
		expect(words({ ...stateWith(remote), services: { 'x/y': service('x/y', { instances: [] }) } }, 'x/y')).toMatch(
			/No container/,
		);
		expect(words(stateWith({ name: 'vps1', reach: 'demo' }), 'host/vps1')).toMatch(/simulated/);
		expect(words(stateWith(remote), 'production/gone')).toMatch(/no production\/gone any more/);
	});
	test('is protected as the strictest of what could be changed in it', () => {
		const of = (id: string) => {
			const shell = shellOf(stateWith(remote), id);
			return shell.ok ? shell.value.protection : undefined;
		};
		expect([of('staging/api'), of('production/api'), of('host/vps1')]).toEqual(['guarded', 'protected', 'protected']);
	});
	test('is refused where nothing may be changed', () => {
		const locked = stateWith(remote);
		const state = {
			...locked,
			fleet: { ...locked.fleet, environments: [{ name: 'production', protection: 'locked' as const }] },
		};
		const shell = shellOf(state, 'host/vps1');
		expect(shell.ok && shellForbidden(state, shell.value)).toMatch(/host\/vps1 is locked/);
		expect(shell.ok && shellForbidden({ ...state, readOnly: true }, shell.value)).toMatch(/--read-only/);
	});
});
