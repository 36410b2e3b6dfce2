import { z } from 'zod';
import type { Answer, Read, Word } from '../core/call.ts';
import { address, secret, share, text } from '../core/config/fields.ts';
import { millis } from '../core/config/lengths.ts';
import { wordOf } from '../core/config/secret.ts';
import { known } from '../core/known.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { type Probe, type ProbeKind, type Reach, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { redisAnswer, type Told } from '../core/redis/answer.ts';
import { beforeOf, between, isBefore } from '../core/redis/since.ts';
import { standOf } from '../core/redis/stand.ts';
import { redisVerdict } from '../core/redis/verdict.ts';
import { isNews, portAsked, silence } from '../core/silence.ts';
import { formSpec } from '../core/spec.ts';

/** What the config may ask of `redis`. */
const form = {
	kind: 'redis',
	layer: 'health',
	title: 'A Redis: memory, hits, persistence, replication',
	does: 'log in to a Redis and read its INFO',
	shape: {
		address: address('127.0.0.1:6379')
			.prefault('127.0.0.1:6379')
			.meta({
				description: 'Its name or address with its port. Default: `127.0.0.1:6379`',
				examples: ['127.0.0.1:6379'],
			}),
		user: text('watchdeck').optional().meta({ description: 'As whom (ACL). Default: the user `default`' }),
		password: secret.optional(),
		memory: share('90%')
			.optional()
			.meta({
				description:
					'Degraded above this share of `maxmemory`. Default: 90%, but nothing where its policy is `allkeys-*`',
				examples: ['90%'],
			}),
		connections: share('80%')
			.prefault('80%')
			.meta({ description: 'Degraded when more of its connections are used. Default: 80%', examples: ['80%'] }),
		evictions: z
			.number()
			.nonnegative()
			.optional()
			.meta({ description: 'Degraded above so many evictions a minute. Default: not judged', examples: [100] }),
		unsaved: millis({
			what: 'Degraded when changes wait for a save for longer',
			...{ least: '1s', most: '30d', example: '1h', usual: 'not judged' },
		}).optional(),
		lag: millis({
			what: 'Degraded when primary and replica hear nothing for longer',
			...{ least: '1ms', most: '30d', example: '30s', usual: '30s' },
		}).prefault('30s'),
	},
	check: ({ user, password }: Readonly<Record<string, unknown>>) =>
		user !== undefined && password === undefined
			? { field: 'user', message: 'a user beside its `password`' }
			: undefined,
	every: 15_000,
	timeout: 5000,
	failures: 3,
	from: 'host',
} satisfies ProbeForm;

type Talk = Extract<Read, { readonly via: 'tcp' }>;
type Spec = Extract<ReturnType<typeof formSpec<typeof form.shape>>, { readonly ok: true }>['value'];

/** INFO has some 6 KB; a primary of a hundred replicas 16 KB. */
const most = 64 * 1024;
/** What it says to QUIT. To AUTH it says the same, but nothing stands before that. */
const until = '\r\n+OK\r\n';
/** So long is waited for what it says by itself. */
const patience: Millis = 500;

function callOf({ from, address: to, user, password }: Spec, timeout: Millis): Talk {
	const login: readonly Word[] = [
		'AUTH',
		...(user === undefined ? [] : [user]),
		...(password === undefined ? [] : [wordOf(password)]),
	];
	const resp = [...(password === undefined ? [] : [login]), ['INFO'], ['QUIT']];
	return { effect: 'read', via: 'tcp', host: from, ...to, resp, until, timeout: Math.round(timeout * 0.95), most };
}

/**
 * What it says to a call. Whom it turns away it tells why and closes at once; what we say then resets the connection, and
 * its words may be lost. So they are asked for again, without a word from us.
 */
async function heard(call: Talk, { ask, signal }: Reach): Promise<Answer> {
	const first = await ask(call, signal);
	if (first.ok || first.failure.kind !== 'unreachable' || !/was (?:reset|closed)/.test(first.failure.message))
		return first;
	const second = await ask({ ...call, resp: [], until: '\r\n', timeout: Math.min(call.timeout, patience) }, signal);
	return second.ok && second.value.text.startsWith('-') ? second : first;
}

interface Taken {
	readonly at: Millis;
	readonly took: Millis;
	readonly carry: unknown;
}

function readingOf({ info, open }: Told, spec: Spec, probe: Probe, { at, took, carry }: Taken): Reading {
	const stand = standOf(info);
	const rates = between(stand, at, isBefore(carry) ? carry : undefined);
	const verdict = redisVerdict(stand, { ...rates, at, took, open }, spec);
	const { version, memory, maxmemory, clients, saved, link, replicas } = stand;
	const numbers = known({ took, memory, clients, ...rates });
	const name = `${probe.of}/${sourceOf(probe)}`;
	return {
		layers: { health: { ...verdict, since: at } },
		facts: {
			...{ version, role: link === undefined ? 'primary' : 'replica', replicas: replicas.length, ...numbers },
			...known({ maxmemory, saved: saved?.at, changes: saved?.changes }),
		},
		samples: Object.entries(numbers).map(([series, value]) => ({ series: `${name}/${series}`, at, value })),
		carry: beforeOf(stand, at),
	};
}

/** Tells a Redis AUTH and INFO and holds what it says against the limits. */
export const redis: ProbeKind = {
	kind: 'redis',
	form,
	read: async (probe, reach, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { from, address: to, user = 'default', password } = spec.value;
		const answer = await heard(callOf(spec.value, probe.timeout), reach);
		const at = reach.now();
		const asked = portAsked(from, to);
		const missing = (failure: Failure): Result<Reading> => {
			if (!isNews(failure, asked)) return { ok: false, failure };
			const silent = silence(failure, asked, probe.timeout);
			return { ok: true, value: { layers: { health: { ...silent, since: at } } } };
		};
		if (!answer.ok) return missing(answer.failure);
		const said = { text: answer.value.text, auth: password !== undefined, cut: answer.value.cut === true };
		const told = redisAnswer(said, { what: asked.what, user });
		if (!told.ok) return missing(told.failure);
		return { ok: true, value: readingOf(told.value, spec.value, probe, { at, took: answer.took, carry }) };
	},
};
