import type { Answer, Call, Json, Read, Reply, Write } from '../../src/core/call.ts';
import type { ContainerExpect, ImageExpect } from '../../src/core/expect.ts';
import type { Condition, Result } from '../../src/core/model.ts';
import type { Probe, Reading } from '../../src/core/probe.ts';

/** A container of the simulated engine. */
export interface Box {
	readonly id: string;
	name: string;
	image: string;
	running: boolean;
	policy: string;
	labels: Record<string, string>;
	networks: string[];
	started: number;
	restarts: number;
}

/** A small engine that keeps Docker's rules: names are unique, a running container is not removed without force, … */
export interface Engine {
	readonly boxes: Map<string, Box>;
	readonly tags: Map<string, string>;
	/** What a registry has, by digest: the id of the image. */
	readonly remote: Map<string, string>;
	/** Image ids whose containers are never healthy. */
	readonly sick: Set<string>;
	/** Image ids whose process ends at once: by the container's policy it is started again, or it stays ended. */
	readonly crashing: Set<string>;
	/** Image ids whose process ends after a second: then the engine waits to start it again, for ever. */
	readonly waiting: Set<string>;
	readonly locks: Map<string, { plan: string; who: string; since: number; beat: number }>;
	readonly apply: (call: Call) => Reply;
	readonly read: (probe: Probe) => Result<Reading>;
}

interface Asked {
	readonly key: string;
	readonly verb: string;
	readonly method: string;
	readonly query: URLSearchParams;
	readonly body: Json | undefined;
}

const reply = (code: number, text = ''): Reply => ({ code, text, err: '' });

