import { z } from 'zod';
import type { Chunk } from '../call.ts';

/** A field is text; bytes that are none are a list of numbers, and what is too long is null (systemd, "Journal JSON Format"). */
const field = z.union([z.string(), z.array(z.int().min(0).max(255)), z.null()]);
const entry = z.object({
	MESSAGE: field.optional(),
	PRIORITY: z.string().optional(),
	__REALTIME_TIMESTAMP: z.string().regex(/^\d{1,17}$/),
});

/** syslog's priorities up to here are errors (RFC 5424 §6.2.1). */
const worstOfErr = 3;

function messageOf(message: z.infer<typeof field> | undefined): string {
	if (typeof message === 'string') return message;
	if (message === undefined) return '';
	return message === null ? '(a message that is too long)' : new TextDecoder().decode(Uint8Array.from(message));
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A line of `journalctl -o json` as a line of a log; undefined where it is none. A message of several lines stays one. */
export function journalLine(text: string): Chunk | undefined {
	const parsed = entry.safeParse(json(text));
	if (!parsed.success) return undefined;
	const { MESSAGE, PRIORITY, __REALTIME_TIMESTAMP } = parsed.data;
	const isError = PRIORITY !== undefined && /^[0-7]$/.test(PRIORITY) && Number(PRIORITY) <= worstOfErr;
	return {
		at: Math.floor(Number(__REALTIME_TIMESTAMP) / 1000),
		from: isError ? 'err' : 'out',
		text: messageOf(MESSAGE).replace(/\n+$/, ''),
	};
}
