import { z } from 'zod';
import type { Answer, Fresh, Reply } from '../core/call.ts';
import { fetched, getOf, word } from '../core/config/fetched.ts';
import { authorities, headers, url } from '../core/config/fields.ts';
import { wordOf } from '../core/config/secret.ts';
import type { Millis, Result } from '../core/model.ts';
import { type Probe, type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { isNews, silence } from '../core/silence.ts';
import { specOf } from '../core/spec.ts';
import { certificateFound, daysLeft, verdictOf } from '../core/tls/verdict.ts';
import { expectedFields, idleAuthorities } from '../core/web/expected.ts';
import { webVerdict } from '../core/web/verdict.ts';

/** What the config may ask of `http` by a line; a service's `health` asks the same. */
const form = {
	kind: 'http',
	layer: 'outside',
	title: 'A web address that must answer',
	does: 'ask a web address',
	shape: { url, ...expectedFields, ca: authorities.optional(), headers: headers.optional() },
	check: idleAuthorities,
	every: 10_000,
	timeout: 5000,
	failures: 3,
	from: 'host',
} satisfies ProbeForm;

const header = z.union([z.string().transform(wordOf), word]);
/** What the probe is told: by `health` with its headers as words, by a line with texts that become words here. */
const schema = z.object({
	...fetched,
	...expectedFields,
	ca: authorities.optional(),
	headers: z.record(z.string(), header).optional(),
});
type Spec = z.infer<typeof schema>;

/** So much of an answer is looked at; in bytes. */
const most = 1024 * 1024;
/** Every status is an answer: what it means for the service is judged here, not where the call is carried. */
const fine = Array.from({ length: 500 }, (_, index) => index + 100);

/** What the certificate of an answer adds to its reading. */
function ofCertificate(probe: Probe, { peer }: Reply, at: Millis) {
	if (peer === undefined) return { facts: {}, samples: [], findings: {} };
	const days = daysLeft(peer.chain[0], at);
	return {
		facts: { days },
		samples: [{ series: `${probe.of}/${sourceOf(probe)}/days`, at, value: days }],
		findings: { findings: [certificateFound(peer)] },
	};
}

function answered(
	probe: Probe,
	spec: Spec,
	{ value: reply, took }: Extract<Answer, { ok: true }>,
	at: Millis,
): Reading {
	const { facts, samples, findings } = ofCertificate(probe, reply, at);
	const phases = Object.entries(reply.phases ?? {}).map(([name, length]) => [name, Math.round(length)] as const);
	const series = probe.name === undefined ? `${probe.of}/http` : `${probe.of}/${probe.name}/took`;
	return {
		layers: { outside: { ...webVerdict({ reply, took, most }, spec, at), since: at } },
		facts: { status: reply.code, took: Math.round(took), ...Object.fromEntries(phases), ...facts },
		samples: [{ series, at, value: took }, ...samples],
		...findings,
	};
}

function unanswered(
	probe: Probe,
	{ from, url }: Spec,
	answer: Extract<Answer, { ok: false }>,
	at: Millis,
): Result<Reading> {
	const asked = { from, what: 'GET ', place: URL.canParse(url) ? new URL(url).host : url };
	const { failure, reply } = answer;
	if (!isNews(failure, asked)) return answer;
	// A server that was not asked, for its certificate: that is worth a sentence of its own.
	const verdict = reply?.peer === undefined ? silence(failure, asked, probe.timeout) : verdictOf(reply.peer, 0, at);
	const { samples, findings } = ofCertificate(probe, reply ?? { code: 0, text: '', err: '' }, at);
	const numbers = samples.length === 0 ? {} : { samples };
	return { ok: true, value: { layers: { outside: { ...verdict, since: at } }, ...numbers, ...findings } };
}

/**
 * Asks a web address and says whether it answers as it should: the layer `outside` of a service. Each time over a
 * connection of its own, as a new visitor comes: one that is kept open hides a name that no longer resolves, a port that
 * no longer accepts, and a new certificate.
 */
export const http: ProbeKind = {
	kind: 'http',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { ca } = spec.value;
		const fresh: Fresh = ca === undefined ? true : { ca };
		const answer = await ask({ ...getOf(spec.value, probe, most), fresh, fine }, signal);
		const at = now();
		if (!answer.ok) return unanswered(probe, spec.value, answer, at);
		return { ok: true, value: answered(probe, spec.value, answer, at) };
	},
};
