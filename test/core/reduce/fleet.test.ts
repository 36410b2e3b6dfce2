import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/core/config/fleet.ts';
import { withFleet } from '../../../src/core/reduce/fleet.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { LayerFact, State } from '../../../src/core/state.ts';
import { fleetState, is, service, start } from '../../screens/fleet-state.ts';

const fact = (source: string, kind = source): LayerFact => ({
	...{ layer: 'outside', source, kind, streak: 1, need: 1, history: [true], every: 5000 },
	observed: { value: is('ok', '200'), at: start, misses: 0 },
});
const probe = (of: string, name: string) => ({
	...({ kind: 'tcp', layer: 'outside', name, of, from: 'vps1' } as const),
	...{ every: 5000, timeout: 5000, failures: 1, line: {} },
});
const known = (): State => {
	const state = fleetState([service('production/api')], { 'production/api': is('ok', 'running') });
	const up = { is: 'up', since: start } as const;
	return {
		...state,
		fleet: { ...state.fleet, probes: [probe('production/api', 'port'), probe('host/vps1', 'smtp')] },
		links: { vps1: up, vps2: up },
		hostFacts: { vps1: { value: { disk: 0.2 }, at: start, misses: 0 } },
		layers: {
			'production/api': { http: fact('http'), port: fact('port', 'tcp') },
			'host/vps1': { smtp: fact('smtp', 'tcp') },
		},
	};
};
const changed = (more: Partial<Fleet>): State => {
	const state = known();
	return withFleet(state, { ...state.fleet, ...more });
};

test('what is known of hosts that are reached as before stays', () => {
	expect(changed({}).hostFacts).toEqual(known().hostFacts);
	expect(Object.keys(changed({ hosts: [{ name: 'vps1', reach: { ssh: 'vps1' } }] }).links)).toEqual(['vps1']);
	const elsewhere = changed({ hosts: [{ name: 'vps1', reach: { ssh: 'other' } }] });
	expect([elsewhere.links, elsewhere.hostFacts, elsewhere.engines]).toEqual([{}, {}, {}]);
});

test('readings of which the config speaks no more are forgotten, the others keep their history', () => {
	const after = changed({ probes: [probe('production/api', 'port')] });
	expect(after.layers).toEqual({ 'production/api': { port: fact('port', 'tcp') } });
});

test('a plan that nobody agreed to is stale, one that runs goes on', () => {
	const plan = { id: 'p', service: 'production/api' };
	const at = (stage: 'shown' | 'typing' | 'running') => ({ plan, stage, opened: start, entries: [] });
	// Only the stage is looked at; the rest of a plan is not needed to be called stale.
	const runs = { a: at('shown'), b: at('typing'), c: at('running') } as unknown as State['runs'];
	const state = { ...known(), runs };
	const after = reduce(state, { type: 'fleet/changed', at: start, fleet: state.fleet });
	expect(Object.values(after.runs).map(({ stage }) => stage)).toEqual(['stale', 'stale', 'running']);
	expect(after.runs['a']?.because).toContain('config was changed');
});

describe('what a line found out', () => {
	const line = probe('production/api', 'port');
	const kept = (fleet: Partial<Fleet>) => Object.keys(changed(fleet).layers['production/api'] ?? {});
	test('is about that line as it was: one that asks something else begins anew', () => {
		expect(kept({ probes: [{ ...line }] })).toEqual(['port']);
		const others = [{ line: { port: 25 } }, { failures: 3 }, { kind: 'dns' }, { from: 'vps2' }, { every: 9000 }];
		for (const other of others) expect(kept({ probes: [{ ...line, ...other }] })).toEqual([]);
	});
	test('is about the machine that it was asked from', () => {
		const hosts = (ssh: string): Partial<Fleet> => ({ probes: [line], hosts: [{ name: 'vps1', reach: { ssh } }] });
		expect(kept(hosts('vps1'))).toEqual(['port']);
		expect(kept(hosts('other'))).toEqual([]);
	});
	test('of the health of a service is about its address', () => {
		const spec = (url: string): Fleet['services'][number] => ({
			...{ environment: 'production', name: 'api', platform: 'docker', host: 'vps1', container: 'api' },
			health: { url, from: 'local', every: 5000, timeout: 5000, failures: 5 },
			thresholds: { errorRatio: 1, p95: 1, cpu: 1, memory: 1, disk: 1 },
			...{ unproven: 'hold', proof: { times: 3, within: 60_000 } },
		});
		const state = known();
		const before = { ...state, fleet: { ...state.fleet, services: [spec('http://a')] } };
		const stays = (url: string) => {
			const { layers } = withFleet(before, { ...state.fleet, services: [spec(url)] });
			return Object.keys(layers['production/api'] ?? {});
		};
		expect(stays('http://a')).toEqual(['http', 'port']);
		expect(stays('http://b')).toEqual(['port']);
	});
});
