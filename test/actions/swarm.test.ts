import { expect, test } from 'vitest';
import { blockedReason } from '../../src/actions/plan.ts';
import { scale } from '../../src/actions/scale.ts';
import { commands } from '../../src/app/commands.ts';
import { scaleAction } from '../../src/cli/scale.ts';
import { group } from '../../src/core/engine/group.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Service } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { compose } from '../../src/platforms/compose.ts';
import { docker } from '../../src/platforms/docker.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { saidOf, serviceJson } from '../core/engine/swarm.ts';
import { containerOf, fleetOf } from '../core/engine/world.ts';

const of = (more: object = {}, spec: object = {}, failure?: string): Service => {
	const said = saidOf([serviceJson('api', more, spec)]);
	const why = failure === undefined ? {} : { failure: { kind: 'refused', message: failure } as const };
	const observed = { value: said, at: 1, misses: failure === undefined ? 0 : 2, ...why };
	const [service] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm: observed } }, []);
	if (service === undefined) throw new Error('no service');
	return service;
};
const replicas = (Replicas: number) => ({ Mode: { Replicated: { Replicas } } });
const before = (Replicas: number) => ({
	PreviousSpec: { TaskTemplate: { ContainerSpec: { Image: 'shop/api:v2' } }, Mode: { Replicated: { Replicas } } },
});
const why = (action: 'restart' | 'rollback' | 'stop' | 'start' | 'scale', service: Service) =>
	blockedReason(action, service, swarm, { now: 0 });

test('a Swarm service is acted on though none of its containers is on a host that is read', () => {
	expect([why('restart', of()), why('stop', of()), why('scale', of())]).toEqual([undefined, undefined, undefined]);
	expect(why('start', of(before(3), replicas(0)))).toBeUndefined();
});

test('its lock can be taken over also while it has no container', () => {
	expect(blockedReason('takeover', of({}, replicas(0)), swarm, { now: 0 })).toBeUndefined();
});

test('why not now', () => {
	const job = { Mode: { ReplicatedJob: { TotalCompletions: 2 } } };
	const everywhere = { Mode: { Global: {} } };
	expect(why('start', of())).toBe('it is wanted already; a restart starts it anew');
	expect(why('start', of({}, replicas(0)))).toBe(
		'Swarm does not say how many replicas it had; use: watchdeck scale local/api REPLICAS',
	);
	expect(why('stop', of({}, replicas(0)))).toBe('it is scaled to 0 already');
	expect(why('restart', of({}, replicas(0)))).toBe('it is scaled to 0: start it first');
	expect(why('scale', of({}, everywhere))).toContain('once on each node');
	expect(why('restart', of({}, job))).toContain('a job');
	expect(why('rollback', of())).toContain('no other release is known');
	expect(why('scale', of({}, {}, 'no leader'))).toBe('its Swarm was not read on vps1: no leader');
});

test('where no manager is read, the way is named and what would help', () => {
	const { swarm: _, ...bare } = of();
	const labels = { 'com.docker.swarm.task.id': 't', 'com.docker.swarm.service.name': 'api' };
	const service = { ...bare, instances: [containerOf('api.1.t', 1, { labels })] };
	expect(why('stop', service)).toContain('docker service scale');
	expect(why('stop', service)).toContain('once a manager of that Swarm is one of its hosts');
});

test('what has no replicas says what to do instead', () => {
	const { swarm: _s, want: _w, manager: _m, ...plain } = of();
	const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
	expect(blockedReason('scale', { ...plain, platform: 'docker' }, docker, { now: 0 })).toContain(
		'a plain container is one',
	);
	const web: Service = { ...plain, platform: 'compose', instances: [containerOf('web', 1, { labels })] };
	expect(blockedReason('scale', web, compose, { now: 0 })).toBeUndefined();
	expect(blockedReason('scale', { ...web, manager: 'Kamal' }, compose, { now: 0 })).toContain(
		'Kamal manages its containers',
	);
	expect(blockedReason('scale', { ...web, instances: [] }, compose, { now: 0 })).toContain('it has no container');
});

test('a number of replicas is a whole one within reason, and another than now', () => {
	const to = (count: number) => scale.settled?.({ action: 'scale', to: count }, of());
	for (const count of [-1, 1.5, 1001, Number.NaN]) expect(to(count)?.ok).toBe(false);
	expect(to(2)).toMatchObject({ ok: false, failure: { message: 'local/api is scaled to 2 already.' } });
	expect(to(3)).toEqual({ ok: true, value: { action: 'scale', to: 3 } });
	for (const argument of ['x', '-1', '1.5', '']) expect(scaleAction.want({ argument }, of()).ok).toBe(false);
	expect(scaleAction.want({ argument: '4' }, of())).toEqual({ ok: true, value: { action: 'scale', to: 4 } });
});

test('the palette takes the number behind the word', () => {
	const command = commands.find(({ id }) => id === 'action/scale');
	const service = of();
	const first = initialState({
		at: 0,
		fleet: fleetOf(),
		operator: 'op-1',
		demo: false,
		readOnly: false,
		size: { columns: 80, rows: 24 },
	});
	const state: State = {
		...first,
		services: { [service.id]: service },
		ui: { ...first.ui, screen: 'service', service: service.id },
	};
	const choices = (rest: string) => command?.typed?.choices(rest, state, 0) ?? [];
	expect([choices('x'), choices(''), choices('3x')]).toEqual([[], [], []]);
	const [choice] = choices('3');
	expect(choice?.text).toBe('scale local/api to 3');
	expect(choice?.run(5)).toEqual({
		type: 'action/wanted',
		at: 5,
		want: { action: 'scale', to: 3 },
		service: 'local/api',
	});
	expect(choices('3')[0]?.blocked).toBeUndefined();
});
