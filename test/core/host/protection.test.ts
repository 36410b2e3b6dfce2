import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/core/config/fleet.ts';
import { hostProtection } from '../../../src/core/host/protection.ts';
import type { Instance, Protection } from '../../../src/core/model.ts';
import type { State } from '../../../src/core/state.ts';
import { fleetState, minutes, service, start } from '../../screens/fleet-state.ts';

type Environments = Readonly<Record<string, Protection>>;

/** vps1, whose engine was read, with one service in `staging`, which is in the config. */
const stateWith = (environments: Environments, more: Partial<State> = {}): State => {
	const state = fleetState([service('staging/api')], {});
	const fleet: Fleet = {
		...state.fleet,
		environments: Object.entries(environments).map(([name, protection]) => ({ name, protection })),
		// Only where it belongs to is looked at.
		services: [{ environment: 'staging', name: 'api', host: 'vps1' } as Fleet['services'][number]],
	};
	return { ...state, fleet, ...more };
};
const of = (state: State, now = start) => hostProtection(state, 'vps1', now);
const unread: Partial<State> = { engines: {} };
const open: Environments = { staging: 'open' };

const container = (name: string, labels: Instance['labels'] = {}): Instance => ({
	...{ host: 'vps1', id: name, name, image: { id: 'sha256:1' }, labels },
	...{ restarts: 0, state: 'running', health: 'none' },
});
const running = (...containers: readonly Instance[]): Partial<State> => {
	const value = { containers: Object.fromEntries(containers.map((one) => [one.id, one])), images: [] };
	return { engines: { vps1: { value, at: start, misses: 0 } } };
};

describe('the protection of a host', () => {
	test('is that of what runs there, the strictest', () => {
		expect(of(stateWith(open))).toBe('open');
		const both = fleetState([service('staging/api'), service('production/api')], {}).services;
		expect(of(stateWith({ staging: 'open', production: 'guarded' }, { services: both }))).toBe('guarded');
		expect(of(stateWith({ staging: 'open', production: 'locked' }, { services: both }))).toBe('locked');
	});
	test('is protected where nothing runs', () => {
		expect(of(stateWith(open, { services: {} }))).toBe('protected');
	});
});

describe('the protection of a host of which is not known what runs there', () => {
	const refused = { kind: 'refused', message: 'refused' } as const;
	const value = { containers: {}, images: [] };
	const lost: readonly (readonly [string, Partial<State>])[] = [
		['never read', unread],
		['its engine refuses', { engines: { vps1: { failure: refused, misses: 1 } } }],
		['its engine refuses now', { engines: { vps1: { value, at: start, failure: refused, misses: 1 } } }],
		['its engine hangs', { pings: { vps1: { failure: refused, misses: 1 } } }],
		['not reached', { links: { vps1: { is: 'down', since: start, failure: refused, retry: 'never' } } }],
	];
	test.each(lost)('is never less than protected: %s', (_what, more) => {
		expect(of(stateWith(open, more))).toBe('protected');
		expect(of(stateWith({ staging: 'locked' }, more))).toBe('locked');
	});
	test('is never less than protected: read too long ago', () => {
		expect(of(stateWith(open), start + minutes(10))).toBe('protected');
	});
	test('is locked where an environment that may live anywhere is', () => {
		const environments: Environments = { staging: 'open', production: 'locked' };
		expect(of(stateWith(environments, unread))).toBe('locked');
		expect(of(stateWith(environments))).toBe('open');
	});
	test('is not that of an environment whose services the config puts elsewhere', () => {
		const state = stateWith({ staging: 'open', production: 'locked' }, unread);
		const elsewhere = { environment: 'production', name: 'api', host: 'vps2' } as Fleet['services'][number];
		const fleet = { ...state.fleet, services: [...state.fleet.services, elsewhere] };
		expect(of({ ...state, fleet })).toBe('protected');
	});
});

describe('a container that is in no service', () => {
	test('is protected as what says nothing is', () => {
		expect(of(stateWith(open, running(container('db'))))).toBe('protected');
	});
	test('is protected as the environment of its project', () => {
		const labels = { 'com.docker.compose.project': 'production', 'com.docker.compose.service': 'db' };
		const state = stateWith({ staging: 'open', production: 'locked' }, running(container('db', labels)));
		expect(of(state)).toBe('locked');
	});
	test('is none where a service has it', () => {
		const [mine] = Object.values(stateWith(open).services).flatMap(({ instances }) => instances);
		expect(mine).toBeDefined();
		expect(of(stateWith(open, running(...(mine === undefined ? [] : [mine]))))).toBe('open');
	});
});
