import { z } from 'zod';
import { address } from '../core/config/fields.ts';
import type { ProbeKind } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { isNews, portAsked, silence, spoken } from '../core/silence.ts';
import { formSpec } from '../core/spec.ts';

/** What the config may ask of `tcp`. */
const form = {
	kind: 'tcp',
	layer: 'outside',
	title: 'A port that must accept connections',
	does: 'connect to a port',
	shape: {
		address: address('127.0.0.1:5432'),
		greeting: z
			.string()
			.min(1)
			.optional()
			.meta({ description: 'Text that the server must say by itself', examples: ['SSH-2.0'] }),
	},
	every: 10_000,
	timeout: 5000,
	failures: 3,
	from: 'host',
} satisfies ProbeForm;

const greetingFix = 'Check which server listens there; if it is the right one, correct `greeting`.';
/** Bytes of a greeting that are read. */
const most = 4096;

/** Connects to a port and says whether it accepts, and greets where it should. */
export const tcp: ProbeKind = {
	kind: 'tcp',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { address: to, greeting, from } = spec.value;
		const said = greeting === undefined ? {} : { until: greeting };
		const limits = { timeout: Math.round(probe.timeout * 0.95), most };
		const answer = await ask({ effect: 'read', via: 'tcp', host: from, ...to, ...said, ...limits }, signal);
		const since = now();
		if (!answer.ok) {
			const asked = portAsked(from, to);
			if (!isNews(answer.failure, asked)) return answer;
			const silent = silence(answer.failure, asked, probe.timeout);
			return { ok: true, value: { layers: { outside: { ...silent, since } } } };
		}
		const greets = greeting === undefined || answer.value.text.includes(greeting);
		const because = greets
			? `accepts in ${spoken(answer.took)}`
			: `accepts, but does not say "${greeting.slice(0, 40)}"`;
		return {
			ok: true,
			value: {
				layers: { outside: { ...(greets ? { is: 'ok' } : { is: 'down', fix: greetingFix }), because, since } },
				facts: { took: answer.took },
			},
		};
	},
};
