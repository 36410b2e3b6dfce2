import { z } from 'zod';
import type { Reply } from '../core/call.ts';
import { fetched, getOf } from '../core/config/fetched.ts';
import type { Condition, Millis } from '../core/model.ts';
import type { ProbeKind } from '../core/probe.ts';
import { isNews, silence, spoken } from '../core/silence.ts';
import { specOf } from '../core/spec.ts';
import { statusText } from '../core/status-text.ts';

/** What the probe `http` is told. `status`: fine codes (200–299 unless given); `contains`: text that must be answered. */
export const schema = z.object({
	...fetched,
	status: z.array(z.int()).optional(),
	contains: z.string().optional(),
});
type Spec = z.infer<typeof schema>;

/** So much of an answer is searched for the text that it must contain; in bytes. */
const most = 1024 * 1024;
/** Every status is an answer: what it means for the service is judged here, not where the call is carried. */
const fine = Array.from({ length: 500 }, (_, index) => index + 100);

/** Why an answer is not what the service should give; undefined when it is. */
function fault({ code, text, cut }: Reply, { status, contains }: Spec): string | undefined {
	const isFine = status === undefined ? code >= 200 && code <= 299 : status.includes(code);
	if (!isFine) return '';
	if (contains === undefined || text.includes(contains)) return undefined;
	const where = cut === true ? `the first ${most / 1024} KB do` : 'the answer does';
	return `, but ${where} not contain "${contains.slice(0, 40)}"`;
}

function judged(reply: Reply, took: Millis, spec: Spec): Omit<Condition, 'since'> {
	const wrong = fault(reply, spec);
	return {
		is: wrong === undefined ? 'ok' : 'down',
		because: `${statusText(reply.code)} in ${spoken(took)}${wrong ?? ''}`,
	};
}

/** Asks a web address and says whether it answers as it should: the layer `outside` of a service. */
export const http: ProbeKind = {
	kind: 'http',
	read: async (probe, { ask, now, signal }) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const answer = await ask({ ...getOf(spec.value, probe, most), fine }, signal);
		const since = now();
		if (answer.ok) {
			const { value: reply, took } = answer;
			return {
				ok: true,
				value: {
					layers: { outside: { ...judged(reply, took, spec.value), since } },
					facts: { status: reply.code, took: Math.round(took) },
					samples: [{ series: `${probe.of}/http`, at: since, value: took }],
				},
			};
		}
		const asked = { from: spec.value.from, what: 'GET ' };
		if (!isNews(answer.failure, asked)) return answer;
		const because = silence(answer.failure, asked, probe.timeout);
		return { ok: true, value: { layers: { outside: { is: 'down', because, since } } } };
	},
};
