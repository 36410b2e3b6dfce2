import { expect, test } from 'vitest';
import { initialState } from '../../src/core/initial.ts';
import type { Instance } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { docker } from '../../src/probes/docker.ts';
import { type Looked, lookAt } from '../../src/probes/engine/looked.ts';
import { recorded } from '../core/engine/recorded.ts';
import { containerOf, fleetOf, specOf } from '../core/engine/world.ts';
import { probeOf, readingOf, replied } from './reach.ts';
import { engineReach, idOf, recordedAnswer } from './recorded-engine.ts';

const probe = probeOf('docker', 'host/vps1', { host: 'vps1' });
const looksIn = (paths: readonly string[]): readonly string[] =>
	paths.filter((path) => /^\/containers\/[0-9a-f]{64}\/json$/.test(path));

/** The recorded engine an hour later: nothing in its list is young. */
const settled = JSON.stringify(
	JSON.parse(recorded('list.json')).map((one: { Status: string }) => ({
		...one,
		Status: one.Status.replace(/Less than a second|\d+ seconds?|About a minute/, '2 hours'),
	})),
);
const listing = (text: string) => (call: { readonly path: string }) =>
	call.path === '/containers/json?all=1' ? replied(200, text) : recordedAnswer(call);

const twice = async (second: string, anew?: true) => {
	const first = engineReach(listing(settled));
	const { carry } = readingOf(await docker.read(probe, first.reach));
	const later = engineReach(listing(second), [], () => 2000);
	const reach = anew === undefined ? later.reach : { ...later.reach, anew };
	const { engine } = readingOf(await docker.read(probe, reach, carry));
	return { first: looksIn(first.paths), looks: looksIn(later.paths), engine };
};
const changedList = (name: string, change: object): string =>
	JSON.stringify(
		JSON.parse(settled).map((one: { Id: string }) => (one.Id === idOf(name) ? { ...one, ...change } : one)),
	);

test('where nothing changed only a twentieth is looked at again; the rest is told as it is listed', async () => {
	const { first, looks, engine } = await twice(settled);
	expect(first).toHaveLength(14);
	expect(looks).toHaveLength(1);
	expect(engine).toMatchObject({ whole: true, containers: { length: 1 }, listed: { length: 13 } });
});

test.each([
	['another state', { State: 'running' }],
	['another health', { Status: 'Up 2 hours (unhealthy)' }],
	['another name', { Names: ['/frozen-old'] }],
	['a start just now', { Status: 'Up 4 seconds' }],
])('one that is listed with %s is looked at', async (_what, change) => {
	const { looks, engine } = await twice(changedList('frozen', change));
	expect(looks).toContain(`/containers/${idOf('frozen')}/json`);
	expect(engine?.listed).not.toContainEqual(expect.objectContaining({ id: idOf('frozen') }));
});

test('when somebody waits for the truth all are looked at', async () => {
	const { looks, engine } = await twice(settled, true);
	expect(looks).toHaveLength(14);
	expect(engine?.listed).toEqual([]);
});

const started = initialState({
	...{ at: 0, fleet: fleetOf([specOf('api')]), operator: 'op', demo: false, readOnly: false },
	size: { columns: 80, rows: 24 },
});

test('a second reading of an engine on which nothing changed changes nothing that is drawn', async () => {
	// As after a health check that failed and a stop: a look still has the health, the list has none.
	const ill = { Status: 'unhealthy', FailingStreak: 3, Log: [] };
	const reading = async (carry?: unknown) => {
		const { reach } = engineReach((call) => {
			const answer = listing(settled)(call);
			if (!answer.ok || !/^\/containers\/.+\/json$/.test(call.path)) return answer;
			const json = JSON.parse(answer.value.text);
			return json.State.Running
				? answer
				: replied(200, JSON.stringify({ ...json, State: { ...json.State, Health: ill } }));
		});
		return readingOf(await docker.read(probe, reach, carry));
	};
	const first = await reading();
	const one = reduce(started, { type: 'probe/read', at: 1000, probe, reading: first });
	const second = await reading(first.carry);
	expect(second.engine?.listed?.length).toBeGreaterThan(0);
	const two = reduce(one, { type: 'probe/read', at: 2000, probe, reading: second });
	expect(two.services).toBe(one.services);
});

test('what there is no time to look at keeps the details that are known, also when all is asked anew', async () => {
	const api = { ...containerOf('api', 1), started: 5, restarts: 3 };
	const listed = { instance: { ...containerOf('api', 1), restarts: 0 }, young: false };
	const ask = async () => replied(500, '');
	const looks = await lookAt([listed], { host: 'vps1', ask, now: () => 2, before: new Map(), until: 1, took: 1 });
	expect(looks).toMatchObject({ containers: [], listed: [{ id: api.id }] });
	const facts = { host: 'vps1', whole: true, containers: [api] };
	const one = reduce(started, { type: 'probe/read', at: 1, probe, reading: { engine: facts } });
	const { containers, listed: more } = looks;
	const after = { ...facts, containers, listed: more };
	const two = reduce(one, { type: 'probe/read', at: 2, probe, reading: { engine: after } });
	expect(two.engines['vps1']?.value?.containers[api.id]).toMatchObject({ started: 5, restarts: 3 });
});

const many = Array.from({ length: 100 }, (_, index) => ({
	instance: { ...containerOf(`c${index}`, 1), id: `${index}`.padStart(64, '0') },
	young: false,
}));
const inspectOf = (id: string): string => JSON.stringify({ ...JSON.parse(recorded('inspect-frozen.json')), Id: id });
const idIn = (path: string): string => path.split('/')[2] ?? '';

test('in twenty readings all are looked at again, each once', async () => {
	let at = 1;
	let before: Looked = new Map();
	const seen: string[] = [];
	const reading = async () => {
		const asked: string[] = [];
		const ask = async (path: string) => {
			asked.push(idIn(path));
			return replied(200, inspectOf(idIn(path)));
		};
		const looks = await lookAt(many, { host: 'vps1', ask, now: () => at, before, until: at, took: 1 });
		before = looks.looked;
		at += 30_000;
		return asked;
	};
	expect(await reading()).toHaveLength(100);
	for (let round = 0; round < 20; round += 1) seen.push(...(await reading()));
	expect(seen).toHaveLength(100);
	expect(new Set(seen).size).toBe(100);
});

test('what cannot be looked at in time stays as it is listed, and is looked at in the next reading', async () => {
	let now = 0;
	const asked: string[] = [];
	const ask = async (path: string) => {
		asked.push(idIn(path));
		now += 50;
		return replied(200, inspectOf(idIn(path)));
	};
	const looking = { host: 'vps1', ask, now: () => now, before: new Map(), until: 1000, took: 2000 };
	const kept = { instance: { ...containerOf('kept', 1), state: 'exited', id: 'f'.repeat(64) }, young: false } as const;
	const all = [...many.slice(0, 99), kept];
	const first = await lookAt(all, looking);
	expect(asked[0]).toBe(kept.instance.id);
	expect(asked.length).toBeGreaterThanOrEqual(20);
	expect(asked.length).toBeLessThan(100);
	expect([...first.containers, ...first.listed].map(({ id }: Instance) => id).toSorted()).toEqual(
		all.map(({ instance }) => instance.id).toSorted(),
	);
	const done = asked.length;
	await lookAt(all, { ...looking, before: first.looked, until: 1_000_000 });
	expect(asked.slice(done, 100).toSorted()).toEqual(
		all
			.map(({ instance }) => instance.id)
			.filter((id) => !asked.slice(0, done).includes(id))
			.toSorted(),
	);
});
