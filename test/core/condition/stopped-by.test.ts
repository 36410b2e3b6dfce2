import { expect, test } from 'vitest';
import { stoppedBy } from '../../../src/core/condition/stopped-by.ts';
import { group } from '../../../src/core/engine/group.ts';
import type { Instance } from '../../../src/core/model.ts';
import { aPlan, days, entriesOf, instance, minutes, notes, start } from '../../support/plans.ts';
import { saidOf, serviceJson } from '../engine/swarm.ts';
import { fleetOf } from '../engine/world.ts';

const service = 'production/api';
const stands = [{ host: 'vps1', id: 'old', name: 'api', image: 'sha256:c' }];
const plan = aPlan({ action: 'stop', want: { action: 'stop' }, stands });
const consent = { by: 'op-1', at: start, of: 'digest', how: 'y' } as const;
const stopped = entriesOf(
	notes([
		{ what: 'planned', plan },
		{ what: 'confirmed', consent },
		{ what: 'begins', step: 0, way: 'does' },
		{ what: 'ends', step: 0, way: 'does', took: 10, output: '' },
		{ what: 'verified', text: 'stopped' },
	]),
);
const exited = (more: Partial<Instance> = {}) =>
	instance('old', 'c', { state: 'exited', exit: 137, ended: start + 2_500, ...more });
const told = (instances: readonly Instance[], now = start + minutes(5)) =>
	stoppedBy({ id: service, instances }, stopped, now);

test('who stopped a service is told, with when; it is down all the same', () => {
	expect(told([exited()])).toEqual({ is: 'down', because: 'stopped by op-1 at 14:02:33Z', since: start + 2_500 });
	expect(told([exited()], start + days(2))?.because).toBe('stopped by op-1 at 2026-11-21 14:02:33Z');
});

test.each<[string, readonly Instance[]]>([
	['it has no container', []],
	['it runs', [instance('old', 'c', { state: 'running' })]],
	['one of two runs', [exited(), instance('other', 'c')]],
	['another container ended', [exited({ id: 'other' })]],
	['it was started since and ended by itself', [exited({ ended: start + minutes(30) })]],
	['it had ended before', [exited({ ended: start - minutes(30) })]],
	['nobody knows when it ended', [instance('old', 'c', { state: 'exited' })]],
])('nobody is named where %s', (_, instances) => {
	expect(told(instances)).toBeUndefined();
});

test('what another service was stopped by says nothing, nor a stop that never began', () => {
	expect(stoppedBy({ id: 'staging/api', instances: [exited()] }, stopped, start)).toBeUndefined();
	expect(stoppedBy({ id: service, instances: [exited()] }, stopped.slice(0, 2), start)).toBeUndefined();
});

test('who scaled a Swarm service to nothing is told by when its spec was changed last', () => {
	const want = { action: 'scale', to: 0 } as const;
	const scaled = entriesOf(
		notes([
			{ what: 'planned', plan: aPlan({ action: 'scale', want, stands: [] }) },
			{ what: 'confirmed', consent },
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'ends', step: 0, way: 'does', took: 10, output: '' },
		]),
	);
	const facts = (changed: number, replicas = 0) => {
		const more = { UpdatedAt: new Date(changed).toISOString() };
		const said = saidOf([serviceJson('api', more, { Mode: { Replicated: { Replicas: replicas } } })]);
		const swarm = { value: said, at: start, misses: 0 };
		const [found] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm } }, []);
		if (found === undefined) throw new Error('no service');
		return stoppedBy({ ...found, id: service }, scaled, start + minutes(5));
	};
	expect(facts(start + 2_500)).toEqual({
		is: 'down',
		because: 'stopped by op-1 at 14:02:33Z',
		since: start + 2_500,
	});
	// It was changed again since, or is wanted.
	expect(facts(start + minutes(30))).toBeUndefined();
	expect(facts(start + 2_500, 1)).toBeUndefined();
});
