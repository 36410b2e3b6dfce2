import type { Ask, Call } from '../core/call.ts';
import { silentEngine } from '../core/engine/silent.ts';
import { hostOf } from '../core/ids.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import { makeDeadline } from '../io/deadline.ts';

/** A probe that is read once: with which kind, what it may reach, and what its last reading carried. */
export interface ProbeRead {
	readonly probe: Probe;
	readonly kind: ProbeKind;
	readonly reach: Reach;
	readonly carry?: unknown;
}

/** Calls may follow each other: so often the way of the farthest one is allowed for. */
const inARow = 2;

/**
 * Reads a probe once, within its own timeout, besides what the way to the hosts takes that it asks, and until the signal
 * of its reach. One of the few places that catch: what a probe kind throws is a bug of ours, and shown as one.
 */
export const readProbe = async ({ probe, kind, reach, carry }: ProbeRead): Promise<Result<Reading>> => {
	const began = performance.now();
	const deadline = makeDeadline(reach.signal, probe.timeout, lateOf(probe));
	const { signal } = deadline;
	let allowed: Millis = 0;
	const ask: Ask = async (call, until) => {
		const allowance = inARow * (reach.allowance?.(call) ?? 0);
		if (allowance > allowed) {
			allowed = allowance;
			deadline.renew(began + probe.timeout + allowed - performance.now());
		}
		const answer = await reach.ask(call, until);
		return answer.ok ? answer : { ...answer, failure: inItsTime(answer.failure, call, probe) };
	};
	try {
		return await Promise.race([kind.read(probe, { ...reach, ask, signal }, carry), late(probe, reach.signal, signal)]);
	} catch (error) {
		return { ok: false, failure: bugOf(probe, error) };
	} finally {
		deadline.done();
	}
};

/** A probe gives a call a little less than its own time, to hear how it ended: what is said is the time of the config. */
const inItsTime = (failure: Failure, call: Call, { timeout }: Probe): Failure => {
	if (failure.kind !== 'timeout' || call.timeout < timeout * 0.9) return failure;
	const said = (length: Millis) => `within ${length / 1000} s`;
	return { ...failure, message: failure.message.replace(said(call.timeout), said(timeout)) };
};

/** What was thrown while a probe was read or watched, as the bug of ours that it is. */
export const bugOf = (probe: Probe, error: unknown): Failure => ({
	kind: 'bug',
	message: `the ${probe.kind} probe of ${probe.of} failed by itself: ${error instanceof Error ? error.message : String(error)}`,
	fix: 'This is a fault of watchdeck: please report it with the log file.',
});

/** What no answer in time means; of a host's engine it is known where to look. */
const lateOf = ({ kind, of, timeout }: Probe): Failure => {
	const host = hostOf(of);
	if (host !== undefined && (kind === 'docker' || kind === 'ping')) return silentEngine(host);
	return { kind: 'timeout', message: `no ${kind} reading within ${timeout / 1000} s` };
};

const late = (probe: Probe, wanted: AbortSignal, signal: AbortSignal): Promise<Result<Reading>> =>
	new Promise((resolve) => {
		const ended = (): void => resolve({ ok: false, failure: wanted.aborted ? cancelled : tooLate });
		const tooLate = lateOf(probe);
		const cancelled: Failure = { kind: 'cancelled', message: `the ${probe.kind} reading was no longer wanted` };
		if (signal.aborted) ended();
		signal.addEventListener('abort', ended, { once: true });
	});
