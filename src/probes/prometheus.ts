import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { headers, text, url } from '../core/config/fields.ts';
import { wordOf } from '../core/config/secret.ts';
import { known } from '../core/known.ts';
import { limitFields, limitsOf, wrongLimit } from '../core/limits.ts';
import type { Result } from '../core/model.ts';
import {
	type PastReading,
	type Probe,
	type ProbeKind,
	type Reach,
	type Reading,
	type Span,
	sourceOf,
} from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { alertVerdict } from '../core/prometheus/alert-verdict.ts';
import { alertsOf, rulesOf } from '../core/prometheus/alerts.ts';
import { type ApiData, apiData } from '../core/prometheus/answer.ts';
import { pastValuesOf } from '../core/prometheus/past.ts';
import { valuesOf } from '../core/prometheus/values.ts';
import { verdictOf } from '../core/prometheus/verdict.ts';
import { formSpec } from '../core/spec.ts';

const shape = {
	url,
	expr: text('sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))')
		.max(2000, { error: 'at most 2,000 characters: make a recording rule of it' })
		.optional()
		.meta({
			description: 'An expression of PromQL. Of several series the worst one decides',
			examples: ['sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))'],
		}),
	alerts: z.literal(true).optional().meta({ description: 'Instead of `expr`: the alerts that fire or are pending' }),
	name: text('error rate')
		.max(60, { error: 'at most 60 characters' })
		.optional()
		.meta({
			description: 'What the value is called in sentences. Default: the name of the line',
			examples: ['error rate'],
		}),
	...limitFields,
	empty: z
		.enum(['unknown', 'ok'])
		.optional()
		.meta({ description: 'What it means that there is no data or no number: `unknown` or `ok`. Default: `unknown`' }),
	match: z
		.record(z.string(), z.string())
		.optional()
		.meta({ description: 'Only alerts that have these labels', examples: [{ service: 'api' }] }),
	ignore: z
		.array(z.string())
		.optional()
		.meta({ description: 'Alerts that do not count, by name. Default: `Watchdog`, which always fires' }),
	headers: headers.optional(),
};
type Line = { readonly [K in keyof typeof shape]?: z.output<(typeof shape)[K]> };

function wrong(line: Line): ReturnType<NonNullable<ProbeForm['check']>> {
	const { expr, alerts } = line;
	if (expr === undefined && alerts === undefined)
		return { field: 'kind', message: 'a line with `expr` or `alerts: true`' };
	if (expr !== undefined && alerts !== undefined)
		return { field: 'alerts', message: 'either `expr` or `alerts: true`: make two lines of it' };
	return wrongLimit(line);
}

/** What the config may ask of `prometheus`. */
const form = {
	kind: 'prometheus',
	layer: 'health',
	title: 'A value or the alerts of a Prometheus',
	does: 'ask a Prometheus',
	shape,
	check: wrong,
	every: 15_000,
	timeout: 5000,
	from: 'host',
} satisfies ProbeForm;

/** Bytes that are read of an answer: about 20,000 series. */
const most = 4 * 1024 * 1024;
/** Every status is an answer: the API says in its text what is wrong. */
const fine = Array.from({ length: 500 }, (_, index) => index + 100);

interface Spec extends Line {
	readonly url: string;
	readonly from: string;
}

/** A question to the API of one Prometheus. */
interface Question {
	readonly spec: Spec;
	readonly probe: Probe;
	readonly reach: Reach;
}

/** One call of the API; `what` names it in sentences. */
async function asked({ spec, probe, reach }: Question, path: string, what: string): Promise<Result<ApiData>> {
	const url = spec.url.replace(/\/+$/, '');
	const words = Object.entries(spec.headers ?? {}).map(([name, value]) => [name, wordOf(value)] as const);
	const call: Read = {
		...{ effect: 'read', via: 'http', host: spec.from, method: 'GET', url: `${url}/api/v1/${path}` },
		...{ headers: Object.fromEntries(words), timeout: Math.round(probe.timeout * 0.95), most, fine },
	};
	const answer = await reach.ask(call, reach.signal);
	return answer.ok ? apiData(answer.value, { url, what }) : answer;
}

