import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { handle } from '../../../src/io/demo/engine/handle.ts';
import { makeEngine } from '../../../src/io/demo/engine/make.ts';
import type { Engine } from '../../../src/io/demo/engine/types.ts';
import { eventWords, filled, type Ids, type Learnt, learnt } from './compare.ts';
import { story } from './rules.ts';

const recorded: { told: readonly Learnt[]; events: readonly string[] } = JSON.parse(
	readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'),
);

const config = (v: string) => ({
	Env: ['PATH=/bin', `FROM_IMAGE=${v}`],
	Labels: { 'org.opencontainers.image.revision': v },
	Entrypoint: ['/bin/sh', '-c'],
	Cmd: ['trap : TERM; while true; do sleep 0.1; done'],
	WorkingDir: '/tmp',
	ExposedPorts: { '8080/tcp': {} },
	Volumes: { '/data': {} },
	Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 1e9, Retries: 2 },
});
const program = { kind: 'api', release: 'v1', onStop: 'ignores' } as const;
const began = Date.UTC(2026, 10, 21);

function recordedWorld(): Engine {
	return makeEngine({
		now: began,
		images: [
			{ ref: 'shop/api:v1', program, config: config('v1') },
			{ ref: 'shop/api:v2', program, config: config('v2') },
			{ ref: 'bare:1', program },
		],
		networks: [
			{ name: 'shop', base: '172.30.4' },
			{ name: 'back', base: '172.30.5' },
		],
	});
}

/** The whole story told to the simulated engine: what was learnt, and the engine at its end. */
function tell(): { readonly all: readonly Learnt[]; readonly engine: Engine } {
	let engine = recordedWorld();
	let now = began;
	const [v1 = '', v2 = ''] = engine.images.keys();
	const ids: Ids = { v1, v2 };
	const all = story.map((told) => {
		now += 100;
		const body = told.body === undefined ? undefined : JSON.parse(filled(JSON.stringify(told.body), ids));
		const came = handle(engine, { method: told.method, path: filled(told.path, ids), body }, now);
		engine = came.engine;
		const { status, json, text = json === undefined ? '' : JSON.stringify(json) } = came.answer;
		if (told.as !== undefined) ids[told.as] = JSON.parse(text).Id;
		return learnt(told, status, text, ids);
	});
	return { all, engine };
}

const { all, engine } = tell();

for (const [index, real] of recorded.told.entries()) {
	test(`as the real engine: ${real.say}`, () => {
		// Of the engine itself the simulated one says only what tools look at, but nothing that the real one does not.
		if (real.say === 'info') expect(real.shape).toEqual(expect.arrayContaining([...(all[index]?.shape ?? [])]));
		else expect(all[index]).toEqual(real);
	});
}

test('events come as from the real engine', () => {
	const events = engine.events
		.map((event) => eventWords({ Type: event.type, Action: event.action, Actor: { Attributes: event.attributes } }))
		.filter((words) => words !== undefined);
	expect(events).toEqual(recorded.events);
});
