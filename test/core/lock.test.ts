import { describe, expect, test } from 'vitest';
import type { HostLock } from '../../src/core/host/locks.ts';
import { isShellless, lockKeyOf, othersLockOn, othersLocks } from '../../src/core/lock.ts';
import type { Service } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { aPlan, aService, aState, start } from '../support/plans.ts';
import { specOf } from './engine/world.ts';

const lock: HostLock = {
	...{ key: 'container-api', plan: '22d4de49', who: 'bob', what: 'restart production/api', why: '' },
	...{ since: start - 12_000, quiet: 3_000 },
};
const locked = (locks: readonly HostLock[], more: Partial<State> = {}): State => ({
	...aState(),
	locks: { vps1: { all: locks, at: start } },
	...more,
});
const api: Service = { ...aService(), hosts: ['vps1'] };
const [instance] = api.instances;

test('the lock that another one holds is found by the name of the container', () => {
	expect(othersLockOn(locked([lock]), api, start)).toMatchObject({ who: 'bob', host: 'vps1', stale: false });
	expect(othersLockOn(locked([{ ...lock, key: 'container-web' }]), api, start)).toBeUndefined();
});

test('it is found too while a roll back has given the containers other names', () => {
	if (instance === undefined) throw new Error('the service has a container');
	const name = 'api-next-22d4de49';
	const next = { ...instance, name, labels: { 'watchdeck.plan': '22d4de49' } };
	const kept = { ...instance, name: 'api-rb-22d4de49', state: 'exited' as const };
	const midway = { ...api, name: 'shop', instances: [next], former: [] };
	expect(othersLockOn(locked([lock]), midway, start)?.who).toBe('bob');
	expect(othersLockOn(locked([lock]), { ...midway, instances: [], former: [kept] }, start)?.who).toBe('bob');
});

describe("a service of the config whose name is that of another one's container", () => {
	const spec = (environment: string, container: string) => specOf('api', { environment, container });
	const services = [spec('production', 'api'), spec('staging', 'staging-api')];
	const state = locked([lock], { fleet: { ...aState().fleet, services } });
	const staging: Service = { ...api, id: 'staging/api', environment: 'staging', former: [] };

	test('does not wear the lock of that one', () => {
		const instances = api.instances.map((each) => ({ ...each, name: 'staging-api' }));
		expect(othersLockOn(state, { ...staging, instances }, start)).toBeUndefined();
		expect(othersLockOn(state, { ...staging, instances: [] }, start)).toBeUndefined();
	});

	test('is found by the container of the config where nothing is left of it', () => {
		expect(othersLockOn(state, { ...api, instances: [] }, start)?.who).toBe('bob');
		const own = { ...state, locks: { vps1: { all: [{ ...lock, key: 'container-staging-api' }], at: start } } };
		expect(othersLockOn(own, { ...staging, instances: [] }, start)?.who).toBe('bob');
	});
});

test('a half-made or kept one that stands in for the service is locked by the name of the service', () => {
	if (instance === undefined) throw new Error('the service has a container');
	const keyOf = (name: string) =>
		lockKeyOf({ ...api, instances: [{ ...instance, name, labels: { 'watchdeck.plan': '22d4de49' } }] });
	expect(keyOf('api-next-22d4de49')).toBe('container-api');
	expect(keyOf('api-rb-22d4de49')).toBe('container-api');
	expect(keyOf('api-next-step')).toBe('container-api-next-step');
});

test('our own lock is not that of somebody else', () => {
	const plan = aPlan();
	const runs = { [plan.id]: { plan, opened: start, stage: 'running', entries: [] } } as const;
	expect(othersLocks(locked([{ ...lock, plan: plan.id }], { runs }), ['vps1'], start)).toEqual([]);
});

test('what a host said of its locks half a minute ago is not believed any more', () => {
	expect(othersLocks(locked([lock]), ['vps1'], start + 30_000)).toHaveLength(1);
	expect(othersLocks(locked([lock]), ['vps1'], start + 31_000)).toEqual([]);
});

test('a lock that was silent for a minute is stale', () => {
	expect(othersLockOn(locked([{ ...lock, quiet: 60_000 }]), api, start)?.stale).toBe(true);
});

test.each([
	['tcp://vps:2376', true],
	['https://10.0.0.4:2376', true],
	['tcp://localhost.example.com:2375', true],
	['tcp://localhost:2375', false],
	['tcp://127.0.0.1:2375', false],
	['http://[::1]:2375', false],
	['/run/user/1000/docker.sock', false],
	[undefined, false],
])('a lock for the engine at %s lies on the machine that asks: %s', (engine, is) => {
	const host = { name: 'vps1', ...(engine === undefined ? {} : { engine }) };
	expect(isShellless({ ...host, reach: 'local' })).toBe(is);
	expect(isShellless({ ...host, reach: { ssh: 'vps1' } })).toBe(false);
});
