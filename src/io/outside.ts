import type { Answer, Ask, Call, Chunk, Follow, Json, Kept, Order, Reply } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import type { Failure, Host, Millis, Result } from '../core/model.ts';
import type { Link } from '../core/state.ts';
import { allowanceOf } from './allowance.ts';
import { carry, grace } from './ask.ts';
import type { Carrier } from './carrier.ts';
import { makeCarriers, type SshAbilities } from './carriers.ts';
import { makeDeadline, unlessEnded } from './deadline.ts';
import { failureOf } from './failure.ts';
import { lines } from './follow.ts';
import { type GiveTerminal, inTerminal, wantsTerminal } from './in-terminal.ts';
import { secretsIn } from './inspect-secrets.ts';
import { callName, codeFailure, isFine, lateFailure, pulled, toldFailure } from './judge.ts';
import { keptValue, parsed } from './kept.ts';
import type { Env } from './local/exec.ts';
import type { Vault } from './vault.ts';
import { fill, type Sources } from './words.ts';

/**
 * What makes the outside. Times are in milliseconds since 1970; `onCall` is told of each call that was carried, also of
 * those that look up what an order keeps.
 */
export interface OutsideOptions {
	readonly hosts: readonly Host[];
	readonly vault: Vault;
	readonly env: Env;
	readonly now: () => Millis;
	readonly onLink: (host: string, link: Link) => void;
	readonly onCall?: (call: Call, answer: Answer) => void;
	/** Is told of each stream that begins. */
	readonly onStream?: (call: Call) => void;
	/** Makes the carrier of a demo host. */
	readonly demo?: (host: Host) => Carrier;
	readonly ssh?: SshAbilities;
	/** Gives this terminal away; missing where there is none. */
	readonly terminal?: GiveTerminal;
}

/** The only way out: what is asked, what is followed, and, unless it is read-only, what is ordered. */
export interface Outside {
	readonly ask: Ask;
	readonly follow: Follow;
	/** How much longer than its own time a call may take, since its host is far away: what the way to it takes. */
	readonly allowance: (call: Call) => Millis;
	/** Try a host again that waits for a person. */
	readonly retry: (host: string) => void;
	/** The hosts there are from now on; connections of those that are gone or reached otherwise are closed. */
	readonly setHosts: (hosts: readonly Host[]) => Promise<void>;
	readonly close: () => Promise<void>;
}
/** The outside where changes are allowed. */
export interface ActingOutside extends Outside {
	readonly order: Order;
}

/** Answers in which a container's or image's configuration stands. */
const tells =
	/^(?:\/v[\d.]+)?\/(?:containers\/json|(?:containers|images)\/.+\/json|(?:services|tasks)(?:\/[^/?]+)?)(?:\?|$)/;
const inspectTimeout: Millis = 10_000;

function judged(call: Call, result: Result<Reply>, took: Millis): Answer {
	if (!result.ok) return { took, ...result };
	const { value } = result;
	const failure = isFine(call, value.code) ? toldFailure(call, value) : codeFailure(call, value);
	if (failure === undefined) return { took, ok: true, value };
	return { took, ok: false, failure, reply: value };
}

/** Remembers what looks like a secret in an answer of the engine, before anybody else sees it. */
function told(call: Call, result: Result<Reply>, vault: Vault): void {
	if (call.via !== 'engine' || !result.ok || !tells.test(call.path)) return;
	const json = parsed(result.value.text);
	if (json === undefined) return;
	for (const secret of secretsIn(json)) vault.remember(secret);
}

interface Carrying {
	readonly carrier: (host: string) => Result<Carrier>;
	readonly vault: Vault;
	readonly onCall: OutsideOptions['onCall'];
	readonly host: (name: string) => Host | undefined;
	readonly terminal: GiveTerminal | undefined;
}

/** Values that a container or service keeps, read from its inspect answer at the last moment, once a call. */
function keptReader(carrying: Carrying, signal: AbortSignal): Sources['kept'] {
	const answers = new Map<string, Promise<Result<Json>>>();
	const inspect = async ({ host, container = '', service }: Kept): Promise<Result<Json>> => {
		const path =
			service === undefined
				? `/containers/${encodeURIComponent(container)}/json`
				: `/services/${encodeURIComponent(service)}`;
		const call = { effect: 'read', via: 'engine', host, method: 'GET', path, timeout: inspectTimeout } as const;
		const began = performance.now();
		const result = await outcome(carrying, call, signal);
		const answer = judged(call, result, Math.round(performance.now() - began));
		carrying.onCall?.(call, answer);
		if (!answer.ok) return answer;
		const json = parsed(answer.value.text);
		return json === undefined ? failed('garbled', `${callName(call)} is no JSON.`) : { ok: true, value: json };
	};
	return async (kept) => {
		const key = JSON.stringify([kept.host, kept.container, kept.service]);
		const answer = answers.get(key) ?? inspect(kept);
		answers.set(key, answer);
		const json = await answer;
		return json.ok ? keptValue(json.value, kept) : json;
	};
}

function allowance({ carrier }: Carrying, call: Call): Millis {
	const found = carrier(call.host);
	return found.ok ? allowanceOf(call, found.value.roundTrip?.() ?? 0) : 0;
}

