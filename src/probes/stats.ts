import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { readStats, type Usage } from '../core/engine/stats.ts';
import { rate } from '../core/host/cgroups.ts';
import { known } from '../core/known.ts';
import { usedAs } from '../core/measured.ts';
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

/** The samples of a frame, of the service that the probe is of; traffic needs a frame before. */
function samplesOf(of: string, usage: Usage, before: Usage | undefined, at: Millis): readonly Sample[] {
	const seconds = ((usage.at ?? at) - (before?.at ?? at)) / 1000;
	return usedAs(
		of,
		known({
			cpu: usage.cpu === undefined ? undefined : usage.cpu / 100,
			memory: usage.memory === undefined || !usage.limit ? undefined : usage.memory / usage.limit,
			netIn: rate(usage.received, before?.received, seconds),
			netOut: rate(usage.sent, before?.sent, seconds),
		}),
		at,
	);
}

/** What this kind carried from its last read: it is nobody else's. */
function isUsage(carry: unknown): carry is Usage {
	return typeof carry === 'object' && carry !== null;
}

/** The first read alone says nothing of the processor: the second comes after so long. */
const soon: Millis = 500;

/** What one container uses: as a stream, a frame a second; or read now and then, the difference to the last read. */
export const stats: ProbeKind = {
	kind: 'stats',
	read: async (probe, { ask, now, signal, anew }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const before = isUsage(carry) ? carry : undefined;
		const isFirst = before?.ticks === undefined;
		// The engine takes two measures, one or two seconds apart: only where somebody waits for this one reading.
		const how = isFirst && anew === true ? 'stream=false' : 'stream=false&one-shot=true';
		const answer = await ask(callOf(spec.value, probe, how), signal);
		if (!answer.ok) return answer;
		const usage = readStats(spec.value.host, answer.value.text, before);
		if (!usage.ok) return usage;
		const value = { samples: samplesOf(probe.of, usage.value, before, now()), carry: usage.value };
		return { ok: true, value: isFirst && usage.value.ticks !== undefined ? { ...value, again: soon } : value };
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
