import { z } from 'zod';
import type { Ask, Read } from '../core/call.ts';
import { jsonOf, understood } from '../core/engine/answer.ts';
import { type ContainerEvent, eventsPath, readEvent } from '../core/engine/events.ts';
import type { EngineFacts } from '../core/engine/facts.ts';
import { readImages } from '../core/engine/images.ts';
import { readInspect } from '../core/engine/inspect.ts';
import { readList } from '../core/engine/list.ts';
import type { Failure, Instance, Millis, Result } from '../core/model.ts';
import type { ProbeKind, Reach, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `docker` is told: which host's engine. */
export const schema = z.strictObject({ host: z.string() });

/** Docker Engine 20.10. */
const oldestApi = '1.41';
/** So many containers are looked at at once. */
const atOnce = 6;
/** A list of 2,000 containers with long labels. */
const mostText = 64 * 1024 * 1024;
/** Events from so long ago are asked for again when a stream is opened, so that none is lost in between. */
const overlap: Millis = 5_000;

const get = (host: string, path: string, timeout: Millis): Read => ({
	effect: 'read',
	via: 'engine',
	host,
	method: 'GET',
	path,
	timeout,
	most: mostText,
});

const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });
type Version = z.infer<typeof versionSchema>;

function isOlder(version: string, than: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
	return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

const tooOld = (host: string, { Version, ApiVersion }: Version): Failure => ({
	kind: 'refused',
	message: `The engine of ${host} is too old: Docker ${Version} speaks API ${ApiVersion}, watchdeck needs ${oldestApi}.`,
	fix: 'Update it to Docker Engine 20.10 or newer.',
});

/** Asks one path of an engine within a probe's limits. */
type Get = (path: string) => ReturnType<Ask>;

async function versionOf(host: string, ask: Get): Promise<Result<Version>> {
	const answer = await ask('/version');
	if (!answer.ok) return answer;
	const what = `What the engine of ${host} says of its version`;
	const json = jsonOf(answer.value.text, what);
	if (!json.ok) return json;
	const version = understood(versionSchema, json.value, what);
	if (version.ok && isOlder(version.value.ApiVersion, oldestApi)) {
		return { ok: false, failure: tooOld(host, version.value) };
	}
	return version;
}

async function inspected(host: string, id: string, ask: Get): Promise<Result<Instance | 'gone'>> {
	const answer = await ask(`/containers/${encodeURIComponent(id)}/json`);
	if (!answer.ok) return answer.reply?.code === 404 ? { ok: true, value: 'gone' } : answer;
	return readInspect(host, answer.value.text);
}

/** Looks at each container of a list; one that cannot be looked at stays as the list has it, one that is gone goes. */
async function allInspected(host: string, listed: readonly Instance[], ask: Get): Promise<readonly Instance[]> {
	const found: (Instance | 'gone')[] = [...listed];
	let next = 0;
	const work = async (): Promise<void> => {
		while (next < listed.length) {
			const index = next;
			next += 1;
			const one = await inspected(host, listed[index]?.id ?? '', ask);
			if (one.ok) found[index] = one.value;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return found.filter((one) => one !== 'gone');
}

async function wholeEngine(host: string, ask: Get): Promise<Result<EngineFacts>> {
	const version = await versionOf(host, ask);
	if (!version.ok) return version;
	const [list, images] = await Promise.all([ask('/containers/json?all=1'), ask('/images/json')]);
	if (!list.ok) return list;
	if (!images.ok) return images;
	const listed = readList(host, list.value.text);
	if (!listed.ok) return listed;
	const named = readImages(host, images.value.text);
	if (!named.ok) return named;
	const containers = await allInspected(host, listed.value, ask);
	const { Version, ApiVersion } = version.value;
	return {
		ok: true,
		value: { host, whole: true, containers, images: named.value, version: Version, api: ApiVersion },
	};
}

const readingOf = (engine: EngineFacts, now: Millis): Reading => ({
	layers: { control: { is: 'ok', because: 'the engine answers', since: now } },
	engine,
});

/** What an event means: the container as it is now, or that it is gone. Most events come in groups; each is looked at. */
async function news(host: string, { id, action }: ContainerEvent, ask: Get): Promise<Result<EngineFacts>> {
	const partial = { host, whole: false, containers: [] } as const;
	const one = action === 'destroy' ? ({ ok: true, value: 'gone' } as const) : await inspected(host, id, ask);
	if (!one.ok) return one;
	return {
		ok: true,
		value: one.value === 'gone' ? { ...partial, gone: [id] } : { ...partial, containers: [one.value] },
	};
}

function getter(host: string, timeout: Millis, { ask, signal }: Reach): Get {
	return (path) => ask(get(host, path, timeout), signal);
}

/** All containers and images of an engine, and then what happens to them as it happens. */
export const docker: ProbeKind = {
	kind: 'docker',
	read: async (probe, reach) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const engine = await wholeEngine(spec.value.host, getter(spec.value.host, probe.timeout, reach));
		return engine.ok ? { ok: true, value: readingOf(engine.value, reach.now()) } : engine;
	},
	watch: async function* (probe, reach) {
		const spec = specOf(schema, probe);
		if (!spec.ok) {
			yield spec;
			return;
		}
		const { host } = spec.value;
		const ask = getter(host, probe.timeout, reach);
		const since = Math.floor((reach.now() - overlap) / 1000);
		for await (const chunk of reach.follow(get(host, eventsPath(since), probe.timeout), reach.signal)) {
			if ('failure' in chunk) {
				yield { ok: false, failure: chunk.failure };
				return;
			}
			const event = readEvent(host, chunk.text);
			if (!event.ok) {
				yield event;
				continue;
			}
			if (event.value === undefined) continue;
			const engine = await news(host, event.value, ask);
			yield engine.ok ? { ok: true, value: readingOf(engine.value, reach.now()) } : engine;
		}
	},
};
