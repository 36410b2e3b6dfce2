import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, Kept } from '../../../src/core/call.ts';
import { callText } from '../../../src/core/call-text.ts';
import { type SpecChange, specWith } from '../../../src/core/engine/swarm/body.ts';
import type { SwarmService, SwarmTask } from '../../../src/core/engine/swarm/said.ts';
import { readServices } from '../../../src/core/engine/swarm/services.ts';
import { unsettled, wrongSpec } from '../../../src/core/engine/swarm/settled.ts';
import { readTasks } from '../../../src/core/engine/swarm/tasks.ts';
import { recorded } from './recorded.ts';
import { got, saidOf, serviceJson, taskJson } from './swarm.ts';

const inspect = (name: string): { readonly Spec: object } => JSON.parse(recorded(`swarm-${name}-services.json`))[0];
const state = (name: string): readonly [SwarmService, readonly SwarmTask[]] => {
	const [service] = got(readServices('vps1', recorded(`swarm-${name}-services.json`)));
	if (service === undefined) throw new Error('nothing was recorded');
	return [service, got(readTasks('vps1', recorded(`swarm-${name}-tasks.json`)))];
};

/** The value at a path, as io finds it. */
const at = (json: unknown, path: readonly string[]): unknown =>
	path.reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>>)[step], json);
/** What is sent in the end: each reference with what the service has there. */
function filled(body: Json, json: unknown): unknown {
	if (typeof body !== 'object' || body === null) return body;
	if ('$word' in body) return at(json, (body as { $word: { kept: Kept } }).$word.kept.at ?? []);
	return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, filled(value, json)]));
}

test('what is sent is the spec as it stands but for the change, and the plan holds nothing of it', () => {
	const json = inspect('converged');
	const body = got(specWith(json, { image: 'shop/api:v9' }, 'vps1'));
	const spec = structuredClone(json.Spec) as { TaskTemplate: { ContainerSpec: { Image: string } } };
	spec.TaskTemplate.ContainerSpec.Image = 'shop/api:v9';
	expect(filled(body, json)).toEqual(spec);
	expect(JSON.stringify(body)).not.toContain('planted');
});

test('for any spec: filled in it differs from what is there by the change alone', () => {
	const rest = fc.dictionary(
		fc.string().filter((key) => key !== '$word' && key !== '__proto__'),
		fc.jsonValue(),
	);
	const change = fc.record(
		{ image: fc.string(), force: fc.nat(), replicas: fc.nat() },
		{ requiredKeys: [] },
	) satisfies fc.Arbitrary<SpecChange>;
	fc.assert(
		fc.property(rest, rest, rest, rest, change, (top, template, container, mode, given) => {
			const Spec = { ...top, TaskTemplate: { ...template, ContainerSpec: container }, Mode: mode };
			const json = { ID: 'svc', Spec };
			const sent = filled(got(specWith(json, given, 'vps1')), json);
			const { image, force, replicas } = given;
			const known = (mode as { Replicated?: unknown }).Replicated;
			const own = typeof known === 'object' && known !== null ? known : {};
			expect(sent).toEqual({
				...Spec,
				TaskTemplate: {
					...Spec.TaskTemplate,
					ContainerSpec: { ...container, ...(image === undefined ? {} : { Image: image }) },
					...(force === undefined ? {} : { ForceUpdate: force }),
				},
				Mode: replicas === undefined ? mode : { ...mode, Replicated: { ...own, Replicas: replicas } },
			});
		}),
	);
});

test.each([
	[{ image: 'shop/api:rb-1' }, 'docker service update --no-resolve-image --image shop/api:rb-1 svcapi'],
	[{ force: 3 }, 'docker service update --force svcapi'],
	[{ replicas: 0 }, 'docker service update --replicas 0 svcapi'],
])('a change reads as its command: %j', (change, words) => {
	const body = got(specWith(serviceJson('api'), change, 'vps1'));
	const version = { kept: { host: 'vps1', service: 'svcapi', at: ['Version', 'Index'] } };
	const call = { via: 'engine', host: 'vps1', method: 'POST', effect: 'write', timeout: 1, body } as const;
	expect(callText({ ...call, path: '/services/svcapi/update?version=12' })).toBe(words);
	expect(callText({ ...call, path: '/services/svcapi/update', query: { version } })).toBe(words);
});

