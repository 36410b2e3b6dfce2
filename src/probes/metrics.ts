import { z } from 'zod';
import type { Read, Reply } from '../core/call.ts';
import { fetched, getOf } from '../core/config/fetched.ts';
import type { MetricNames } from '../core/metrics/names.ts';
import { type KnownSeries, type PageRead, pageParts } from '../core/metrics/parse.ts';
import { collector, type MetricsSummary, type Scrape, summary, withScrape } from '../core/metrics/summary.ts';
import type { Failure, Millis, Sample } from '../core/model.ts';
import type { Probe, ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `metrics` is told. A name that is '' is found out. */
export const schema = z.object({
	...fetched,
	requests: z.string(),
	durations: z.string(),
	label: z.string(),
});

/** Bytes that are read of a page. */
const most = 16 * 1024 * 1024;
/**
 * What a page may be: OpenMetrics, else the older format, as Prometheus asks for them; never compressed, since a few bytes
 * could become any number of them.
 */
const wanted = {
	accept: 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
	'accept-encoding': 'identity',
};

/** What one reading leaves for the next: the pages of the last minute, and what series the target has. */
export interface Carry {
	readonly scrapes: readonly Scrape[];
	readonly known: KnownSeries;
}

/** Whether it is that: the scheduler gives back what the last reading of the same probe carried, or nothing. */
export function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'scrapes' in carry && 'known' in carry;
}

function header({ headers }: Reply, wanted: string): string {
	return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

/** What is wrong with a page before a line of it is read; undefined when it may be read. */
function unread(reply: Reply): string | undefined {
	const encoding = header(reply, 'content-encoding');
	if (encoding !== '' && encoding !== 'identity') return 'came compressed, which was not asked for';
	return reply.cut === true ? `is longer than ${most / 1024 / 1024} MB` : undefined;
}

/** What is wrong with a page that was read; undefined when it can be used. */
function fault(page: PageRead): string | undefined {
	if (page.full) return `has more than ${page.samples} numbers`;
	if (page.samples === 0) return page.bad > 0 ? 'holds no metrics but other text' : 'holds no metrics';
	if (page.bad > page.samples) return `holds ${page.bad} lines that are no metrics and ${page.samples} that are`;
	return page.cut ? 'ends in the middle' : undefined;
}

function garbled(of: string, what: string): Failure {
	const fix = 'Check that metrics.url is the page in the Prometheus text format, usually /metrics.';
	return { kind: 'garbled', message: `The metrics page of ${of} ${what}.`, fix };
}

function samplesOf({ of }: Probe, at: Millis, found: MetricsSummary): readonly Sample[] {
	return Object.entries(found).map(([name, value]) => ({ series: `${of}/${name}`, at, value }));
}

interface Page {
	readonly probe: Probe;
	readonly reply: Reply;
	readonly at: Millis;
	readonly names: MetricNames;
	readonly signal: AbortSignal;
}

/** Lets others go first: a page of 10 MB that was never seen takes a second, in which keys are pressed. */
const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function scraped({ probe, reply, at, names, signal }: Page, known: KnownSeries): Promise<Scrape | Failure> {
	const why = unread(reply);
	if (why !== undefined) return garbled(probe.of, why);
	const { take, scrape } = collector(at, names);
	const openMetrics = header(reply, 'content-type').startsWith('application/openmetrics-text');
	const parts = pageParts(reply.text, known, take, { openMetrics });
	let part = parts.next();
	for (; part.done !== true && !signal.aborted; part = parts.next()) await othersFirst();
	if (part.done !== true)
		return { kind: 'cancelled', message: `The metrics page of ${probe.of} was not read to its end.` };
	const what = fault(part.value);
	if (what === undefined) return scrape();
	// What such a page names is not kept: it may be anything, and a lot of it.
	known.clear();
	return garbled(probe.of, what);
}

function callOf(spec: z.infer<typeof schema>, probe: Probe): Read {
	const names = Object.keys(spec.headers ?? {}).map((name) => name.toLowerCase());
	const ours = Object.entries(wanted).filter(([name]) => !names.includes(name));
	return getOf({ ...spec, headers: { ...Object.fromEntries(ours), ...spec.headers } }, probe, most);
}

/** Reads a service's page of metrics and says how many requests there were, how many failed, and how long they took. */
export const metrics: ProbeKind = {
	kind: 'metrics',
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const answer = await ask(callOf(spec.value, probe), signal);
		if (!answer.ok) return answer;
		const at = now();
		const last = isCarry(carry) ? carry : { scrapes: [], known: new Map() };
		const page = { probe, reply: answer.value, at, names: spec.value, signal };
		const found = await scraped(page, last.known);
		if ('kind' in found) return { ok: false, failure: found };
		const scrapes = withScrape(last.scrapes, found);
		return {
			ok: true,
			value: {
				samples: samplesOf(probe, at, summary(scrapes, spec.value)),
				carry: { scrapes, known: last.known } satisfies Carry,
			},
		};
	},
};
