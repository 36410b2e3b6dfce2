import { z } from 'zod';
import type { Read, Word } from '../call.ts';
import type { Probe } from '../probe.ts';

const word: z.ZodType<Word> = z.lazy(() => z.union([z.string(), z.object({ secret: z.string() }), z.array(word)]));

/** What every probe of a web address is told: the address, the host it is asked from, and headers. */
export const fetched = {
	url: z.string().min(1),
	from: z.string().min(1),
	headers: z.record(z.string(), word).optional(),
};
type Fetched = z.infer<z.ZodObject<typeof fetched>>;

/** The request for a web address. `most`: bytes of the answer that are kept. */
export function getOf(spec: Fetched, { timeout }: Probe, most: number): Read {
	const headers = spec.headers === undefined ? {} : { headers: spec.headers };
	return { effect: 'read', via: 'http', host: spec.from, method: 'GET', url: spec.url, timeout, most, ...headers };
}
