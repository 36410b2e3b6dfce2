import { expect, test } from 'vitest';
import type { EngineFacts } from '../../src/core/engine/facts.ts';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { docker } from '../../src/probes/docker.ts';
import { recorded } from '../core/engine/recorded.ts';
import { probeOf, readingOf, replied } from './reach.ts';
import { allOf, engineReach, idOf, recordedAnswer, refusedWith } from './recorded-engine.ts';

const probe = probeOf('docker', 'host/vps1', { host: 'vps1' });
const factsOf = (result: Result<Reading>): EngineFacts => {
	const { engine } = readingOf(result);
	if (engine === undefined) throw new Error('it says nothing of the engine');
	return engine;
};
const event = (action: string, name: string, more: object = {}): string =>
	JSON.stringify({
		Type: 'container',
		Action: action,
		Actor: { ID: idOf(name), Attributes: { name, ...more } },
		timeNano: 1795235104712300500,
	});

test('a read has all containers, each looked at, the images and the version', async () => {
	const { reach, paths } = engineReach(recordedAnswer);
	const facts = factsOf(await docker.read(probe, reach));
	expect(facts).toMatchObject({ host: 'vps1', whole: true, asked: 1000, version: '20.10.24+dfsg1', api: '1.41' });
	expect(facts.containers).toHaveLength(14);
	expect(facts.images?.map(({ ref }) => ref)).toContain('shop/api:v2');
	expect(facts.containers.find(({ name }) => name === 'looper')).toMatchObject({ policy: 'always', exit: 3 });
	expect(paths.filter((path) => /^\/containers\/[0-9a-f]{64}\/json$/.test(path))).toHaveLength(14);
});

test('an engine is asked what it is called once, and again where all is read anew', async () => {
	// It has a task, so it must be in a Swarm for that to be believed.
	const Swarm = { NodeID: 'n', LocalNodeState: 'active', ControlAvailable: false };
	const answer = (call: { readonly path: string }) =>
		call.path === '/info' ? replied(200, JSON.stringify({ ID: 'ENGINE-1', Swarm })) : recordedAnswer(call);
	const { reach, paths } = engineReach(answer);
	const asked = () => paths.filter((path) => path === '/info').length;
	const first = readingOf(await docker.read(probe, reach));
	const second = readingOf(await docker.read(probe, reach, first.carry));
	expect([first.engine?.id, second.engine?.id, asked()]).toEqual(['ENGINE-1', 'ENGINE-1', 1]);
	await docker.read(probe, { ...reach, anew: true }, second.carry);
	expect(asked()).toBe(2);
});

test('what an engine is called is asked for two seconds; podman is called something else each time', async () => {
	const timeouts: number[] = [];
	const named = engineReach((call) => {
		if (call.path === '/info') timeouts.push(call.timeout);
		return call.path === '/info' ? replied(200, '{"ID":"ENGINE-1"}') : recordedAnswer(call);
	});
	expect(factsOf(await docker.read({ ...probe, timeout: 10_000 }, named.reach)).id).toBe('ENGINE-1');
	expect(timeouts).toEqual([2000]);
	const version = { Version: '5.0.3', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] };
	const podman = engineReach((call) => {
		if (call.path === '/version') return replied(200, JSON.stringify(version));
		return call.path === '/info' ? replied(200, '{"ID":"ENGINE-1"}') : recordedAnswer(call);
	});
	expect(factsOf(await docker.read(probe, podman.reach))).not.toHaveProperty('id');
});

test('without its name, or with one that makes no sense, an engine is read all the same', async () => {
	for (const text of ['{}', '<html>', '{"ID":7}']) {
		const { reach } = engineReach((call) => (call.path === '/info' ? replied(200, text) : recordedAnswer(call)));
		const facts = factsOf(await docker.read(probe, reach));
		expect(facts.containers).toHaveLength(14);
		expect(facts).not.toHaveProperty('id');
	}
});

test('not more than eight containers are looked at at once', async () => {
	let now = 0;
	let most = 0;
	const { reach } = engineReach(async (call) => {
		if (!/^\/containers\/[0-9a-f]+\/json$/.test(call.path)) return recordedAnswer(call);
		now += 1;
		most = Math.max(most, now);
		await new Promise((resolve) => setImmediate(resolve));
		now -= 1;
		return recordedAnswer(call);
	});
	await docker.read(probe, reach);
	expect(most).toBe(8);
});

