import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Result } from '../model.ts';

/** A name in a sentence: as it came, but no longer than the server lets one be. */
const name = z
	.string()
	.nullable()
	.transform((given) => given?.slice(0, 63) ?? '');
const number = z.number().nonnegative();
/** What may be a little below zero: the clocks of two servers, or what grew between two looks at it. */
const length = z.number().transform((value) => Math.max(0, value));

const session = z.object({ pid: z.int(), by: name, database: name, active: z.boolean(), seconds: length.nullable() });
const replica = z.object({
	pid: z.int(),
	name,
	state: z.string().nullable(),
	at: number.nullable(),
	bytes: length.nullable(),
	seconds: length.nullable(),
});
const slot = z.object({ name, bytes: length.nullable() });
const stand = z.object({
	version: z.string().transform((given) => given.slice(0, 63)),
	max: number,
	used: number,
	hidden: number,
	sessions: z.array(session).max(1000).readonly(),
	replicas: z.array(replica).max(1000).readonly(),
	slots: z.array(slot).max(1000).readonly(),
	replica: z.object({ receives: z.boolean(), done: z.boolean(), seconds: length.nullable() }).nullable(),
	size: number,
	counters: z.object({ deadlocks: number, hits: number, reads: number }).nullable(),
});
const rows = z.tuple([z.object({ it: stand })]);

/**
 * How a PostgreSQL stands. `hidden`: sessions of others that this user may not see; `sessions`: that do something or hold a
 * transaction open; `replicas`: that stream from it (`at`: up to which byte of the log they have replayed, `bytes` and
 * `seconds`: how far they are behind); `slots`: that keep log for nobody; `replica`: of it where it is one
 * itself (`done`: it has replayed all that it received, `seconds`: the age of what it replayed last). Sizes are in
 * bytes; null is what it does not say.
 */
export type Stand = Readonly<z.output<typeof stand>>;
/** A session that does something or holds a transaction open, and for how long. */
export type Session = Readonly<z.output<typeof session>>;

/** What a server answered to `standQuery`. */
export function standOf(text: string): Result<Stand> {
	const fix = 'Check what listens there: it must be PostgreSQL 10 or newer.';
	try {
		const parsed = rows.safeParse(JSON.parse(text));
		if (parsed.success) return { ok: true, value: parsed.data[0].it };
	} catch {
		// No JSON: told below.
	}
	return failed('garbled', 'The answer of PostgreSQL has another form than was asked for.', fix);
}