test('two changes at once have no command of their own', () => {
	const body = got(specWith(serviceJson('api'), { image: 'a', replicas: 2 }, 'vps1'));
	const call = { via: 'engine', host: 'vps1', method: 'POST', effect: 'write', timeout: 1, body } as const;
	expect(callText({ ...call, path: '/services/svcapi/update?version=12' })).toMatch(/^curl /);
});

test.each([
	['converged', undefined],
	['scaled-to-0', undefined],
	['updating', { because: expect.stringMatching(/^\d of 2 tasks run by its spec/) }],
	[
		'paused',
		{ because: expect.stringMatching(/^Swarm paused the update: .*early termination of task/), certain: true },
	],
	['returned', { because: 'Swarm went back by itself: rollback completed', certain: true }],
	// The bad image runs: nothing in what Swarm says of itself shows it.
	['rolled-back-bad', { because: 'Swarm went back by itself: rollback completed', certain: true }],
])('a real Swarm that has %s is at rest or not', (name, wrong) => {
	expect(unsettled({}, ...state(name))).toEqual(wrong);
});

test('one that went back by itself is where it was', () => {
	expect(unsettled({ back: true }, ...state('returned'))).toBeUndefined();
	expect(unsettled({ back: true }, ...state('paused'))).toMatchObject({ certain: true });
});

test('a task that failed since the plan spoils the proof, one of before or of another spec does not', () => {
	const only = { Mode: { Replicated: { Replicas: 1 } } };
	const failed = (at: number, image = 'shop/api:v2') =>
		taskJson('api', 1, 'failed', at, { Spec: { ContainerSpec: { Image: image } } });
	const of = (...tasks: readonly object[]) => {
		const { services, tasks: all } = saidOf(
			[serviceJson('api', {}, only)],
			[taskJson('api', 1, 'running', 5), ...tasks],
		);
		const [service] = services;
		if (service === undefined) throw new Error('no service');
		const after = all.find(({ state: is }) => is === 'running')?.created ?? 0;
		return unsettled({ after }, service, all);
	};
	expect(of(failed(4))).toBeUndefined();
	expect(of(failed(6, 'shop/api:v1'))).toBeUndefined();
	expect(of(failed(6))?.because).toContain('a task failed since then: task 1 failed');
});

test('tasks of before that still run are not at rest, and nil of the updater is not done', () => {
	const old = taskJson('api', 1, 'running', 1, { Spec: { ContainerSpec: { Image: 'shop/api:v1' } } });
	const { services, tasks } = saidOf([serviceJson('api', {}, { Mode: { Replicated: { Replicas: 1 } } })], [old]);
	expect(services[0] && unsettled({}, services[0], tasks)).toEqual({ because: '0 of 1 tasks run by its spec' });
	const ending = taskJson('api', 1, 'running', 1, {
		DesiredState: 'shutdown',
		Spec: { ContainerSpec: { Image: 'shop/api:v1' } },
	});
	const both = saidOf(
		[serviceJson('api', {}, { Mode: { Replicated: { Replicas: 1 } } })],
		[ending, taskJson('api', 1, 'running', 2)],
	);
	expect(both.services[0] && unsettled({}, both.services[0], both.tasks)).toEqual({
		because: '1 task runs beside those',
	});
});

test('what a spec must say', () => {
	const [service] = saidOf([serviceJson('api')]).services;
	if (service === undefined) throw new Error('no service');
	const of = { host: 'vps1', service: 'svcapi', name: 'api' };
	expect(wrongSpec({ ...of, image: 'shop/api:v2', replicas: 2 }, service)).toBeUndefined();
	expect(wrongSpec({ ...of, image: 'shop/api:v1' }, service)?.because).toBe('its spec says shop/api:v2');
	expect(wrongSpec({ ...of, replicas: 3 }, service)?.because).toBe('its spec says 2 replicas');
	expect(wrongSpec({ ...of, forceAbove: 0 }, service)?.because).toBe('it was not restarted');
});