test('a container that is gone by then is left out; one that cannot be looked at stays as it is listed', async () => {
	const { reach } = engineReach((call) => {
		if (call.path.includes(idOf('frozen'))) return refusedWith(404);
		if (call.path.includes(idOf('eater'))) return replied(200, '{"Id":7}');
		return recordedAnswer(call);
	});
	const { containers, listed } = factsOf(await docker.read(probe, reach));
	expect(containers.some(({ name }) => name === 'frozen')).toBe(false);
	const eater = listed?.find(({ name }) => name === 'eater');
	expect(eater).toMatchObject({ state: 'exited', exit: 137 });
	expect(eater).not.toHaveProperty('oom');
});

test('without a list of images the containers are still told', async () => {
	const { reach } = engineReach((call) => (call.path === '/images/json' ? refusedWith(500) : recordedAnswer(call)));
	const facts = factsOf(await docker.read(probe, reach));
	expect(facts.containers).toHaveLength(14);
	expect(facts).not.toHaveProperty('images');
});

test('an engine that is too old is refused with what to do', async () => {
	const version = JSON.stringify({ Version: '19.03.15', ApiVersion: '1.40' });
	const { reach, paths } = engineReach(() => replied(200, version));
	const result = await docker.read(probe, reach);
	expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', fix: expect.stringContaining('20.10') } });
	expect(result).toHaveProperty('failure.message', expect.stringContaining('19.03.15'));
	expect(paths.filter((path) => path.endsWith('/json'))).toEqual(['/images/json']);
});

test.each(['/version', '/containers/json?all=1'])('a failure of %s is the failure of the read', async (path) => {
	const { reach } = engineReach((call) => (call.path === path ? refusedWith(500, 'no space') : recordedAnswer(call)));
	expect(await docker.read(probe, reach)).toMatchObject({ ok: false, failure: { message: 'no space' } });
	const garbled = engineReach((call) => (call.path === path ? replied(200, '<html>') : recordedAnswer(call)));
	expect(await docker.read(probe, garbled.reach)).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
});

test('events are asked for from a quarter of a minute before, by the clock of the engine', async () => {
	const { reach, followed } = engineReach(recordedAnswer);
	await allOf(docker.watch?.(probe, reach));
	const since = Date.parse('2026-11-21T04:25:07Z') / 1000 - 15;
	expect(followed).toEqual([expect.stringContaining(`&since=${since}`)]);
});

test.each([
	['behind', -3_600_000],
	['ahead', 3_600_000],
])('the times of an engine whose clock is an hour %s are told by ours, of a list and of events', async (_how, off) => {
	const started = Date.parse('2026-11-21T04:00:00Z');
	const now = started + 5000;
	const date = new Date(now + off).toUTCString();
	const answers: typeof recordedAnswer = (call) => {
		const answer = recordedAnswer(call);
		if (!answer.ok) return answer;
		const text = call.path.includes(idOf('sick'))
			? answer.value.text.replace(/"StartedAt": ?"[^"]*"/, `"StartedAt":"${new Date(started + off).toISOString()}"`)
			: answer.value.text;
		return { ...answer, value: { ...answer.value, text, headers: { date } } };
	};
	const { reach, followed } = engineReach(answers, [event('start', 'sick')], () => now);
	const sick = ({ containers }: EngineFacts) => containers.find(({ name }) => name === 'sick');
	const read = await docker.read(probe, reach);
	const heard = await allOf(docker.watch?.(probe, reach));
	for (const facts of [factsOf(read), ...heard.map(factsOf)]) {
		// Whole seconds are heard: what of a second is not certain is not taken away.
		expect(Math.abs((sick(facts)?.started ?? 0) - started)).toBeLessThanOrEqual(1000);
	}
	expect(Number(/since=(\d+)/.exec(followed[0] ?? '')?.[1])).toBeCloseTo((now + off) / 1000 - 15, -1);
});

test('after a clock was set nothing that was read before is believed', async () => {
	let date = 'Sat, 21 Nov 2026 04:00:00 GMT';
	const answers: typeof recordedAnswer = (call) => {
		const answer = recordedAnswer(call);
		if (!answer.ok) return answer;
		// What began just now is looked at anyway.
		const text = answer.value.text.replaceAll(/Less than a second|\d+ seconds?|About a minute/g, '3 hours');
		return { ...answer, value: { ...answer.value, text, headers: { date } } };
	};
	const { reach, paths } = engineReach(answers, [], () => Date.parse('2026-11-21T04:00:00Z'));
	const looks = () => paths.filter((path) => /^\/containers\/[0-9a-f]{64}\/json$/.test(path)).length;
	const first = readingOf(await docker.read(probe, reach));
	expect(looks()).toBe(14);
	date = 'Sat, 21 Nov 2026 05:00:00 GMT';
	const second = readingOf(await docker.read(probe, reach, first.carry));
	expect(looks()).toBeLessThan(20);
	const before = looks();
	await docker.read(probe, reach, second.carry);
	expect(looks() - before).toBe(14);
});

