import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { address, secret, share, text } from '../core/config/fields.ts';
import { millis } from '../core/config/lengths.ts';
import { wordOf } from '../core/config/secret.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import { standQuery } from '../core/postgres/query.ts';
import { beforeOf, between, isBefore, lagOf } from '../core/postgres/since.ts';
import { type Stand, standOf } from '../core/postgres/stand.ts';
import { postgresVerdict } from '../core/postgres/verdict.ts';
import { type Probe, type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { isNews, portAsked, silence } from '../core/silence.ts';
import { formSpec } from '../core/spec.ts';

/** What the config may ask of `postgres`. */
const form = {
	kind: 'postgres',
	layer: 'health',
	title: 'A PostgreSQL: connections, long queries, replication, size',
	does: 'log in to a PostgreSQL and read its statistics',
	shape: {
		address: address('127.0.0.1:5432')
			.prefault('127.0.0.1:5432')
			.meta({
				description: 'Its name or address with its port. Default: `127.0.0.1:5432`',
				examples: ['127.0.0.1:5432'],
			}),
		user: text('watchdeck')
			.max(63, { error: 'at most 63 characters' })
			.meta({ description: 'As whom; best one with the role pg_monitor only' }),
		database: text('shop')
			.max(63, { error: 'at most 63 characters' })
			.prefault('postgres')
			.meta({ description: 'Which database; its size is told. Default: `postgres`' }),
		password: secret.optional(),
		tls: z
			.literal(true)
			.optional()
			.meta({ description: 'Only over TLS, with a certificate that is trusted and for the name in `address`' }),
		ca: secret.optional().meta({
			description: 'Authorities to trust instead of the usual ones, in PEM: `${file:PATH}`',
			examples: ['${file:/etc/ssl/our-ca.pem}'],
		}),
		connections: share('80%')
			.prefault('80%')
			.meta({ description: 'Degraded when more of its connections are used. Default: 80%', examples: ['80%'] }),
		lag: millis({
			what: 'Degraded when a replica is further behind',
			...{ least: '1ms', most: '30d', example: '30s', usual: '30s' },
		}).prefault('30s'),
		long: millis({
			what: 'Degraded when a query runs, or a transaction lies idle, for longer',
			...{ least: '1ms', most: '30d', example: '5m', usual: '5m' },
		}).prefault('5m'),
	},
	check: ({ tls, ca }: Readonly<Record<string, unknown>>) =>
		ca !== undefined && tls === undefined ? { field: 'ca', message: 'authorities beside `tls: true`' } : undefined,
	every: 30_000,
	timeout: 10_000,
	failures: 3,
	from: 'host',
} satisfies ProbeForm;

type Spec = Extract<ReturnType<typeof formSpec<typeof form.shape>>, { readonly ok: true }>['value'];

function callOf({ from, address: to, user, database, password, tls, ca }: Spec, timeout: Millis): Read {
	return {
		...{ effect: 'read', via: 'sql', host: from, ...to, user, database, query: standQuery },
		...(password === undefined ? {} : { password: wordOf(password) }),
		...(tls === undefined ? {} : { tls }),
		...(ca === undefined ? {} : { ca: wordOf(ca) }),
		timeout: Math.round(timeout * 0.95),
	};
}

interface Taken {
	readonly at: Millis;
	readonly took: Millis;
	readonly carry: unknown;
}

function readingOf(stand: Stand, spec: Spec, probe: Probe, { at, took, carry }: Taken): Reading {
	const before = isBefore(carry) ? carry : undefined;
	const next = beforeOf(stand, at, before);
	const lag = lagOf(stand, next);
	const { deadlocks, hits } = between(stand, at, before);
	const verdict = postgresVerdict(stand, { took, user: spec.user, lag }, spec);
	const { used: connections, max, size, version, replicas, replica } = stand;
	const numbers = known({ took, connections, size, lag: lag?.lag, deadlocks, hits });
	const name = `${probe.of}/${sourceOf(probe)}`;
	return {
		layers: { health: { ...verdict, since: at } },
		facts: {
			...{ version, role: replica === null ? 'primary' : 'replica', replicas: replicas.length, max, ...numbers },
		},
		samples: Object.entries(numbers).map(([series, value]) => ({ series: `${name}/${series}`, at, value })),
		carry: next,
	};
}

/** Logs in to a PostgreSQL and holds its connections, queries and replicas against their limits. */
export const postgres: ProbeKind = {
	kind: 'postgres',
	form,
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { from, address: to } = spec.value;
		const answer = await ask(callOf(spec.value, probe.timeout), signal);
		const at = now();
		if (!answer.ok) {
			const asked = portAsked(from, to);
			if (!isNews(answer.failure, asked)) return answer;
			const silent = silence(answer.failure, asked, probe.timeout);
			return { ok: true, value: { layers: { health: { ...silent, since: at } } } };
		}
		const stand = standOf(answer.value.text);
		if (!stand.ok) return stand;
		return { ok: true, value: readingOf(stand.value, spec.value, probe, { at, took: answer.took, carry }) };
	},
};
