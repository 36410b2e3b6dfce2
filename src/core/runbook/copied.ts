import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Millis, Result } from '../model.ts';
import { type Copied, type CopiedDocument, isWalkId } from './copy.ts';
import { type Did, type WalkLine, walkOf } from './walk.ts';

/** Texts and times of outside are believed as far as they can be: a longer text, or a time that no calendar has, is no line of ours. */
const text = z.string().max(256_000);
const time = z.number().min(0).max(8.64e15);
const step = { step: text };
const walkId = text.refine(isWalkId);
const command = z.int().min(1).optional();
const value = z.union([text, z.object({ secret: text })]);
const walkHead = z.object({
	...{ runbook: text, title: text, path: text, digest: text },
	severity: z.enum(['P0', 'P1', 'P2', 'P3']).optional(),
	deadline: time.optional(),
	...{ of: text.optional(), environment: text.optional(), host: text.optional() },
	values: z.record(text, value),
	within: z.object({ walk: walkId, step: text }).optional(),
});
const digest = text.optional();
const isSo = z.literal(true).optional();
const came = {
	...{ took: z.number(), code: z.int().optional(), output: text, lines: z.int(), bytes: z.int() },
	...{ hash: text, verdict: z.enum(['ok', 'failed', 'open']), because: text },
	unheard: isSo,
};
const head = z.object({
	version: z.literal(1),
	document: z.object({ name: text, path: text, digest: text, text: z.string() }),
});
const dids = z.discriminatedUnion('is', [
	z.object({ is: z.literal('began'), head: walkHead, session: text.optional() }),
	z.object({ is: z.literal('ran'), ...step, command, host: text, text: text, background: isSo, digest }),
	z.object({ is: z.literal('came'), ...step, command, part: isSo, background: isSo, ...came }),
	z.object({
		is: z.literal('acted'),
		...step,
		command,
		plan: text,
		host: text.optional(),
		text: text.optional(),
		digest,
	}),
	z.object({ is: z.literal('entered'), ...step, walk: walkId, runbook: text }),
	z.object({ is: z.literal('marked'), ...step, as: z.enum(['done', 'failed', 'skipped']), why: text.optional() }),
	z.object({ is: z.literal('noted'), ...step, text: text }),
	z.object({ is: z.literal('went'), to: text, because: text }),
	z.object({ is: z.literal('set'), name: text, value }),
	z.object({ is: z.literal('moved'), host: text }),
	z.object({ is: z.literal('changed'), digest: text, was: text.optional() }),
	z.object({ is: z.literal('taken up'), from: text.optional(), session: text.optional() }),
	z.object({ is: z.literal('ended'), as: z.enum(['done', 'given up']), why: text.optional() }),
]);
const line = z.object({
	...{ at: time, by: z.string().max(200), run: text, did: dids },
	...{ session: z.string().max(300), n: z.int().min(1) },
});
/** What stands before the lines that were added at once: the host's clock, in seconds. */
const stamp = z.object({ host: z.int().min(0).max(8.64e12) });

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A line of a copy, and when it came there by the host's clock. */
export interface CopiedLine {
	readonly line: WalkLine;
	readonly came: Millis | undefined;
}

/** What a host tells of a copy. `count`: how many lines of the file it is, also those that are none of a walk. */
export interface Told {
	/** The host's clock, whole seconds. */
	readonly host: Millis;
	readonly count: number;
	readonly lines: readonly CopiedLine[];
	/** The document, where the first line was read. */
	readonly document?: CopiedDocument;
	/** How many lines are none: they were cut. */
	readonly broken: number;
}

/** Where a copy goes on from what was read: a line belongs to the stamp before it. */
interface Reading {
	came: Millis | undefined;
	broken: number;
	readonly lines: CopiedLine[];
}

/** A line as it was written, or nothing where it is none: it may have been cut. */
function readLine(text: string, walk: string, reading: Reading): void {
	const json = jsonOf(text);
	const stamped = stamp.safeParse(json);
	if (stamped.success) {
		reading.came = stamped.data.host * 1000;
		return;
	}
	const read = line.safeParse(json);
	// zod gives fields that are missing as such, as the type has them.
	if (read.success && read.data.run === walk)
		reading.lines.push({ line: { ...read.data, did: read.data.did as Did }, came: reading.came });
	else if (text !== '') reading.broken += 1;
}

/**
 * Reads what a host tells of the copy of a walk, behind so many lines. What the account's others may have written there is believed no
 * more than any text from outside: a line that is none counts for nothing, and one without an end has not come yet.
 */
export function copyTold(text: string, walk: string, known: number): Result<Told> {
	const [clock = '', ...rest] = text.split('\n');
	const whole = rest.slice(0, -1);
	if (!/^\d{9,12}$/.test(clock))
		return failed(
			'garbled',
			`What the host tells of the copy of ${walk} is none.`,
			'See whether its shell prints something of its own.',
		);
	const first = known === 0 ? head.safeParse(jsonOf(whole[0] ?? '')) : undefined;
	const reading: Reading = { came: undefined, broken: 0, lines: [] };
	for (const one of known === 0 ? whole.slice(1) : whole) readLine(one, walk, reading);
	const { lines, broken } = reading;
	const document = first?.success === true ? { document: first.data.document } : {};
	return { ok: true, value: { host: Number(clock) * 1000, count: whole.length, lines, broken, ...document } };
}

/** A copy that was read whole, as a walk; its lines as they were told. */
export function copiedOf({ document, lines }: Told, walk: string): Result<Copied> {
	const all = lines.map((one) => one.line);
	if (document === undefined || walkOf(all) === undefined)
		return failed(
			'garbled',
			`The copy of ${walk} is damaged: it does not say which walk it is.`,
			'Walk the runbook anew.',
		);
	return { ok: true, value: { document, lines: all } };
}
