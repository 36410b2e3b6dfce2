import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readPage } from '../../src/core/metrics/parse.ts';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { metrics } from '../../src/probes/metrics.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Prometheus, startPrometheus } from '../lab/prometheus.ts';
import { describeTools } from '../lab/tools.ts';
import { freePort } from '../support/free-port.ts';

const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
/** All that the format has, as its specification's examples write it. */
const page = [
	'# TYPE acme_http_router_request_seconds summary',
	'# UNIT acme_http_router_request_seconds seconds',
	"# HELP acme_http_router_request_seconds Latency though all of ACME's HTTP request router.",
	'acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32',
	'acme_http_router_request_seconds_count{path="/api/v1",method="GET"} 807283.0',
	'acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0',
	'# TYPE go_goroutines gauge',
	'go_goroutines 69',
	'# TYPE process_cpu_seconds counter',
	'process_cpu_seconds_total 4.20072246e+06',
	'# TYPE foo histogram',
	'foo_bucket{le="0.0"} 0',
	'foo_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67',
	'foo_bucket{le="+Inf"} 17 # {trace_id="oHg5SJ } RHA0",odd="\\"#{"} 9.8 1520879607.789',
	'foo_count 17',
	'foo_sum 324789.3',
	'# TYPE odd gauge',
	'odd{quote="a\\"b",slash="a\\\\b",line="a\\nb} 7",empty=""} -1.5e-3',
	'odd{letter="ü😀"} NaN',
	'# TYPE build info',
	'build_info{version="1.2.3"} 1',
	'# TYPE state stateset',
	'state{state="a"} 0',
	'state{state="bb"} 1',
	'# EOF',
	'',
].join('\n');

async function serving(
	answer: (response: ServerResponse) => void,
): Promise<{ readonly server: Server; readonly at: string }> {
	const server = createServer((_, response) => answer(response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // it listens on a port, not on a file
	return { server, at: `127.0.0.1:${port}` };
}

function closed(server: Server): Promise<unknown> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(resolve));
}

describeTools('OpenMetrics and a real Prometheus', ['prometheus'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-openmetrics-'));
	let prometheus: Prometheus;
	let target: { readonly server: Server; readonly at: string };
	beforeAll(async () => {
		target = await serving((response) => response.setHeader('content-type', openMetrics).end(page));
		prometheus = await startPrometheus(folder, [target.at], { port: await freePort() });
		const scraped = async () => expect(Object.keys(await prometheus.query('go_goroutines'))).toHaveLength(1);
		await vi.waitFor(scraped, { interval: 200, timeout: 30_000 });
	}, 60_000);
	afterAll(async () => {
		await prometheus?.daemon.stop();
		if (target !== undefined) await closed(target.server);
		rmSync(folder, { recursive: true, force: true });
	});

	test('the page holds the series and values that Prometheus finds in it', async () => {
		const ours: [string, number][] = [];
		const sorted = (labels: object) => JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
		const read = readPage(
			page,
			new Map(),
			({ name, labels }, value) => ours.push([sorted({ __name__: name, ...labels }), value]),
			{ openMetrics: true },
		);
		expect(read).toEqual({ samples: 15, bad: 0, full: false, cut: false });
		const found = await prometheus.query('{job="lab",__name__!~"up|scrape_.*"}');
		const theirs = Object.entries(found).map(([text, value]) => {
			const { job, instance, ...own } = JSON.parse(text);
			// The le of a bucket is one number, however it is written.
			return [sorted(own), value] as const;
		});
		expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
	});
});

describe('a page that means harm', () => {
	let outside: Tried;
	beforeAll(() => {
		outside = outsideOf({ name: 'box', reach: 'local' });
	});
	afterAll(() => outside.close());

	/** Reads a page as the cockpit does; how long the longest turn was that nobody else had, in ms, and how much memory grew. */
	async function read(answer: (response: ServerResponse) => void) {
		const { server, at } = await serving(answer);
		const spec = { url: `http://${at}/metrics`, from: 'local', requests: '', durations: '', label: '' };
		const probe = { kind: 'metrics', of: 'prod/api', every: 5000, timeout: 8000, spec };
		let longest = 0;
		let last = performance.now();
		const turn = () => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		};
		const ticking = setInterval(turn, 1);
		const before = process.memoryUsage().rss;
		const { signal } = new AbortController();
		const reach = { ask: outside.ask, follow: outside.follow, now: Date.now, signal };
		const result: Result<Reading> = await metrics.read(probe, reach);
		turn();
		clearInterval(ticking);
		const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
		await closed(server);
		return { result, longest, grown };
	}

	function endless(response: ServerResponse, bytes: Buffer): void {
		const more = () => {
			while (!response.destroyed && response.write(bytes));
		};
		response.on('drain', more);
		more();
	}

	test('of 10 MB is read, and nobody waits for it', async () => {
		const lines = Array.from({ length: 70_000 }, (_, index) => {
			const labels = `handler="/api/v1/thing/${index % 3000}",method="GET",code="200",le="${index}"`;
			return `http_request_duration_seconds_bucket{${labels}} ${index} # {trace_id="abcdef${index}"} 0.1\n`;
		});
		const text = `${lines.join('')}# EOF\n`;
		expect(text.length).toBeGreaterThan(9_000_000);
		const { result, longest } = await read((response) => response.setHeader('content-type', openMetrics).end(text));
		expect(result.ok).toBe(true);
		expect(longest).toBeLessThan(400);
	});

	test.each<[string, (response: ServerResponse) => void, string]>([
		['without end', (response) => endless(response, Buffer.from('a{b="c"} 1\n'.repeat(6000))), 'longer than 16 MB'],
		['of one line without end', (response) => endless(response, Buffer.alloc(65_536, 'x')), 'longer than 16 MB'],
		[
			'of noise without end',
			(response) => endless(response, Buffer.alloc(65_536, '\u001b\n\u0000{"')),
			'longer than 16 MB',
		],
		[
			'that is a gzip bomb',
			(response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(200_000_000))),
			'compressed',
		],
		['that is no text', (response) => response.end(Buffer.alloc(1_000_000, 0xff)), 'no metrics'],
	])('%s is given up, in bounded time and memory', async (_, answer, words) => {
		const began = performance.now();
		const { result, grown } = await read(answer);
		expect(result).toMatchObject({ ok: false, failure: { kind: 'garbled', message: expect.stringContaining(words) } });
		expect(performance.now() - began).toBeLessThan(8000);
		expect(grown).toBeLessThan(400);
	});
});
