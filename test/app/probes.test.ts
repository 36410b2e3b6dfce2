import { expect, test } from 'vitest';
import { probesOf } from '../../src/app/probes.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service } from '../screens/fleet-state.ts';

const ids = Array.from({ length: 30 }, (_, index) => `shop/s${index}`);
const state = (selected: string | undefined, counted: State['counted'] = { vps1: {} }) => {
	const made = fleetState(
		ids.map((id) => service(id)),
		{},
	);
	return { ...made, counted, ui: { ...made.ui, selected: selected === undefined ? {} : { fleet: selected } } };
};
const instanceIn = ({ services }: Pick<State, 'services'>, id: string) => services[id]?.instances[0]?.id;
const use = (visible: readonly string[], selected?: string, counted?: State['counted']) =>
	Object.fromEntries(
		probesOf(state(selected, counted), visible)
			.filter(({ probe }) => probe.kind === 'stats')
			.map(({ probe, mode }) => [probe.of, mode === 'read, then watch' ? 'stream' : probe.every]),
	);

test('the nearer a service is to the eyes, the more often its use is read', () => {
	const of = use(ids.slice(0, 20), 'shop/s12');
	expect(of['shop/s12']).toBe('stream');
	expect(ids.slice(0, 7).map((id) => of[id])).toEqual(Array(7).fill('stream'));
	expect(of['shop/s7']).toBe(15_000);
	expect(of['shop/s20']).toBe(60_000);
	expect(Object.keys(of)).toHaveLength(30);
});

test('of what its host counts by itself the engine is asked only while somebody looks at it', () => {
	const [first, second] = ids.slice(0, 2).map((id) => instanceIn(state(undefined), id));
	const counted = { vps1: { [first ?? '']: true as const } };
	const of = use(ids.slice(0, 20), 'shop/s12', counted);
	expect(of['shop/s0']).toBeUndefined();
	expect(of['shop/s1']).toBe('stream');
	expect(use(ids, 'shop/s0', counted)['shop/s0']).toBe('stream');
	expect(use(['shop/s0'], undefined, counted)['shop/s0']).toBe('stream');
	expect(use(ids, 'shop/s0', { vps1: { [first ?? '']: true, [second ?? '']: true } })['shop/s1']).toBeUndefined();
});

test('until a host was asked what it counts, its engine is asked of nothing but what is looked at', () => {
	expect(use(ids.slice(0, 20), 'shop/s12', {})).toEqual({ 'shop/s12': 'stream' });
});

test('the only service on a screen is streamed, selected or not', () => {
	expect(use(['shop/s3'])['shop/s3']).toBe('stream');
});

test('what is asked of a host that is reached otherwise than before is asked anew', () => {
	const line = {
		...({ kind: 'tcp', layer: 'outside', name: 'smtp', of: 'host/vps1', from: 'vps1' } as const),
		...{ every: 5000, timeout: 5000, failures: 1, line: {} },
	};
	const at = (ssh: string) => {
		const { fleet, ...rest } = state(undefined);
		const hosts = [{ name: 'vps1', reach: { ssh } }];
		const scheduled = probesOf({ ...rest, fleet: { ...fleet, hosts, probes: [line] } }, []);
		return scheduled.filter(({ probe }) => probe.name === 'smtp');
	};
	expect(at('vps1')).toEqual(at('vps1'));
	expect(at('vps1')).not.toEqual(at('elsewhere'));
});

test('for locks of other programs a host is asked where labels tell of such, once for all of them', () => {
	const labelled = (id: string, labels: Readonly<Record<string, string>>) => {
		const plain = service(id);
		return { ...plain, instances: plain.instances.map((one) => ({ ...one, labels })) };
	};
	const asked = (...services: Parameters<typeof fleetState>[0]) =>
		probesOf(fleetState(services, {}), []).filter(({ probe }) => probe.kind === 'foreign');
	expect(asked(service('shop/api'))).toEqual([]);
	const dokku = ['web', 'api'].map((name) => labelled(`shop/${name}`, { 'com.dokku.app-name': name }));
	const found = asked(...dokku, labelled('shop/db', { service: 'shop-db' }), service('shop/other'));
	expect(found.map(({ probe: { of, spec } }) => [of, spec])).toEqual([
		['host/vps1', { host: 'vps1', Kamal: ['shop-db'], Dokku: ['api', 'web'] }],
	]);
});
