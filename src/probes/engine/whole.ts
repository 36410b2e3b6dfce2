import { z } from 'zod';
import { jsonOf, understood } from '../../core/engine/answer.ts';
import type { EngineFacts, ImageOnHost } from '../../core/engine/facts.ts';
import { readImages } from '../../core/engine/images.ts';
import { readList } from '../../core/engine/list.ts';
import { type About, readAbout } from '../../core/engine/swarm/member.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import type { Get } from './ask.ts';
import { type Looked, type Looking, lookAt } from './looked.ts';
import { readSwarm } from './swarm.ts';

/** Docker Engine 20.10. */
const oldestApi = '1.41';
const versionSchema = z.object({
	Version: z.string(),
	ApiVersion: z.string(),
	Components: z.array(z.object({ Name: z.string() })).optional(),
});
type Version = z.infer<typeof versionSchema>;

function isOlder(version: string, than: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
	return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function tooOld(host: string, { Version, ApiVersion }: Version): Failure {
	return {
		kind: 'refused',
		message: `The engine of ${host} is too old: Docker ${Version} speaks API ${ApiVersion}, watchdeck needs ${oldestApi}.`,
		fix: 'Update it to Docker Engine 20.10 or newer.',
	};
}

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

/** Podman calls itself something else each time. */
const isNamed = ({ Components = [] }: Version): boolean => !Components.some(({ Name }) => /podman/i.test(Name));

/** What an engine says of itself; nothing where it does not say, since containers must be seen also then. */
async function aboutOf(ask: Get): Promise<About> {
	const answer = await ask('/info');
	return answer.ok ? readAbout(answer.value.text) : {};
}

/** Where the engine is a manager: what its Swarm has, or why it does not say. */
async function swarmOf(host: string, { swarm }: About, ask: Get): Promise<Pick<EngineFacts, 'node' | 'swarm'>> {
	if (swarm === undefined) return {};
	const { node, cluster } = swarm;
	return cluster === undefined ? { node } : { node, swarm: await readSwarm(host, cluster, ask) };
}

/** The images of a host; none where they cannot be read, since containers must be seen also then. */
export async function imagesOf(host: string, ask: Get): Promise<readonly ImageOnHost[] | undefined> {
	const answer = await ask('/images/json');
	if (!answer.ok) return undefined;
	const images = readImages(host, answer.value.text);
	return images.ok ? images.value : undefined;
}

/** What a reading of a whole engine is made with. `before`: what was looked at at the readings before it. */
export interface Whole extends Pick<Looking, 'host' | 'ask' | 'now' | 'before'> {
	/** What the engine said of itself, where it was asked before: the answer counts all that it has. */
	readonly about: About | undefined;
	/** Asks what nobody waits long for. */
	readonly quick: Get;
	/** So long the reading may take. */
	readonly timeout: Millis;
}

/**
 * All containers and images of an engine, and which of the containers were looked at. An engine older than 20.10 is
 * refused. Looks take at most half of the time: on a slow road the list alone is worth more than nothing.
 */
export async function wholeEngine({
	about: known,
	quick,
	timeout,
	...looking
}: Whole): Promise<
	Result<{ readonly facts: Omit<EngineFacts, 'asked'>; readonly looked: Looked; readonly about: About }>
> {
	const { host, ask, now } = looking;
	const began = now();
	const said = known === undefined ? aboutOf(quick) : Promise.resolve(known);
	const [version, list, images, about, swarm] = await Promise.all([
		versionOf(host, ask),
		ask('/containers/json?all=1'),
		imagesOf(host, ask),
		said,
		said.then((one) => swarmOf(host, one, ask)),
	]);
	if (!version.ok) return version;
	if (!list.ok) return list;
	const listed = readList(host, list.value.text);
	if (!listed.ok) return listed;
	const until = began + timeout / 2;
	const { looked, ...containers } = await lookAt(listed.value, { ...looking, until, took: list.took });
	const { Version: engine, ApiVersion: api } = version.value;
	const named = about.id === undefined || !isNamed(version.value) ? {} : { id: about.id };
	const facts = { host, whole: true, ...containers, ...named, ...swarm, version: engine, api };
	return { ok: true, value: { facts: images === undefined ? facts : { ...facts, images }, looked, about } };
}
