import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Result } from '../model.ts';
import type { Copied } from './copy.ts';
import { type Did, type WalkLine, walkOf } from './walk.ts';

const head = z.object({
	version: z.literal(1),
	document: z.object({ name: z.string(), path: z.string(), digest: z.string(), text: z.string() }),
});
const step = { step: z.string() };
const command = z.int().min(1).optional();
const value = z.union([z.string(), z.object({ secret: z.string() })]);
const walkHead = z.object({
	...{ runbook: z.string(), title: z.string(), path: z.string(), digest: z.string() },
	severity: z.enum(['P0', 'P1', 'P2', 'P3']).optional(),
	deadline: z.number().optional(),
	...{ of: z.string().optional(), environment: z.string().optional(), host: z.string().optional() },
	values: z.record(z.string(), value),
	within: z.object({ walk: z.string(), step: z.string() }).optional(),
});
const came = {
	...{ took: z.number(), code: z.int().optional(), output: z.string(), lines: z.int(), bytes: z.int() },
	unheard: z.literal(true).optional(),
	...{ hash: z.string(), verdict: z.enum(['ok', 'failed', 'open']), because: z.string() },
};
const dids = z.discriminatedUnion('is', [
	z.object({ is: z.literal('began'), head: walkHead, session: z.string().optional() }),
	z.object({ is: z.literal('ran'), ...step, command, host: z.string(), text: z.string() }),
	z.object({ is: z.literal('came'), ...step, command, ...came }),
	z.object({ is: z.literal('acted'), ...step, command, plan: z.string() }),
	z.object({ is: z.literal('entered'), ...step, walk: z.string(), runbook: z.string() }),
	z.object({ is: z.literal('marked'), ...step, as: z.enum(['done', 'failed', 'skipped']), why: z.string().optional() }),
	z.object({ is: z.literal('noted'), ...step, text: z.string() }),
	z.object({ is: z.literal('went'), to: z.string(), because: z.string() }),
	z.object({ is: z.literal('set'), name: z.string(), value }),
	z.object({ is: z.literal('moved'), host: z.string() }),
	z.object({ is: z.literal('changed'), digest: z.string() }),
	z.object({ is: z.literal('taken up'), from: z.string().optional(), session: z.string().optional() }),
	z.object({ is: z.literal('ended'), as: z.enum(['done', 'given up']), why: z.string().optional() }),
]);
const line = z.object({ at: z.number(), by: z.string(), run: z.string(), did: dids });

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A line as it was written; undefined where it is none: the last one may have been cut. */
function lineOf(text: string, walk: string): WalkLine | undefined {
	const read = line.safeParse(jsonOf(text));
	if (!read.success || read.data.run !== walk) return undefined;
	// zod gives fields that are missing as such, as the type has them.
	return { ...read.data, did: read.data.did as Did };
}

/**
 * Reads the copy of a walk. What the account's others may have written there is believed no more than any text from outside: its document
 * runs nothing before it is accepted here, and a line that is none counts for nothing.
 */
export function copiedOf(text: string, walk: string): Result<Copied> {
	const [first = '', ...rest] = text.split('\n');
	const read = head.safeParse(jsonOf(first));
	const lines = rest.flatMap((one) => lineOf(one, walk) ?? []);
	if (!read.success || walkOf(lines) === undefined)
		return failed(
			'garbled',
			`The copy of ${walk} is damaged: it does not say which walk it is.`,
			'Walk the runbook anew.',
		);
	return { ok: true, value: { document: read.data.document, lines } };
}
