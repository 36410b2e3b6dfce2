import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { address, authorities, whole } from '../core/config/fields.ts';
import type { Millis } from '../core/model.ts';
import { type Probe, type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { isNews, portAsked, silence } from '../core/silence.ts';
import { formSpec } from '../core/spec.ts';
import { utcText } from '../core/time.ts';
import { type Peer, starttls } from '../core/tls/peer.ts';
import { certificateFound, daysLeft, usualDays, verdictOf } from '../core/tls/verdict.ts';

/** What the config may ask of `tls`. */
const form = {
	kind: 'tls',
	layer: 'outside',
	title: 'A certificate, on any port that speaks TLS',
	does: 'begin a TLS connection to a port',
	shape: {
		address: address('example.com:443'),
		name: z
			.string()
			.regex(/^[\w.:-]{1,253}$/, { error: 'a name such as `example.com`' })
			.optional()
			.meta({
				description: 'The name that the certificate must be for, where that is not the one of `address`',
				examples: ['example.com'],
			}),
		starttls: z
			.enum(starttls)
			.optional()
			.meta({ description: 'What is spoken before TLS begins: `smtp`, `imap` or `postgres`. Default: nothing' }),
		days: whole(0, 365)
			.optional()
			.meta({ description: 'Degraded when it ends in fewer days. Default: 14', examples: [usualDays] }),
		ca: authorities.optional(),
	},
	every: 60_000,
	timeout: 10_000,
	failures: 3,
	from: 'host',
} satisfies ProbeForm;

function readingOf(probe: Probe, peer: Peer, { days, at, took }: Record<'days' | 'at' | 'took', Millis>): Reading {
	const [leaf] = peer.chain;
	const left = daysLeft(leaf, at);
	return {
		layers: { outside: { ...verdictOf(peer, days, at), since: at } },
		facts: {
			...{ days: left, until: utcText(leaf.until), issuer: leaf.issuer, names: leaf.names.join(', ').slice(0, 1000) },
			...{ chain: peer.chain.map(({ subject }) => subject).join(' < '), protocol: peer.protocol },
			...{ trusted: peer.distrust ?? 'yes', fits: peer.fits ? 'yes' : 'no', took },
		},
		samples: [{ series: `${probe.of}/${sourceOf(probe)}/days`, at, value: left }],
		findings: [certificateFound(peer)],
	};
}

/** Begins a TLS connection and says of its certificate how long it is good, for whom, and whether it is trusted. */
export const tls: ProbeKind = {
	kind: 'tls',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { address: to, name, starttls: before, ca, from, days = usualDays } = spec.value;
		const call: Read = {
			...{ effect: 'read', via: 'tls', host: from, ...to, timeout: Math.round(probe.timeout * 0.95) },
			...(name === undefined ? {} : { servername: name }),
			...(before === undefined ? {} : { starttls: before }),
			...(ca === undefined ? {} : { ca }),
		};
		const answer = await ask(call, signal);
		const at = now();
		const peer = answer.ok ? answer.value.peer : undefined;
		if (peer !== undefined) return { ok: true, value: readingOf(probe, peer, { days, at, took: answer.took }) };
		if (answer.ok) return { ok: false, failure: { kind: 'bug', message: 'A handshake without its peer.' } };
		const asked = portAsked(from, to);
		if (!isNews(answer.failure, asked)) return answer;
		const silent = silence(answer.failure, asked, probe.timeout);
		return { ok: true, value: { layers: { outside: { ...silent, since: at } } } };
	},
};
