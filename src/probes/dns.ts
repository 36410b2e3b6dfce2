import { z } from 'zod';
import type { Answer, Read } from '../core/call.ts';
import { portOf } from '../core/config/fields.ts';
import { addressesOf, type RecordType, recordsOf, recordTypes } from '../core/dns/records.ts';
import { type DnsSaid, dnsVerdict } from '../core/dns/verdict.ts';
import type { Millis } from '../core/model.ts';
import { type ProbeKind, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { isNews, silence } from '../core/silence.ts';
import { formSpec } from '../core/spec.ts';

const ip = z.union([z.ipv4(), z.ipv6()]);
const shape = {
	name: z
		.string()
		.regex(/^(?=.{1,253}$)\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.?$/, { error: 'a name such as `example.com`' })
		.meta({ description: 'The name that is asked for', examples: ['example.com'] }),
	type: z
		.enum(recordTypes)
		.optional()
		.meta({ description: 'Which records: `A`, `AAAA`, `CNAME`, `MX`, `NS` or `TXT`. Default: `A`' }),
	expect: z
		.array(z.string().min(1, { error: 'text that is not empty' }).max(4096))
		.min(1, { error: 'at least one record' })
		.optional()
		.meta({
			description: 'The records that there must be, and, but for `TXT`, no others. Default: any',
			examples: [['192.0.2.10']],
		}),
	server: z
		.string()
		.refine((text) => ip.safeParse(portOf(text)?.name ?? text).success, {
			error: 'the address of a DNS server such as `192.0.2.53`',
		})
		.optional()
		.meta({
			description: 'The DNS server that is asked, by its address. Default: those of this machine',
			examples: ['192.0.2.53'],
		}),
};
interface Line {
	readonly type?: RecordType;
	readonly expect?: readonly string[];
	readonly server?: string;
	readonly from?: string;
}

const forms: Partial<Readonly<Record<RecordType, z.ZodType>>> = { A: z.ipv4(), AAAA: z.ipv6() };

function wrong({ type = 'A', expect = [], server, from = 'local' }: Line): ReturnType<NonNullable<ProbeForm['check']>> {
	const form = forms[type];
	if (form !== undefined && expect.some((one) => !form.safeParse(one).success))
		return { field: 'expect', message: `only addresses of the form that ${type} records have` };
	if (from === 'local') return undefined;
	if (form === undefined)
		return { field: 'type', message: '`A` or `AAAA`: a host is asked by `getent`, which knows no others' };
	return server === undefined
		? undefined
		: { field: 'server', message: 'no `server`: a host is asked by `getent`, which asks its own' };
}

/** What the config may ask of `dns`. */
const form = {
	kind: 'dns',
	layer: 'outside',
	title: 'A name in the DNS',
	does: 'ask the DNS for a name',
	shape,
	check: wrong,
	every: 60_000,
	timeout: 5000,
	failures: 3,
	from: 'local',
} satisfies ProbeForm;

interface Question {
	readonly name: string;
	readonly type: RecordType;
	readonly server?: string | undefined;
	readonly from: string;
}

function placeOf({ server, from }: Question): string {
	if (from !== 'local') return `the DNS of ${from}`;
	return server === undefined ? 'the DNS' : `the DNS server ${server}`;
}

/** `getent` ends with this code where it found nothing. */
const nothing = 2;

function callOf({ name, type, server, from }: Question, timeout: Millis): Read {
	const limit = Math.round(timeout * 0.95);
	if (from !== 'local') {
		const argv = ['getent', type === 'AAAA' ? 'ahostsv6' : 'ahostsv4', name];
		return { effect: 'read', via: 'exec', host: from, argv, timeout: limit, most: 64 * 1024, fine: [0, nothing] };
	}
	const of = server === undefined ? {} : { server };
	return { effect: 'read', via: 'dns', host: from, name, type, ...of, timeout: limit, fine: [0, 1, 2, 3, 4, 5] };
}

/** What was answered. `getent` does not tell a name that is not there from a DNS that is not: both have no records. */
function saidOf({ value, took }: Extract<Answer, { ok: true }>, { type, from }: Question): DnsSaid {
	if (from === 'local') return { code: value.code, records: recordsOf(value), took };
	return { code: 0, records: addressesOf(value.text, type === 'AAAA' ? 'AAAA' : 'A'), took };
}

/** Asks the DNS for a name, and says whether its records are those that there should be. */
export const dns: ProbeKind = {
	kind: 'dns',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { name, expect, type = 'A', server, from } = spec.value;
		const question = { name, type, server, from };
		const answer = await ask(callOf(question, probe.timeout), signal);
		const at = now();
		if (!answer.ok) {
			const asked = { from, what: `The DNS for ${name}`, place: placeOf(question) };
			if (!isNews(answer.failure, asked)) return answer;
			const silent = silence(answer.failure, asked, probe.timeout);
			return { ok: true, value: { layers: { outside: { ...silent, since: at } } } };
		}
		const said = saidOf(answer, question);
		const wanted = expect === undefined ? {} : { expect };
		return {
			ok: true,
			value: {
				layers: { outside: { ...dnsVerdict(said, { name, type, ...wanted }), since: at } },
				facts: { records: said.records.join(', ').slice(0, 1000), took: said.took },
				samples: [{ series: `${probe.of}/${sourceOf(probe)}/took`, at, value: said.took }],
			},
		};
	},
};
