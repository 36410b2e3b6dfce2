import { z } from 'zod';
import { failed } from '../failed.ts';
import type { AlertFound } from '../finding.ts';
import type { Result } from '../model.ts';
import { timeOf } from '../time.ts';
import { labelText } from './labels.ts';

const texts = z.record(z.string(), z.string()).nullish();
const alert = z.object({
	labels: texts,
	annotations: texts,
	state: z.string(),
	activeAt: z.string().nullish(),
});
const alertsData = z.object({ alerts: z.array(alert) });
const rule = z.object({ name: z.string(), health: z.string().nullish(), lastError: z.string().nullish() });
const rulesData = z.object({ groups: z.array(z.object({ rules: z.array(rule) })) });

/** Which alerts count: those that have these labels and none of these names. */
export interface Wanted {
	readonly match: Readonly<Record<string, string>>;
	readonly ignore: readonly string[];
}

/** So many alerts are listed, the worst ones. */
const mostListed = 200;
const words = { name: 100, summary: 300 } as const;
/** The names that are in use for how bad an alert is, worst first (the label `severity`). */
const severities: readonly string[] = ['critical', 'page', 'error', 'high', 'warning', 'medium', 'low', 'info', 'none'];

const rank = ({ severity = '' }: AlertFound): number =>
	severities.includes(severity) ? severities.indexOf(severity) : severities.length / 2;
const worstFirst = (a: AlertFound, b: AlertFound): number =>
	(a.state === b.state ? 0 : a.state === 'firing' ? -1 : 1) || rank(a) - rank(b) || (a.since ?? 0) - (b.since ?? 0);

function found({ labels, annotations, state, activeAt }: z.infer<typeof alert>): readonly AlertFound[] {
	if (state !== 'firing' && state !== 'pending') return [];
	const { alertname = '', severity } = labels ?? {};
	const since = timeOf(activeAt ?? '');
	const summary = annotations?.['summary'] ?? annotations?.['description'] ?? annotations?.['message'];
	return [
		{
			is: 'alert',
			name: alertname.slice(0, words.name),
			state,
			...(severity === undefined ? {} : { severity: severity.slice(0, words.name) }),
			...(since === undefined ? {} : { since }),
			labels: labelText(labels ?? {}, ['alertname', 'severity']),
			...(summary === undefined ? {} : { summary: summary.slice(0, words.summary) }),
		},
	];
}

/** The alerts of `/api/v1/alerts` that count, the worst first. */
export function alertsOf(data: unknown, { match, ignore }: Wanted): Result<readonly AlertFound[]> {
	const parsed = alertsData.safeParse(data);
	if (!parsed.success) return failed('garbled', 'The list of alerts is not that of Prometheus.');
	const wanted = parsed.data.alerts.filter(
		({ labels }) =>
			!ignore.includes(labels?.['alertname'] ?? '') &&
			Object.entries(match).every(([name, value]) => labels?.[name] === value),
	);
	return { ok: true, value: wanted.flatMap(found).toSorted(worstFirst).slice(0, mostListed) };
}

/** How many alerting rules there are, and the first one that Prometheus could not evaluate, with its words. */
export interface Rules {
	readonly count: number;
	readonly broken?: string;
}

/** What `/api/v1/rules` says of the rules themselves. */
export function rulesOf(data: unknown): Result<Rules> {
	const parsed = rulesData.safeParse(data);
	if (!parsed.success) return failed('garbled', 'The list of rules is not that of Prometheus.');
	const rules = parsed.data.groups.flatMap((group) => group.rules);
	const bad = rules.find(({ health }) => health === 'err');
	if (bad === undefined) return { ok: true, value: { count: rules.length } };
	const why = (bad.lastError ?? '').slice(0, words.summary).replace(/\s+/g, ' ');
	const broken = `the rule ${bad.name.slice(0, words.name)} cannot be evaluated: ${why === '' ? 'no reason given' : why}`;
	return { ok: true, value: { count: rules.length, broken } };
}
