import { silentEngine } from '../core/engine/silent.ts';
import { hostOf } from '../core/ids.ts';
import type { Failure, Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';

/** A probe that is read once: with which kind, what it may reach, and what its last reading carried. */
export interface ProbeRead {
	readonly probe: Probe;
	readonly kind: ProbeKind;
	readonly reach: Reach;
	readonly carry?: unknown;
}

/**
 * Reads a probe once, within its own timeout and until the signal of its reach. One of the few places that catch: what a
 * probe kind throws is a bug of ours, and shown as one.
 */
export const readProbe = async ({ probe, kind, reach, carry }: ProbeRead): Promise<Result<Reading>> => {
	const signal = AbortSignal.any([reach.signal, AbortSignal.timeout(probe.timeout)]);
	try {
		return await Promise.race([kind.read(probe, { ...reach, signal }, carry), late(probe, reach.signal, signal)]);
	} catch (error) {
		return { ok: false, failure: bugOf(probe, error) };
	}
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