function text(json: Json | undefined, ...path: readonly string[]): string | undefined {
	let value: unknown = json;
	for (const step of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
	return typeof value === 'string' ? value : undefined;
}

function lockTold(engine: Engine, key: string, seconds: number, from: string): string {
	const is = engine.locks.get(key);
	if (is === undefined) return `state=free\nnow=${seconds}\n`;
	const fields = `plan=${is.plan}\nwho=${is.who}\nwhat=test\nwhy=\nsince=${is.since}\nbeat=${is.beat}`;
	return `state=held\n${fields}\n${from === '' ? '' : `over=${from}\n`}now=${seconds}\n`;
}

/** Takes a lock, as the script does; gives the plan from which it was taken over, `` where from none, undefined where it is held. */
function lockTaken(engine: Engine, words: readonly string[], seconds: number): string | undefined {
	const [, key = '', plan = '', who = '', , , over = '', force = ''] = words;
	const held = engine.locks.get(key);
	const ours = held?.plan === plan;
	const stale = held?.plan === over && (force === 'force' || seconds - held.beat >= 60);
	if (held !== undefined && !ours && !stale) return undefined;
	engine.locks.set(key, { plan, who, since: ours ? held.since : seconds, beat: seconds });
	return stale ? over : '';
}

function lockReply(engine: Engine, argv: readonly string[], now: number): Reply {
	const words = argv.slice(4);
	const [verb = '', key = '', plan = ''] = words;
	const seconds = Math.floor(now / 1000);
	const held = engine.locks.get(key);
	const ours = held?.plan === plan;
	const tell = (code: number, from = '') => reply(code, lockTold(engine, key, seconds, from));
	if (verb === 'take') {
		const from = lockTaken(engine, words, seconds);
		return from === undefined ? tell(10) : tell(0, from);
	}
	if (verb === 'beat') {
		if (!ours) return tell(10);
		engine.locks.set(key, { ...held, beat: seconds });
	} else if (verb === 'release' && ours) {
		engine.locks.delete(key);
	}
	return tell(0);
}

/** A new engine with the time of `now`. */
export function makeEngine(now: () => number): Engine {
	const boxes = new Map<string, Box>();
	const tags = new Map<string, string>();
	const remote = new Map<string, string>();
	let made = 0;
	const find = (key: string): Box | undefined => boxes.get(key) ?? [...boxes.values()].find((box) => box.name === key);
	const clash = (name: string, box?: Box) => {
		const other = find(name);
		return other !== undefined && other !== box;
	};

	const verbs: Readonly<Record<string, (box: Box, asked: Asked) => Reply>> = {
		start: (box) => {
			if (box.running) return reply(304);
			if ([...boxes.values()].some((other) => other.running)) return reply(500, 'port is already allocated');
			// One that the engine is about to start again counts as running.
			const running = !engine.crashing.has(box.image) || box.policy !== 'no';
			Object.assign(box, { running, started: now(), restarts: 0 });
			return reply(204);
		},
		stop: (box) => {
			if (!box.running) return reply(304);
			box.running = false;
			return reply(204);
		},
		restart: (box) => {
			Object.assign(box, { running: true, started: now(), restarts: 0 });
			return reply(204);
		},
		rename: (box, { query }) => {
			const name = query.get('name') ?? '';
			if (clash(name)) return reply(409, 'name is in use');
			const waits = box.running && engine.waiting.has(box.image) && now() - box.started >= 1000;
			if (waits) return reply(404, 'sandbox 0f not found');
			box.name = name;
			return reply(204);
		},
		update: (box, { body }) => {
			box.policy = text(body, 'RestartPolicy', 'Name') ?? box.policy;
			return reply(200, '{}');
		},
	};

	function create({ body, query }: Asked): Reply {
		const name = query.get('name') ?? '';
		if (clash(name)) return reply(409, 'name is in use');
		const image = tags.get(text(body, 'Image') ?? '');
		if (image === undefined) return reply(404, 'no such image');
		made += 1;
		const id = `made${made}`;
		const plan = text(body, 'Labels', 'watchdeck.plan') ?? '';
		const policy = text(body, 'HostConfig', 'RestartPolicy', 'Name') ?? 'no';
		const fresh = { running: false, started: 0, restarts: 0 };
		boxes.set(id, { id, name, image, policy, labels: { 'watchdeck.plan': plan }, networks: ['bridge'], ...fresh });
		return reply(201, JSON.stringify({ Id: id }));
	}

	function onContainer(asked: Asked): Reply {
		const { key, verb, method, query } = asked;
		if (key === 'create') return create(asked);
		const box = find(key);
		if (box === undefined) return reply(404, 'no such container');
		if (method !== 'DELETE') return verbs[verb]?.(box, asked) ?? reply(404);
		if (box.running && query.get('force') !== '1') return reply(409, 'it runs');
		boxes.delete(box.id);
		return reply(204);
	}

	function pull(query: URLSearchParams): Reply {
		const digest = query.get('tag') ?? '';
		const image = remote.get(digest);
		if (image === undefined) return reply(404, 'manifest unknown');
		tags.set(`${query.get('fromImage')}@${digest}`, image);
		return reply(200);
	}

	/** With the last tag of a repository its digests go, and the image where no container needs it. */
	function untag(name: string): Reply {
		const image = tags.get(name);
		if (image === undefined) return reply(404, 'no such image');
		tags.delete(name);
		const repository = name.replace(/:[^/:]*$/, '');
		const rest = [...tags].filter(([, of]) => of === image).map(([other]) => other);
		if (!rest.some((other) => other.startsWith(`${repository}:`)))
			for (const other of rest) if (other.startsWith(`${repository}@`)) tags.delete(other);
		return reply(200);
	}

	function onImage({ key, method, query }: Asked): Reply {
		if (key === 'create') return pull(query);
		if (method === 'DELETE') return untag(key);
		const image = tags.get(key) ?? key;
		const isUsed = [...boxes.values()].some((box) => box.image === image);
		if (!isUsed && ![...tags.values()].includes(image)) return reply(404, 'no such image');
		tags.set(`${query.get('repo')}:${query.get('tag')}`, image);
		return reply(201);
	}

	function onNetwork({ key, verb, body }: Asked): Reply {
		const box = find(text(body, 'Container') ?? '');
		if (box === undefined) return reply(404);
		if (verb === 'connect' && box.networks.includes(key)) return reply(403, 'already in it');
		box.networks = verb === 'connect' ? [...box.networks, key] : box.networks.filter((name) => name !== key);
		return reply(200);
	}

	const kinds: Readonly<Record<string, (asked: Asked) => Reply>> = {
		containers: onContainer,
		images: onImage,
		networks: onNetwork,
	};

	function engineCall(call: Call & { via: 'engine' }): Reply {
		const [path = '', search = ''] = call.path.split('?');
		const [kind = '', key = '', verb = ''] = path.split('/').slice(1).map(decodeURIComponent);
		const asked = { key, verb, method: call.method, query: new URLSearchParams(search), body: call.body };
		return kinds[kind]?.(asked) ?? reply(404);
	}

	const engine: Engine = {
		boxes,
		tags,
		remote,
		sick: new Set(),
		crashing: new Set(),
		waiting: new Set(),
		locks: new Map(),
		apply: (call) => {
			if (call.via === 'exec') return lockReply(engine, call.argv.map(String), now());
			return call.via === 'engine' ? engineCall(call) : reply(500);
		},
		read: (probe) => ({ ok: true, value: { layers: { process: seen(engine, find, probe, now()) } } }),
	};
	return engine;
}

function seen(engine: Engine, find: (key: string) => Box | undefined, probe: Probe, since: number): Condition {
	const wrong = probe.kind === 'image' ? wrongImage(engine, probe.spec) : wrongBox(engine, find, probe.spec);
	return { is: wrong === undefined ? 'ok' : 'down', because: wrong ?? 'as it must be', since };
}

function wrongImage(engine: Engine, spec: unknown): string | undefined {
	const { ref, id, digest } = spec as ImageExpect; // the specs of these tests are made by core/expect.ts
	const image = engine.tags.get(ref);
	const isPromised = image !== undefined && (id === undefined || image === id) && hasDigest(engine, image, digest);
	return isPromised ? undefined : `${ref} is another image`;
}

function hasDigest({ tags }: Engine, image: string, digest: string | undefined): boolean {
	return digest === undefined || [...tags].some(([name, of]) => of === image && name.endsWith(`@${digest}`));
}

function wrongBox(engine: Engine, find: (key: string) => Box | undefined, spec: unknown): string | undefined {
	const expect = spec as ContainerExpect; // as above
	const box = find(expect.container);
	if (expect.gone === true) return box === undefined ? undefined : 'it is there';
	return box === undefined ? `there is no ${expect.container}` : wrongIn(engine, box, expect);
}

function wrongIn(engine: Engine, box: Box, expect: ContainerExpect): string | undefined {
	const healthy = box.running && !engine.sick.has(box.image);
	const facts: readonly (readonly [string, boolean])[] = [
		['name', expect.name === undefined || box.name === expect.name],
		[
			'image',
			(expect.image === undefined || box.image === expect.image) && hasDigest(engine, box.image, expect.digest),
		],
		['running', expect.running === undefined || box.running === expect.running],
		['healthy', expect.healthy === undefined || healthy],
		['restarts', expect.restarts === undefined || box.restarts <= expect.restarts],
		['started', expect.startedAfter === undefined || box.started > expect.startedAfter],
		['policy', expect.policy === undefined || box.policy === expect.policy],
		['network', expect.network === undefined || box.networks.includes(expect.network)],
		['labels', Object.entries(expect.labels ?? {}).every(([key, value]) => box.labels[key] === value)],
	];
	const bad = facts.find(([, holds]) => !holds);
	return bad === undefined ? undefined : `its ${bad[0]} is not as it must be`;
}

/** What the engine says to a call: ok by the call's fine codes, as io does it. */
export function answered(call: Read | Write, said: Reply): Answer {
	const fine = call.fine ?? (call.via === 'exec' ? [0] : [200, 201, 204]);
	if (fine.includes(said.code)) return { took: 1, ok: true, value: said };
	return {
		took: 1,
		ok: false,
		failure: { kind: 'refused', message: `the engine said ${said.code} ${said.text}` },
		reply: said,
	};
}

/** An answer that never came. */
export const lost: Answer = { took: 1, ok: false, failure: { kind: 'timeout', message: 'no answer in time' } };
