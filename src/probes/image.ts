import { z } from 'zod';
import { jsonOf, understood } from '../core/engine/answer.ts';
import type { ImageExpect } from '../core/expect.ts';
import type { Condition, Result } from '../core/model.ts';
import type { ProbeKind, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `image` is told: what a name of an image must stand for. */
export const schema = z.strictObject({
	host: z.string(),
	ref: z.string().min(1),
	gone: z.literal(true).exactOptional(),
	id: z.string().min(1).exactOptional(),
	digest: z.string().min(1).exactOptional(),
}) satisfies z.ZodType<ImageExpect>;
const answerSchema = z.object({ Id: z.string(), RepoDigests: z.array(z.string()).nullish() });

function readingOf(is: Condition['is'], because: string, since: number): Result<Reading> {
	return { ok: true, value: { layers: { process: { is, because, since } } } };
}

/** Whether an image is the one that a registry has under this digest; any is where none is asked for. */
export function hasDigest(names: readonly string[] | null | undefined, digest: string | undefined): boolean {
	return digest === undefined || (names ?? []).some((name) => name.endsWith(`@${digest}`));
}

/** Looks up what a name of an image stands for on a host, and says whether it is the promised image. */
export const image: ProbeKind = {
	kind: 'image',
	read: async (probe, { ask, now, signal }) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host, ref, id, digest, gone = false } = spec.value;
		const path = `/images/${encodeURIComponent(ref)}/json`;
		const answer = await ask(
			{ effect: 'read', via: 'engine', host, method: 'GET', path, timeout: probe.timeout },
			signal,
		);
		if (!answer.ok && answer.reply?.code === 404)
			return readingOf(gone ? 'ok' : 'down', `there is no image ${ref} on ${host}`, now());
		if (!answer.ok) return answer;
		const what = `What the engine of ${host} says of an image`;
		const json = jsonOf(answer.value.text, what);
		if (!json.ok) return json;
		const found = understood(answerSchema, json.value, what);
		if (!found.ok) return found;
		const { Id, RepoDigests } = found.value;
		if (gone) return readingOf('down', `${ref} is still there`, now());
		const isPromised = (id === undefined || Id === id) && hasDigest(RepoDigests, digest);
		return isPromised
			? readingOf('ok', `${ref} is the promised image`, now())
			: readingOf('down', `${ref} is another image: ${Id}`, now());
	},
};
