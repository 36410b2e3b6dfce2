import { z } from 'zod';
import type { Read, Word } from '../call.ts';
import type { Probe } from '../probe.ts';

/** A word of a call, as it stands in the spec of a probe. */
export const word: z.ZodType<Word> = z.lazy(() =>
	z.union([z.string(), z.object({ secret: z.string() }), z.array(word)]),
);

/** What every probe of a web address is told: the address, the host it is asked from, and headers. */
export const fetched = {
	url: z.string().min(1),
	from: z.string().min(1),
	headers: z.record(z.string(), word).optional(),
};
/**
 * The share of a probe's time that its request may take: the request must be given up before the probe is, so that "no
 * answer" is what the probe says of the service, and not a reading that was missed.
 */
const ownShare = 0.95;
type Fetched = z.infer<z.ZodObject<typeof fetched>>;

/** The request for a web address. `most`: bytes of the answer that are kept. */
export function getOf(spec: Fetched, { timeout }: Probe, most: number): Extract<Read, { readonly via: 'http' }> {
	const headers = spec.headers === undefined ? {} : { headers: spec.headers };
	const limits = { timeout: Math.round(timeout * ownShare), most };
	return { effect: 'read', via: 'http', host: spec.from, method: 'GET', url: spec.url, ...limits, ...headers };
}
