import { expect, test } from 'vitest';
import type { ServiceSpec } from '../../../../src/core/config/fleet.ts';
import type { LogSource } from '../../../../src/core/logs/source.ts';
import type { Service } from '../../../../src/core/model.ts';
import { type OneLog, oneLogText, together } from '../../../../src/core/select/logs/together.ts';
import { aService, aState, instance } from '../../../support/plans.ts';

function service(environment: string, name: string, running: number, stopped = 0): Service {
	const of = (count: number, state: 'running' | 'exited') =>
		Array.from({ length: count }, (_, index) => instance(`${name}-${state}-${index}`, '1', { state }));
	const id = `${environment}/${name}` as const;
	return aService({ id, environment, name, instances: [...of(running, 'running'), ...of(stopped, 'exited')] });
}

/** The line of the config for `a/web` with these logs. */
const specOf = (logs: readonly LogSource[]): ServiceSpec => ({
	...{ environment: 'a', name: 'web', platform: 'docker', host: 'vps1', container: 'web', unproven: 'hold' },
	thresholds: { errorRatio: 1, p95: 1, cpu: 1, memory: 1, disk: 1 },
	proof: { times: 1, within: 1 },
	logs,
});

const state = (...all: readonly Service[]) => ({
	...aState(),
	services: Object.fromEntries(all.map((one) => [one.id, one])),
});
const named = (log: OneLog) => `${log.name} ${'instance' in log ? log.instance.id : 'source'}`;

test('all logs of an environment, by the names of their services, with what the config names', () => {
	const some = state(service('a', 'web', 1, 1), service('a', 'api', 2), service('b', 'api', 1));
	const found = together(
		{ ...some, fleet: { ...some.fleet, services: [specOf([{ is: 'unit', host: 'vps1', unit: 'nginx' }])] } },
		'a',
	);
	expect(found.of).toBe(5);
	expect(found.logs.map(named)).toEqual([
		...['api api-running-0', 'web web-running-0', 'api api-running-1', 'web source', 'web web-exited-0'],
	]);
});

test('of those that the config names no more than two on a host', () => {
	const logs = ['a', 'b', 'c'].map((unit) => ({ is: 'unit', host: 'vps1', unit }) as const);
	const far = { is: 'file', host: 'vps2', file: '/far.log' } as const;
	const some = state(service('a', 'web', 0));
	const found = together({ ...some, fleet: { ...some.fleet, services: [specOf([...logs, far])] } }, 'a');
	expect([found.logs.length, found.of]).toEqual([3, 4]);
	expect(found.logs.at(-1)).toEqual({ name: 'web', source: far });
	expect(found.left.map(oneLogText)).toEqual(['web: c on vps1']);
});

test('no more than twelve, and of each service one before any has two', () => {
	const many = Array.from({ length: 10 }, (_, index) => service('a', `s${index}`, 4, 1));
	const found = together(state(...many), 'a');
	expect([found.logs.length, found.of]).toEqual([12, 50]);
	expect(found.left).toHaveLength(38);
	expect(found.left.map(oneLogText)).toContain('s9: api on vps1');
	expect(new Set(found.logs.slice(0, 10).map(({ name }) => name)).size).toBe(10);
	expect(found.logs.map(named).some((name) => name.includes('exited'))).toBe(false);
	expect(together(state(), 'a')).toEqual({ logs: [], left: [], of: 0 });
});
