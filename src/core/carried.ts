import type { Answer, Call } from './call.ts';
import { callBrief, callText } from './call-text.ts';
import { known } from './known.ts';
import type { Failure, Millis } from './model.ts';

/** A call to the outside as it was carried out, for the log of commands. Its texts are cleaned of secrets. */
export interface CarriedCall {
	/** The how manyth it is of this session. */
	readonly seq: number;
	/** When it went out. */
	readonly at: Millis;
	readonly host: string;
	readonly effect: Call['effect'];
	readonly via: Call['via'];
	/** It only says, every few seconds, that the holder of a lock lives. */
	readonly beat?: true;
	/** The whole of it, as `callText` writes it; secrets of the config as the references that stand there. */
	readonly text: string;
	/** The same on a line. */
	readonly brief: string;
	/** How long it took; missing for a stream, which only began then. */
	readonly took?: Millis;
	readonly ok: boolean;
	/** Exit code, or status of HTTP; missing where no answer came. */
	readonly code?: number;
	readonly failure?: Failure;
}

/** A value in which each reference to a secret is the text of it, as the config writes it: `${env:NAME}`. */
function referenced<T>(value: T): T {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(referenced) as T; // of the same members
	const entries = Object.entries(value);
	const [only] = entries;
	// A `Word`, as `core/call.ts` has it, may be a text as well as a reference.
	if (entries.length === 1 && only?.[0] === 'secret' && typeof only[1] === 'string') return `\${${only[1]}}` as T;
	return Object.fromEntries(entries.map(([key, member]) => [key, referenced(member)])) as T; // of the same shape
}

/** Whether a call only says that the holder of a lock lives (`actions/lock-script.ts`). */
export function isBeat(call: Call): boolean {
	return call.via === 'exec' && call.argv[3] === 'watchdeck-lock' && call.argv[4] === 'beat';
}

/** What came of a call: `answer` of one that was asked or ordered, none of a stream that began. */
export interface Carried {
	readonly seq: number;
	readonly at: Millis;
	readonly call: Call;
	readonly took?: Millis;
	readonly ok: boolean;
	readonly code?: number;
	readonly failure?: Failure;
}

/** What is kept of a call until somebody looks; nothing of it is put into words here, since that would cost each call. */
export function carriedOf(seq: number, now: Millis, call: Call, answer: Answer | undefined): Carried {
	if (answer === undefined) return { seq, at: now, call, ok: true };
	const { ok, took } = answer;
	const sent = { seq, at: now - took, call, took, ok };
	if (answer.ok) return { ...sent, code: answer.value.code };
	const code = answer.reply === undefined ? {} : { code: answer.reply.code };
	return { ...sent, ...code, failure: answer.failure };
}

/** A call in words. */
export function carriedText({ call, ...rest }: Carried, redact: (text: string) => string): CarriedCall {
	const shown = referenced(call);
	const { failure } = rest;
	return {
		...rest,
		...{ host: call.host, effect: call.effect, via: call.via },
		...(isBeat(call) ? { beat: true as const } : {}),
		text: redact(callText(shown)),
		brief: redact(callBrief(shown)),
		...(failure === undefined
			? {}
			: {
					failure: {
						...failure,
						message: redact(failure.message),
						...known({ fix: failure.fix && redact(failure.fix) }),
					},
				}),
	};
}
