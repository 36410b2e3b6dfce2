import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readPage } from '../../src/core/metrics/parse.ts';
import { histogramQuantile } from '../../src/core/metrics/quantile.ts';
import { increase, type Point, rate } from '../../src/core/metrics/rate.ts';
import { type Daemon, startDaemon } from '../lab/daemon.ts';
import { freePort } from '../support/free-port.ts';

const binary = '/usr/bin/prometheus';
/** The page begins anew at this reading of it, as that of a service that was restarted. */
const restart = 15;
const readings = 40;
/** Milliseconds that each query looks back. */
const range = 3000;
const bounds = ['0.05', '0.1', '0.5', '1', '+Inf'];

/** The page at its reading `n`: counters that rise unevenly, and fall to nearly nothing at the restart. */
function page(n: number): string {
	const since = n < restart ? n + 40 : n - restart;
	const count = (share: number) => Math.floor(share * (3 * since + ((since * since) % 17)));
	return [
		`http_requests_total{code="200"} ${count(7)}`,
		`http_requests_total{code="500"} ${count(2)}`,
		...bounds.map((le, index) => `http_request_duration_seconds_bucket{le="${le}"} ${count(index + 1)}`),
		'odd{b="", quote = "a\\"b", slash="a\\\\b",line="a\\nb} 7",} 1.5e3',
		'',
	].join('\n');
}

interface Found {
	readonly metric: Readonly<Record<string, string>>;
	readonly value?: readonly [number, string];
	readonly values?: readonly (readonly [number, string])[];
}

const pointsOf = ({ values = [] }: Found): readonly Point[] =>
	values.map(([seconds, value]) => ({ at: Math.round(seconds * 1000), value: Number(value) }));
const fallsIn = (points: readonly Point[]): boolean =>
	points.some(({ value }, index) => value < (points[index - 1]?.value ?? 0));
const numberOf = (le: string | undefined) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le));

function comparison(): void {
	let folder: string;
	let daemon: Daemon;
	let target: Server;
	let url: string;
	let read = 0;

	async function query(expression: string, at?: number): Promise<readonly Found[]> {
		const time = at === undefined ? '' : `&time=${at / 1000}`;
		const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}${time}`);
		if (!answer.ok) throw new Error(`Prometheus: ${answer.status} ${await answer.text()}`);
		return ((await answer.json()) as { data: { result: readonly Found[] } }).data.result; // the API's documented form
	}

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'watchdeck-prometheus-'));
		target = createServer((_, response) => {
			response.setHeader('content-type', 'text/plain; version=0.0.4').end(page(read));
			read += 1;
		});
		await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
		const { port } = target.address() as AddressInfo; // it listens on a port, not on a file
		const listen = `127.0.0.1:${await freePort()}`;
		url = `http://${listen}`;
		const config = join(folder, 'config.yml');
		const jobs = [{ job_name: 'page', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }];
		// JSON is YAML too.
		writeFileSync(
			config,
			JSON.stringify({ global: { scrape_interval: '200ms', scrape_timeout: '200ms' }, scrape_configs: jobs }),
		);
		const args = [`--config.file=${config}`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=${listen}`];
		daemon = await startDaemon(binary, args, /Server is ready/);
		await vi.waitFor(
			async () => {
				const [count] = await query('count_over_time(http_requests_total{code="200"}[5m])');
				expect(Number(count?.value?.[1])).toBeGreaterThanOrEqual(readings);
			},
			{ interval: 200, timeout: 60_000 },
		);
	}, 90_000);
	afterAll(async () => {
		await daemon?.stop();
		target?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Times to ask for: the whole range lies in the readings; the restart is in the first ones, not in the last ones. */
	async function times(): Promise<readonly number[]> {
		const [all] = await query('http_requests_total{code="200"}[5m]');
		const points = all === undefined ? [] : pointsOf(all);
		const first = points[0]?.at ?? 0;
		const last = points.at(-1)?.at ?? 0;
		const begin = first + range + 50;
		const count = Math.floor((last - begin) / 333);
		expect(count).toBeGreaterThan(5);
		return Array.from({ length: count }, (_, index) => begin + index * 333);
	}

	test.each([
		['rate', rate],
		['increase', increase],
	] as const)('%s is that of Prometheus, over a reset too', async (name, ours) => {
		let falls = 0;
		for (const at of await times()) {
			const raw = await query(`http_requests_total[${range}ms]`, at);
			const theirs = await query(`${name}(http_requests_total[${range}ms])`, at);
			expect(raw).toHaveLength(2);
			for (const found of raw) {
				const said = theirs.find(({ metric }) => metric['code'] === found.metric['code'])?.value?.[1];
				const value = ours(pointsOf(found), { from: at - range, to: at }) ?? Number.NaN;
				expect(value / Number(said)).toBeCloseTo(1, 9);
				falls += fallsIn(pointsOf(found)) ? 1 : 0;
			}
		}
		expect(falls).toBeGreaterThan(0);
	});

	test('a page holds the series that Prometheus finds in it', async () => {
		const ours: unknown[] = [];
		readPage(page(read), new Map(), ({ name, labels }) => ours.push({ __name__: name, ...labels }));
		const theirs = (await query('{job="page",__name__=~"http.*|odd"}')).map(
			({ metric: { job, instance, ...own } }) => own,
		);
		expect(theirs).toHaveLength(ours.length);
		expect(theirs).toEqual(expect.arrayContaining(ours));
	});

	test.each([0.5, 0.95, 0.99])('the quantile %d is that of Prometheus', async (q) => {
		const rates = `rate(http_request_duration_seconds_bucket[${range}ms])`;
		for (const at of await times()) {
			const buckets = (await query(rates, at)).map(({ metric, value }) => ({
				le: numberOf(metric['le']),
				count: Number(value?.[1]),
			}));
			const [said] = await query(`histogram_quantile(${q}, ${rates})`, at);
			expect(buckets).toHaveLength(bounds.length);
			expect((histogramQuantile(q, buckets) ?? Number.NaN) / Number(said?.value?.[1])).toBeCloseTo(1, 9);
		}
	});
}

const title = 'the formulas and a real Prometheus';
if (existsSync(binary)) describe(title, comparison);
else if (process.env['WATCHDECK_LAB'] === 'required') {
	test(title, () => expect.fail(`The lab is required here and ${binary} is not installed.`));
} else {
	process.stderr.write(`skipped: ${title}: needs prometheus\n`);
	describe.skip(`${title} (skipped: needs prometheus)`, comparison);
}
