import type { Fleet } from '../../src/core/config/fleet.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Condition, Instance, Release, Sample, Service } from '../../src/core/model.ts';
import type { Link, State } from '../../src/core/state.ts';

/** 2026-11-21 14:02:31 UTC. */
export const start = 1_795_269_751_000;
export const seconds = (count: number) => count * 1000;
export const minutes = (count: number) => count * 60_000;
export const days = (count: number) => count * 86_400_000;

const image = (digit: string) => ({ id: `sha256:${digit.repeat(64)}`, ref: `shop/api:${digit}` });

export function release(label: string, digit: string, more: Partial<Release> = {}): Release {
	return { id: image(digit).id, label, image: image(digit), proof: 'ledger', can: 'ready', ...more };
}

export function service(id: string, more: Partial<Service> = {}): Service {
	const [environment = '', name = ''] = id.split('/');
	const instance: Instance = {
		host: 'vps1',
		id: `${name}-0123456789ab`,
		name,
		image: image('c'),
		started: start - days(2),
		restarts: 0,
		state: 'running',
		health: 'healthy',
		labels: {},
	};
	return {
		...{ id, environment, name, platform: 'docker', hosts: ['vps1'], instances: [instance], former: [] },
		releases: [release('v412', 'c', { can: 'runs', first: start - days(2), at: start - days(2) })],
		...more,
	};
}

export function is(condition: Condition['is'], because: string, since = start - minutes(41)): Condition {
	return { is: condition, because, since };
}

const fleet: Fleet = {
	hosts: [
		{ name: 'vps1', reach: { ssh: 'vps1' } },
		{ name: 'vps2', reach: { ssh: 'vps2' } },
	],
	environments: [
		{ name: 'production', protection: 'protected' },
		{ name: 'staging', protection: 'guarded' },
	],
	services: [],
	discover: ['vps1', 'vps2'],
};

/** What a fleet of services looks like once everything was read 4 s ago; in order, as it would be after a while. */
export function fleetState(
	services: readonly Service[],
	conditions: Readonly<Record<string, Condition>>,
	size = { columns: 80, rows: 24 },
): State {
	const at = start - minutes(10);
	const first = initialState({ at, fleet, operator: 'op-1', demo: false, readOnly: false, size });
	const up: Link = { is: 'up', since: at };
	const engine = {
		value: { containers: {}, images: [], version: '28.0.1', api: '1.48' },
		at: start - seconds(4),
		misses: 0,
	};
	const well = Object.fromEntries(['host/vps1', 'host/vps2'].map((id) => [id, is('ok', 'the host answers')]));
	return {
		...first,
		links: { vps1: up, vps2: up },
		engines: { vps1: engine, vps2: engine },
		services: Object.fromEntries(services.map((one) => [one.id, one])),
		conditions: { ...well, ...conditions },
	};
}

/** So many services in one environment, all well. */
export function manyServices(count: number): readonly Service[] {
	return Array.from({ length: count }, (_, index) => service(`production/s${String(index).padStart(4, '0')}`));
}

/** A number of a service every 10 s over the last minutes, by a function of its place (0 the oldest, 1 now). */
export function samples(
	id: string,
	measure: string,
	value: (place: number) => number,
	length = minutes(30),
): readonly Sample[] {
	const count = length / seconds(10);
	return Array.from({ length: count + 1 }, (_, index) => ({
		series: `${id}/${measure}`,
		at: start - length + index * seconds(10),
		value: value(index / count),
	}));
}