async function value(question: Question, expr: string): Promise<Result<Reading>> {
	const { spec, probe, reach } = question;
	// Prometheus gives up before we do, and says so.
	const query = new URLSearchParams({ query: expr, timeout: `${Math.round(probe.timeout * 0.9)}ms` });
	const answer = await asked(question, `query?${query}`, 'the expression');
	if (!answer.ok) return answer;
	const values = valuesOf(answer.value.data);
	if (!values.ok) return values;
	const limits = limitsOf(spec);
	const name = spec.name ?? sourceOf(probe);
	const verdict = verdictOf(values.value, { ...limits, name, empty: spec.empty ?? 'unknown' });
	const { warning } = answer.value;
	const because = warning === undefined ? verdict.because : `${verdict.because}; Prometheus warns: ${warning}`;
	const at = reach.now();
	const series = `${probe.of}/${sourceOf(probe)}/value`;
	return {
		ok: true,
		value: {
			layers: { health: { is: verdict.is, because, ...known({ fix: verdict.fix }), since: at } },
			facts: {
				...{ name, unit: limits.unit, series: values.value.length },
				...(verdict.value === undefined ? {} : { value: verdict.value }),
			},
			samples: verdict.value === undefined ? [] : [{ series, at, value: verdict.value }],
		},
	};
}

/** How often a past is asked for, in all: a range query of many points is work for the server. */
const mostPoints = 1000;

/** What the expression was at each interval of the probe in a time that is over. */
async function past(question: Question, expr: string, { from, to }: Span): Promise<Result<readonly PastReading[]>> {
	const { spec, probe } = question;
	const step = Math.max(1, Math.ceil(Math.max(probe.every, (to - from) / mostPoints) / 1000));
	const query = new URLSearchParams({
		...{ query: expr, start: String(from / 1000), end: String(to / 1000), step: String(step) },
		timeout: `${Math.round(probe.timeout * 0.9)}ms`,
	});
	const answer = await asked(question, `query_range?${query}`, 'the expression');
	if (!answer.ok) return answer;
	const values = pastValuesOf(answer.value.data);
	if (!values.ok) return values;
	const judging = { ...limitsOf(spec), name: spec.name ?? sourceOf(probe), empty: spec.empty ?? 'unknown' } as const;
	const readings = values.value.map(({ at, values: found }) => ({ at, ...verdictOf(found, judging) }));
	return { ok: true, value: readings.map(({ at, is, because }) => ({ at, is, because })) };
}

async function alerts(question: Question): Promise<Result<Reading>> {
	const { match = {}, ignore = ['Watchdog'] } = question.spec;
	const answers = await Promise.all([
		asked(question, 'alerts', 'the list of alerts'),
		asked(question, 'rules?type=alert', 'the list of rules'),
	]);
	const [active, known] = answers;
	if (!active.ok) return active;
	if (!known.ok) return known;
	const found = alertsOf(active.value.data, { match, ignore });
	if (!found.ok) return found;
	const rules = rulesOf(known.value.data);
	if (!rules.ok) return rules;
	const since = question.reach.now();
	const firing = found.value.filter(({ state }) => state === 'firing').length;
	return {
		ok: true,
		value: {
			layers: { health: { ...alertVerdict(found.value, rules.value), since } },
			facts: { rules: rules.value.count, firing, pending: found.value.length - firing },
			findings: found.value,
		},
	};
}

/** Asks a Prometheus for the value of an expression, or for its alerts. */
export const prometheus: ProbeKind = {
	kind: 'prometheus',
	form,
	read: async (probe, reach) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const question = { spec: spec.value, probe, reach };
		const { expr } = spec.value;
		return expr === undefined ? alerts(question) : value(question, expr);
	},
	past: async (probe, reach, span) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { expr } = spec.value;
		return expr === undefined ? { ok: true, value: [] } : past({ spec: spec.value, probe, reach }, expr, span);
	},
};