/**
 * Whether there was a connection for so much of a call's time, up to now, that no answer is news of what was asked: for
 * half of its own time, and what the way takes, which nobody knew when it was made before the connection.
 */
function hadConnection({ roundTrip, stood }: Carrier, call: Call, took: Millis): boolean {
	if (roundTrip === undefined) return true;
	const way = roundTrip();
	if (way === undefined) return false;
	const had = stood?.() ?? took;
	return had >= took || had - allowanceOf(call, way) >= call.timeout / 2;
}

/**
 * What ran out of time for want of a connection says nothing of what was asked. Of an engine that is told apart elsewhere;
 * of an order it is never said that it did not go out.
 */
function ofRoad(failure: Failure, call: Call, hadWay: boolean): Failure {
	if (failure.kind !== 'timeout' || hadWay || call.via === 'engine' || call.effect === 'write') return failure;
	return { kind: 'unreachable', message: `The ssh connection to ${call.host} is not there yet.` };
}

async function outcome(
	carrying: Carrying,
	call: Call,
	signal: AbortSignal,
	heard?: (chunk: Chunk) => void,
): Promise<Result<Reply>> {
	if (wantsTerminal(call)) {
		const sources = { secret: carrying.vault.resolve, kept: keptReader(carrying, signal) };
		return inTerminal(call, carrying.host(call.host), sources, { give: carrying.terminal, signal });
	}
	const carrier = carrying.carrier(call.host);
	if (!carrier.ok) return carrier;
	const after = (call.silent ?? call.timeout) + (call.via === 'exec' ? grace : 0) + allowance(carrying, call);
	const deadline = makeDeadline(signal, after, lateFailure(call));
	const began = performance.now();
	const still = (chunk: Chunk) => {
		// A pull or a dump may take long, but not long without a word.
		if (pulled(call) !== undefined || call.silent !== undefined) deadline.renew(after);
		heard?.(chunk);
	};
	const whole = async (): Promise<Result<Reply>> => {
		const sources = { secret: carrying.vault.resolve, kept: keptReader(carrying, deadline.signal) };
		const filled = await fill(call, sources);
		if (!filled.ok) return filled;
		// What nobody listens to is collected as it comes, byte by byte.
		const isHeard = heard !== undefined || pulled(call) !== undefined || call.silent !== undefined;
		return carry(carrier.value, call, filled.value, { signal: deadline.signal, ...(isHeard ? { heard: still } : {}) });
	};
	try {
		const result = await unlessEnded(whole(), deadline.signal);
		told(call, result, carrying.vault);
		return result;
	} catch (error) {
		const failure = failureOf(error, callName(call), deadline.signal);
		return { ok: false, failure: ofRoad(failure, call, hadConnection(carrier.value, call, performance.now() - began)) };
	} finally {
		deadline.done();
	}
}

async function* followed(
	carrying: Carrying,
	call: Call,
	signal: AbortSignal,
): AsyncGenerator<Chunk | { readonly failure: Failure }> {
	const carrier = carrying.carrier(call.host);
	if (!carrier.ok) {
		yield { failure: carrier.failure };
		return;
	}
	// Only the beginning has a time limit: a stream may be silent for ever.
	const deadline = makeDeadline(signal, call.timeout + allowance(carrying, call), lateFailure(call));
	try {
		const sources = { secret: carrying.vault.resolve, kept: keptReader(carrying, deadline.signal) };
		const filled = await unlessEnded(fill(call, sources), deadline.signal);
		if (filled.ok) yield* lines(carrier.value, call, filled.value, { signal: deadline.signal, opened: deadline.lift });
		else yield { failure: filled.failure };
	} catch (error) {
		if (!signal.aborted) yield { failure: failureOf(error, callName(call), deadline.signal) };
	} finally {
		deadline.done();
	}
}

/**
 * Makes the only way out. Nothing is connected before it is needed; a host that hangs costs its own calls only. With
 * `readOnly` there is no function that gives orders.
 */
export function makeOutside(options: OutsideOptions & { readonly readOnly: true }): Outside;
export function makeOutside(options: OutsideOptions & { readonly readOnly?: false }): ActingOutside;
export function makeOutside(options: OutsideOptions & { readonly readOnly?: boolean }): Outside | ActingOutside;
export function makeOutside(options: OutsideOptions & { readonly readOnly?: boolean }): Outside | ActingOutside {
	const carriers = makeCarriers(options);
	const { vault, onCall, terminal } = options;
	const carrying: Carrying = { carrier: carriers.of, host: carriers.host, vault, onCall, terminal };
	const answer = async (call: Call, signal: AbortSignal, heard?: (chunk: Chunk) => void): Promise<Answer> => {
		const began = performance.now();
		const result = await outcome(carrying, call, signal, heard);
		const said = judged(call, result, Math.round(performance.now() - began));
		options.onCall?.(call, said);
		return said;
	};
	const outside: Outside = {
		ask: (call, signal, heard) => answer(call, signal, heard),
		follow: (call, signal) => {
			options.onStream?.(call);
			return followed(carrying, call, signal);
		},
		allowance: (call) => allowance(carrying, call),
		retry: carriers.retry,
		setHosts: carriers.setHosts,
		close: carriers.close,
	};
	return options.readOnly === true ? outside : { ...outside, order: answer };
}
