import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Failure, Result } from '../model.ts';

/** No answer of an engine that we ask for is longer, in UTF-16 units; the list of 5,000 containers is about 8 MB. */
const longest = 64 * 1024 * 1024;

/** A failure that says which answer was not understood and where in it. */
export function garbled(what: string, why: string): { readonly ok: false; readonly failure: Failure } {
	const fix = 'Is it Docker Engine 20.10 or newer that listens there, with nothing in between?';
	return failed('garbled', `${what} is not understood: ${why}`, fix);
}

/** The JSON of a text; `what` names the answer, e.g. `The list of containers of vps1`. */
export function jsonOf(text: string, what: string): Result<unknown> {
	if (text.length > longest) return garbled(what, `it is longer than ${longest} characters`);
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		return garbled(what, 'it is no JSON');
	}
}

/** A part of an answer by its schema; the failure names the first place that does not fit. */
export function understood<T>(schema: z.ZodType<T>, json: unknown, what: string): Result<T> {
	const parsed = schema.safeParse(json);
	if (parsed.success) return { ok: true, value: parsed.data };
	const issue = parsed.error.issues[0];
	const place = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.map(String).join('.');
	return garbled(what, `${place}: ${(issue?.message ?? 'it does not fit').slice(0, 200)}`);
}

/** A text of at most so many UTF-16 units; what is longer is cut, not refused, since one label must not hide a host. */
export function textUpTo(most: number) {
	return z.string().transform((text) => (text.length > most ? text.slice(0, most) : text));
}

/** A text that may be missing or null. */
export const maybeText = z.string().nullish();
/** A whole number that may be missing or null. */
export const maybeNumber = z.number().nullish();
/** An id of a container or image: short, and without anything that could mean something in a path. */
export const idText = z.string().regex(/^(?:sha256:)?[0-9a-f]{12,128}$/);
