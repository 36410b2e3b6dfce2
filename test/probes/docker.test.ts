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

test('not more than eight containers are looked at at once', async () => {
	let now = 0;
	let most = 0;
	const { reach } = engineReach(async (call) => {
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
	const { containers } = factsOf(await docker.read(probe, reach));
	expect(containers.some(({ name }) => name === 'frozen')).toBe(false);
	const eater = containers.find(({ name }) => name === 'eater');
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
	expect(paths).toEqual(['/version']);
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
	const lines = [event('destroy', 'killed-rb-0a1b2c3d'), event('start', 'eater')];
	const { reach } = engineReach((call) => (call.path === '/_ping' ? recordedAnswer(call) : refusedWith(404)), lines);
	const all = (await allOf(docker.watch?.(probe, reach))).map(factsOf);
	expect(all.map(({ gone }) => gone)).toEqual([[idOf('killed-rb-0a1b2c3d')], [idOf('eater')]]);
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
