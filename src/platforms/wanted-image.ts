import { z } from 'zod';
import type { Answer, Read } from '../core/call.ts';
import { jsonOf, understood } from '../core/engine/answer.ts';
import type { ImageName } from '../core/engine/image-name.ts';
import { fullRepository, imageName } from '../core/engine/image-name.ts';
import { refText } from '../core/engine/image-ref.ts';
import { registryFailure } from '../core/engine/registry-failure.ts';
import { sentence } from '../core/failure-text.ts';
import type { Making } from '../core/making.ts';
import type { Result } from '../core/model.ts';
import { part } from './engine-call.ts';

const imageSchema = z.object({ Id: z.string(), RepoDigests: z.array(z.string()).nullish() });
const registrySchema = z.object({ Descriptor: z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }) });
const refusalSchema = z.object({ message: z.string() });

/** An image as a plan can promise it, on one host. */
export interface WantedImage {
	/** The name that a container of it is made from. */
	readonly name: string;
	/** Its id, where the host has it already. */
	readonly id?: string;
	/** What a registry calls it, where one was asked or it was named so. */
	readonly digest?: string;
	/** `REPOSITORY@DIGEST`, where it has to be pulled first. */
	readonly pull?: string;
	/** `name` has to be given to it; `before`: the id of the image that has the name now. */
	readonly tag?: { readonly from: string; readonly before?: string };
	/** What the operator should know of where it comes from, in sentences. */
	readonly notes: readonly string[];
}

/** An image that a host has. */
interface Here {
	readonly id: string;
	readonly digests: readonly string[];
}

/** What is asked: an image, of the engine of a host. */
interface Asking {
	readonly making: Making;
	readonly host: string;
	readonly of: ImageName;
}

function engineRead(host: string, path: string, timeout: number): Read {
	return { via: 'engine', host, method: 'GET', path, timeout, effect: 'read' };
}

/** The image that a name stands for on the host; undefined where it has none. */
async function here({ making, host }: Asking, name: string): Promise<Result<Here | undefined>> {
	const answer = await making.ask(engineRead(host, `/images/${part(name)}/json`, 10_000), making.signal);
	if (!answer.ok)
		return answer.reply?.code === 404 ? { ok: true, value: undefined } : { ok: false, failure: answer.failure };
	const what = `What the engine of ${host} says of ${name}`;
	const json = jsonOf(answer.value.text, what);
	if (!json.ok) return json;
	const found = understood(imageSchema, json.value, what);
	return found.ok ? { ok: true, value: { id: found.value.Id, digests: found.value.RepoDigests ?? [] } } : found;
}

function refusedWords(answer: Extract<Answer, { ok: false }>): string {
	const json = jsonOf(answer.reply?.text ?? '', 'What the engine says of a registry');
	const words = refusalSchema.safeParse(json.ok ? json.value : undefined).data?.message ?? answer.failure.message;
	return words.slice(0, 300).replace(/\s+/g, ' ').trim();
}

/** The digest that its registry has for the image now, asked as the engine of the host reaches it. */
async function atRegistry({ making, host, of }: Asking): Promise<Result<string>> {
	const name = refText(of);
	// The name's form allows nothing that would mean something else in a path.
	const answer = await making.ask(engineRead(host, `/distribution/${name}/json`, 20_000), making.signal);
	if (!answer.ok) return { ok: false, failure: registryFailure(refusedWords(answer), { name, host }) };
	const what = `What the registry of ${name} says`;
	const json = jsonOf(answer.value.text, what);
	if (!json.ok) return json;
	const found = understood(registrySchema, json.value, what);
	return found.ok ? { ok: true, value: found.value.Descriptor.digest } : found;
}

/** Whether an image that is here came from the registry of this name, or went there. */
function wasAtRegistry({ digests }: Here, { repository }: ImageName): boolean {
	return digests.some((name) => fullRepository(imageName(name)?.repository ?? '') === fullRepository(repository));
}

async function byDigest(asking: Asking, digest: string): Promise<Result<WantedImage>> {
	const name = `${asking.of.repository}@${digest}`;
	const found = await here(asking, name);
	if (!found.ok) return found;
	if (found.value !== undefined) return { ok: true, value: { name, digest, id: found.value.id, notes: [] } };
	const known = await atRegistry({ ...asking, of: { repository: asking.of.repository, digest } });
	return known.ok ? { ok: true, value: { name, digest, pull: name, notes: [] } } : known;
}

/** An image of the registry's, under a tag that means another image on the host, or none. */
async function byTag(asking: Asking, digest: string, tagged: Here | undefined): Promise<Result<WantedImage>> {
	const from = `${asking.of.repository}@${digest}`;
	const found = await here(asking, from);
	if (!found.ok) return found;
	const tag = { from, ...(tagged === undefined ? {} : { before: tagged.id }) };
	const id = found.value?.id;
	const where = id === undefined ? { pull: from } : { id };
	return { ok: true, value: { name: refText(asking.of), digest, ...where, tag, notes: [] } };
}

/**
 * The image that a name means for a host: what its registry has under it now, else what the host has. It is promised by
 * digest or id, so that a tag that moves meanwhile moves nothing of the plan.
 */
export async function wantedImage(making: Making, host: string, of: ImageName): Promise<Result<WantedImage>> {
	const asking = { making, host, of };
	if (of.digest !== undefined) return byDigest(asking, of.digest);
	const name = refText(of);
	const local = await here(asking, name);
	if (!local.ok) return local;
	const found = local.value;
	if (found !== undefined && !wasAtRegistry(found, of)) {
		const note = `${host} has ${name} already; that it came from a registry is not known, so none was asked.`;
		return { ok: true, value: { name, id: found.id, notes: [note] } };
	}
	const digest = await atRegistry(asking);
	if (digest.ok) {
		const isHere = found?.digests.some((each) => each.endsWith(`@${digest.value}`)) === true;
		if (found === undefined || !isHere) return byTag(asking, digest.value, found);
		return { ok: true, value: { name, id: found.id, digest: digest.value, notes: [] } };
	}
	if (found === undefined) return digest;
	const note = `Whether ${name} is the newest is not known; the one that ${host} has is taken. ${sentence(digest.failure.message)}`;
	return { ok: true, value: { name, id: found.id, notes: [note] } };
}
