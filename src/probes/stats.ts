import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { readStats, type Usage } from '../core/engine/stats.ts';
import type { Millis, Sample } from '../core/model.ts';
import type { Probe, ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `stats` is told: one container. */
export const schema = z.strictObject({ host: z.string(), id: z.string().min(1) });
type Spec = z.infer<typeof schema>;

type How = 'stream=true' | 'stream=false' | 'stream=false&one-shot=true';

const callOf = ({ host, id }: Spec, { timeout }: Probe, how: How): Read => ({
	effect: 'read',
	via: 'engine',
	host,
	method: 'GET',
	path: `/containers/${encodeURIComponent(id)}/stats?${how}`,
	timeout,
});

const rate = (now: number | undefined, before: number | undefined, seconds: number): number | undefined =>
	now === undefined || before === undefined || seconds <= 0 || now < before ? undefined : (now - before) / seconds;

/**
 * The samples of a frame, `ID/cpu` (1 is one whole processor), `ID/memory` (share of the limit), `ID/memory_bytes`,
 * `ID/net_in` and `ID/net_out` (bytes a second, once there is a frame before), `ID/pids`.
 */
function samplesOf(of: string, usage: Usage, before: Usage | undefined, at: Millis): readonly Sample[] {
	const seconds = ((usage.at ?? at) - (before?.at ?? at)) / 1000;
	const values: Readonly<Record<string, number | undefined>> = {
		cpu: usage.cpu === undefined ? undefined : usage.cpu / 100,
		memory: usage.memory === undefined || !usage.limit ? undefined : usage.memory / usage.limit,
		memory_bytes: usage.memory,
		net_in: rate(usage.received, before?.received, seconds),
		net_out: rate(usage.sent, before?.sent, seconds),
		pids: usage.pids,
	};
	return Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [{ series: `${of}/${name}`, at, value }],
	);
}

/** What this kind carried from its last read: it is nobody else's. */
function isUsage(carry: unknown): carry is Usage {
	return typeof carry === 'object' && carry !== null;
}

/** What one container uses: as a stream, a frame a second; or read now and then, the difference to the last read. */
export const stats: ProbeKind = {
	kind: 'stats',
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const before = isUsage(carry) ? carry : undefined;
		// The engine takes two measures, a second apart, unless the first of them is known from the last read.
		const how = before?.ticks === undefined ? 'stream=false' : 'stream=false&one-shot=true';
		const answer = await ask(callOf(spec.value, probe, how), signal);
		if (!answer.ok) return answer;
		const usage = readStats(spec.value.host, answer.value.text, before);
		if (!usage.ok) return usage;
		return { ok: true, value: { samples: samplesOf(probe.of, usage.value, before, now()), carry: usage.value } };
	},
	watch: async function* (probe, { follow, now, signal }) {
		const spec = specOf(schema, probe);
		if (!spec.ok) {
			yield spec;
			return;
		}
		let before: Usage | undefined;
		for await (const chunk of follow(callOf(spec.value, probe, 'stream=true'), signal)) {
			if ('failure' in chunk) {
				yield { ok: false, failure: chunk.failure };
				return;
			}
			const usage = readStats(spec.value.host, chunk.text);
			if (!usage.ok) {
				yield usage;
				continue;
			}
			// A container that does not run has empty frames: a gap, not a zero.
			if (usage.value.at === undefined) continue;
			yield { ok: true, value: { samples: samplesOf(probe.of, usage.value, before, now()) } };
			before = usage.value;
		}
	},
};
