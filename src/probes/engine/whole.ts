import { z } from 'zod';
import { jsonOf, understood } from '../../core/engine/answer.ts';
import type { EngineFacts, ImageOnHost } from '../../core/engine/facts.ts';
import { readImages } from '../../core/engine/images.ts';
import { readList } from '../../core/engine/list.ts';
import type { Failure, Instance, Result } from '../../core/model.ts';
import { type Get, inspected } from './ask.ts';

/** Docker Engine 20.10. */
const oldestApi = '1.41';
/** So many containers are looked at at once. */
const atOnce = 8;

const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });
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
	await Promise.all(Array.from({ length: Math.min(atOnce, listed.length) }, work));
	return found.filter((one) => one !== 'gone');
}

/** The images of a host; none where they cannot be read, since containers must be seen also then. */
export async function imagesOf(host: string, ask: Get): Promise<readonly ImageOnHost[] | undefined> {
	const answer = await ask('/images/json');
	if (!answer.ok) return undefined;
	const images = readImages(host, answer.value.text);
	return images.ok ? images.value : undefined;
}

/** All containers and images of an engine, each container looked at. An engine older than 20.10 is refused. */
export async function wholeEngine(host: string, ask: Get): Promise<Result<Omit<EngineFacts, 'asked'>>> {
	const version = await versionOf(host, ask);
	if (!version.ok) return version;
	const [list, images] = await Promise.all([ask('/containers/json?all=1'), imagesOf(host, ask)]);
	if (!list.ok) return list;
	const listed = readList(host, list.value.text);
	if (!listed.ok) return listed;
	const containers = await allInspected(host, listed.value, ask);
	const { Version: engine, ApiVersion: api } = version.value;
	const found = { host, whole: true, containers, version: engine, api };
	return { ok: true, value: images === undefined ? found : { ...found, images } };
}
