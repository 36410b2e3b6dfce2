import type { Answer, Read } from '../../src/core/call.ts';
import type { Millis, Result } from '../../src/core/model.ts';
import type { Probe, Reach, Reading } from '../../src/core/probe.ts';

/** A reach that answers every call so, and the calls that it got; its clock stands at `at`. */
export function reachOf(answer: Answer, at: Millis = 1000): { readonly reach: Reach; readonly calls: readonly Read[] } {
	const calls: Read[] = [];
	const reach: Reach = {
		ask: async (call) => {
			calls.push(call);
			return answer;
		},
		follow: async function* () {},
		now: () => at,
		signal: new AbortController().signal,
	};
	return { reach, calls };
}

/** An answer with this code and text. */
export function replied(code: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
	return { ok: true, took: 12, value: { code, text, err: '', headers } };
}

/** A probe that is read every 5 s and given up after 5 s. */
export function probeOf(kind: string, of: string, spec: unknown): Probe {
	return { kind, of, every: 5000, timeout: 5000, spec };
}

/** The reading, where there must be one. */
export function readingOf(result: Result<Reading>): Reading {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}
