import { z } from 'zod';
import { silentEngine } from '../core/engine/silent.ts';
import type { ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { getter } from './engine/ask.ts';

/** What the probe `ping` is told: which host's engine. */
export const schema = z.strictObject({ host: z.string() });

/**
 * Whether an engine answers at all. An open stream of events says nothing of that: a hung engine is as silent as one on
 * which nothing happens. It is the cheapest question there is, so that it can be asked every few seconds.
 */
export const ping: ProbeKind = {
	kind: 'ping',
	read: async (probe, reach) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host } = spec.value;
		const answer = await getter(host, probe.timeout, reach)('/_ping');
		// A socket proxy may forbid just this question; whoever refuses it answers.
		const answers = answer.ok || (answer.reply !== undefined && answer.reply.code < 500);
		if (!answers) return answer.failure.kind === 'timeout' ? { ok: false, failure: silentEngine(host) } : answer;
		return {
			ok: true,
			value: { layers: { control: { is: 'ok', because: 'the engine answers', since: reach.now() } } },
		};
	},
};
