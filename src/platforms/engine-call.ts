import type { Answer, Json, Read, Word, Write } from '../core/call.ts';
import { jsonOf } from '../core/engine/answer.ts';
import type { Making } from '../core/making.ts';
import type { Failure, Millis, Result } from '../core/model.ts';

/** What an order to an engine may take and which codes are fine, besides those of success. */
export interface Allowing {
	readonly body?: Json;
	readonly timeout?: Millis;
	readonly fine?: readonly number[];
	readonly query?: Readonly<Record<string, Word>>;
}

const usual: Millis = 30_000;

/** An order to the engine of a host. */
export function order(host: string, method: 'POST' | 'DELETE', path: string, allowing: Allowing = {}): Write {
	const { body, timeout = usual, fine, query } = allowing;
	const call = { via: 'engine', host, method, path, timeout, effect: 'write' } as const;
	const asked = { ...call, ...(query === undefined ? {} : { query }) };
	return { ...asked, ...(body === undefined ? {} : { body }), ...(fine === undefined ? {} : { fine }) };
}

/** A name or id as part of a path. */
export function part(text: string): string {
	return encodeURIComponent(text);
}

function missing(answer: Extract<Answer, { ok: false }>, what: string, host: string): Failure {
	if (answer.reply?.code !== 404) return answer.failure;
	const fix = 'Wait until it is read anew, then plan again.';
	return { kind: 'missing', message: `There is no ${what} on ${host} any more.`, fix };
}

/** Asks the engine of a host for one thing as JSON; `what` is its name in words, for the case that it is gone. */
export async function inspect(making: Making, host: string, path: string, what: string): Promise<Result<unknown>> {
	const read: Read = { via: 'engine', host, method: 'GET', path, timeout: 10_000, effect: 'read' };
	const answer = await making.ask(read, making.signal);
	if (!answer.ok) return { ok: false, failure: missing(answer, what, host) };
	return jsonOf(answer.value.text, `What the engine of ${host} says of ${what}`);
}