test('each event is the container as it is now', async () => {
	const lines = [event('die', 'eater', { exitCode: '137' }), event('health_status: unhealthy', 'sick')];
	const all = await allOf(docker.watch?.(probe, engineReach(recordedAnswer, lines).reach));
	expect(all.map(factsOf)).toMatchObject([
		{ whole: false, asked: 1000, containers: [{ name: 'eater', exit: 137, oom: true }], ended: [{ exit: 137 }] },
		{ whole: false, containers: [{ name: 'sick', health: 'unhealthy' }] },
	]);
});

test.each(['delete', 'untag', 'tag', 'pull'])(
	'an image event (%s) is the list of images as it is now',
	async (Action) => {
		const line = JSON.stringify({
			Type: 'image',
			Action,
			Actor: { ID: 'shop/api:v2', Attributes: {} },
			time: 1795235104,
		});
		const all = await allOf(docker.watch?.(probe, engineReach(recordedAnswer, [line]).reach));
		const [facts] = all.map(factsOf);
		expect(facts).toMatchObject({ whole: false, containers: [] });
		expect(facts?.images?.map(({ ref }) => ref)).toContain('shop/api:v2');
	},
);

test('a death after an oom is told as one of memory, a later one is not', async () => {
	const lines = [
		event('oom', 'looper'),
		event('die', 'looper', { exitCode: '137' }),
		event('die', 'looper', { exitCode: '3' }),
	];
	const all = (await allOf(docker.watch?.(probe, engineReach(recordedAnswer, lines).reach))).map(factsOf);
	const id = idOf('looper');
	expect(all.map(({ ended }) => ended)).toEqual([undefined, [{ id, exit: 137, oom: true }], [{ id, exit: 3 }]]);
});

test('what is destroyed, or gone before it is looked at, is told as gone', async () => {
	const lines = [
		event('destroy', 'killed-rb-0a1b2c3d'),
		event('start', 'eater'),
		event('die', 'looper', { exitCode: '3' }),
	];
	const { reach } = engineReach((call) => (call.path === '/_ping' ? recordedAnswer(call) : refusedWith(404)), lines);
	const all = (await allOf(docker.watch?.(probe, reach))).map(factsOf);
	expect(all.map(({ gone }) => gone)).toEqual([[idOf('killed-rb-0a1b2c3d')], [idOf('eater')], [idOf('looper')]]);
	expect(all.map(({ ended }) => ended)).toEqual([undefined, undefined, [{ id: idOf('looper'), exit: 3 }]]);
});

test('health checks at work and things that are no containers are passed over', async () => {
	const lines = recorded('events.ndjson').trimEnd().split('\n');
	const { reach, paths } = engineReach(
		recordedAnswer,
		lines.filter((line) => /exec_|"Type":"network"/.test(line)),
	);
	expect(await allOf(docker.watch?.(probe, reach))).toEqual([]);
	expect(paths).toEqual(['/_ping']);
});

test('a whole recorded stream ends in what the engine says at last', async () => {
	const lines = recorded('events.ndjson').trimEnd().split('\n');
	const all = await allOf(docker.watch?.(probe, engineReach(recordedAnswer, lines).reach));
	expect(all.every(({ ok }) => ok)).toBe(true);
	expect(all.length).toBeGreaterThan(40);
});

test('a bad line is told and the stream goes on; a broken stream is told and ends', async () => {
	const failure = { kind: 'unreachable', message: 'gone away' } as const;
	const lines = ['{"Type":', event('start', 'sick'), failure, event('start', 'sick')];
	const all = await allOf(docker.watch?.(probe, engineReach(recordedAnswer, lines).reach));
	expect(all.map((one) => (one.ok ? 'read' : one.failure.kind))).toEqual(['garbled', 'read', 'unreachable']);
});

test('a container whose look is garbled is told from the list', async () => {
	const { reach } = engineReach(
		(call) => (call.path === `/containers/${idOf('eater')}/json` ? replied(200, '[]') : recordedAnswer(call)),
		[event('die', 'eater')],
	);
	const [first] = (await allOf(docker.watch?.(probe, reach))).map(factsOf);
	expect(first?.containers).toMatchObject([{ name: 'eater', state: 'exited', exit: 137 }]);
});
