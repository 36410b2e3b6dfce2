import { describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { shellForbidden, shellOf } from '../../src/core/shell.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service, start } from '../screens/fleet-state.ts';

const stateWith = (host: Host, more: Partial<State> = {}): State => {
	const state = fleetState([service('production/api'), service('staging/api')], {});
	return { ...state, fleet: { ...state.fleet, hosts: [host] }, ...more };
};
const remote: Host = { name: 'vps1', reach: { ssh: 'deployer@vps1' } };
const words = (state: State, of: string) => {
	const shell = shellOf(state, of, start);
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
			"docker -H unix:///var/run/docker.sock exec -it api-0123456789ab sh -c 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'",
		]);
	});
	test('asks the engine that is shown, whatever the account there has chosen for its own `docker`', () => {
		const chosen = (host: Omit<Host, 'name' | 'reach'>) => {
			const given = words(stateWith({ name: 'vps1', reach: 'local', ...host }), 'production/api');
			return typeof given === 'string' ? given : given.slice(1, given.indexOf('exec'));
		};
		expect(chosen({})).toEqual(['-H', 'unix:///var/run/docker.sock']);
		expect(chosen({ engine: 'unix:///run/x.sock' })).toEqual(['-H', 'unix:///run/x.sock']);
		expect(chosen({ engine: 'tcp://10.0.0.1:2375' })).toEqual(['-H', 'tcp://10.0.0.1:2375']);
		expect(chosen({ engine: 'tcp://db:2376', tls: { ca: '/c/ca.pem', cert: '/c/cert.pem' } })).toEqual([
			...['-H', 'tcp://db:2376', '--tlsverify', '--tlscacert', '/c/ca.pem', '--tlscert', '/c/cert.pem'],
		]);
	});
	test('in a container is refused where only sudo leads to the engine: what it may run there is one command', () => {
		const shell = shellOf(stateWith({ ...remote, sudo: true }), 'production/api', start);
		expect(shell).toEqual({
			ok: false,
			failure: {
				kind: 'forbidden',
				message: 'The engine of vps1 is asked by sudo, which gives no shell in a container.',
				fix: 'Press s on host/vps1 for a shell there, and in it run: sudo docker -H unix:///var/run/docker.sock exec -it api-0123456789ab sh',
			},
		});
		expect(words(stateWith({ ...remote, sudo: true }), 'host/vps1')).toEqual(['ssh', '-t', '--', 'deployer@vps1']);
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
			const shell = shellOf(stateWith(remote), id, start);
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
		const shell = shellOf(state, 'host/vps1', start);
		expect(shell.ok && shellForbidden(state, shell.value)).toMatch(/host\/vps1 is locked/);
		expect(shell.ok && shellForbidden({ ...state, readOnly: true }, shell.value)).toMatch(/--read-only/);
	});
});
