import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/core/probe.ts';
import { logs } from '../../src/probes/logs.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const probe = (spec: object) => ({ ...probeOf('logs', 'production/api', { from: 'vps1', ...spec }), name: 'log' });
const rates = ({ samples = [] }: Reading) =>
	Object.fromEntries(samples.map(({ series, value }) => [series.split('/').at(-1), value]));
const file = (text: string, end = 100) => replied(0, `file=there\ninode=7\nend=${end}\nskipped=0\ntext=\n${text}`);
const spec = { file: "/var/log/it's $(id).log" };

describe('logs', () => {
	test('the first reading only finds the end', async () => {
		const { reach, calls } = reachOf(file('ERROR: old\n'), 1000);
		const reading = readingOf(await logs.read(probe({ ...spec, limits: { errors: 0 } }), reach));
		expect(Object.keys(reading)).toEqual(['carry']);
		expect(calls[0]?.via === 'exec' && calls[0].argv.slice(3)).toEqual([
			'watchdeck-logs',
			spec.file,
			'',
			'0',
			'1048576',
		]);
	});
	test('the next one counts what came, a minute', async () => {
		const first = readingOf(await logs.read(probe(spec), reachOf(file(''), 1000).reach));
		const { reach, calls } = reachOf(file('ERROR: a\nERROR: b\nfine\n', 200), 31_000);
		const reading = readingOf(await logs.read(probe(spec), reach, first.carry));
		expect(calls[0]?.via === 'exec' && calls[0].argv.slice(5)).toEqual(['7', '100', '1048576']);
		expect(rates(reading)).toEqual({ errors: 4, slow: 0, oom: 0, auth: 0, limited: 0 });
		expect(reading.samples?.[0]).toEqual({ series: 'production/api/log/errors', at: 31_000, value: 4 });
		expect(reading).not.toHaveProperty('layers');
		expect(reading.facts).toEqual({ lines: 3 });
	});
	test.each([
		[{ errors: 4 }, 'ok', 'no pattern is over its limit'],
		[{ errors: 3 }, 'degraded', '4 errors a minute: the limit is 3'],
		[{ own: 1.5 }, 'degraded', '2 own a minute: the limit is 1.5'],
	])('limits of %j', async (limits, is, because) => {
		const all = { ...spec, limits, patterns: { own: ['FINE'] } };
		const first = readingOf(await logs.read(probe(all), reachOf(file(''), 1000).reach));
		const reading = readingOf(
			await logs.read(probe(all), reachOf(file('ERROR: a\nERROR: b\nfine\n'), 31_000).reach, first.carry),
		);
		expect(reading.layers).toEqual({ health: { is, because, since: 31_000 } });
	});
	test('a limit of what is no pattern is said before anything is asked', async () => {
		const { reach, calls } = reachOf(file(''));
		expect(await logs.read(probe({ ...spec, limits: { eror: 1 } }), reach)).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('eror') },
		});
		expect(calls).toEqual([]);
	});
	test.each([
		['file=missing', 'missing'],
		['file=denied', 'forbidden'],
		['file=other', 'refused'],
		['', 'garbled'],
	])('%j is a failure, and no silence of the log', async (text, kind) => {
		expect(await logs.read(probe(spec), reachOf(replied(0, text)).reach)).toMatchObject({
			ok: false,
			failure: { kind },
		});
	});
	test('a container goes on from its last line, by the clock of its engine', async () => {
		const line = (part: string, text: string) => `2026-11-21T14:00:00.${part}Z ${text}\n`;
		const of = probe({ container: 'api-1' });
		const first = reachOf(replied(200, line('000000001', 'ERROR: old')), 1000);
		const carry = readingOf(await logs.read(of, first.reach)).carry;
		const second = reachOf(replied(200, line('000000001', 'ERROR: old') + line('000000002', 'ERROR: new')), 61_000);
		expect(rates(readingOf(await logs.read(of, second.reach, carry)))).toMatchObject({ errors: 1 });
		const base = '/containers/api-1/logs?stdout=1&stderr=1&timestamps=1';
		expect(first.calls).toMatchObject([{ path: `${base}&tail=1` }]);
		expect(second.calls).toMatchObject([
			{ path: `${base}&tail=10000&since=${Date.UTC(2026, 10, 21, 14) / 1000}.000000001` },
		]);
	});
});

describe.each(shells)('the scripts in %s %s', (path, first) => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-logs-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const follower = (source: object, env: Readonly<Record<string, string>> = {}) => {
		let carry: unknown;
		let at = 0;
		return async () => {
			at += 60_000;
			const reach = { ...reachBy(path, first, env), now: () => at };
			const reading = readingOf(await logs.read(probe(source), reach, carry));
			carry = reading.carry;
			return { errors: rates(reading)['errors'], facts: reading.facts };
		};
	};

	test('follow a file over its rotation and its truncation', async () => {
		const log = join(folder, "it's a.log");
		writeFileSync(log, 'ERROR: before\n');
		const read = follower({ file: log });
		expect((await read()).errors).toBeUndefined();
		appendFileSync(log, `ERROR: 1\nfine\n${'x'.repeat(9000)}\nERROR`);
		expect((await read()).errors).toBe(1);
		appendFileSync(log, ': 2\n');
		expect((await read()).errors).toBe(1);
		expect((await read()).errors).toBe(0);
		appendFileSync(log, 'ERROR: 3\n');
		renameSync(log, `${log}.1`);
		writeFileSync(log, 'ERROR: 4\nERROR: 5\n');
		expect((await read()).errors).toBe(3);
		truncateSync(log);
		appendFileSync(log, 'ERROR: 6\n');
		expect((await read()).errors).toBe(1);
	});
	test('read no more than they may at once, and say so', async () => {
		const log = join(folder, 'big.log');
		writeFileSync(log, '');
		const read = follower({ file: log });
		await read();
		appendFileSync(log, `${'ERROR: x\n'.repeat(1000)}${'fine\n'.repeat(300_000)}`);
		expect(await read()).toMatchObject({ errors: 0, facts: { skipped: 9000 + 1_500_000 - 1_048_576 } });
		appendFileSync(log, 'ERROR: y\n');
		expect((await read()).errors).toBe(1);
	});
	test('follow a journal by its cursor', async () => {
		const bin = join(folder, 'bin');
		mkdirSync(bin, { recursive: true });
		// A fake journalctl: with a cursor it has news, without one only the place.
		const fake = `#!/bin/sh
case "$*" in
*--after-cursor=s=1*) echo 'ERROR: a'; echo 'fine'; echo '-- cursor: s=2' ;;
*--after-cursor=*) exit 1 ;;
*) echo 'last message of anybody'; echo '-- cursor: s=1' ;;
esac
`;
		writeFileSync(join(bin, 'journalctl'), fake, { mode: 0o755 });
		const read = follower({ unit: 'web.service' }, { PATH: `${bin}:${process.env['PATH']}` });
		expect((await read()).errors).toBeUndefined();
		expect(await read()).toEqual({ errors: 1, facts: { lines: 2 } });
		// That cursor is gone: it begins anew at the end.
		expect(await read()).toEqual({ errors: 0, facts: { lines: 0 } });
		expect(await read()).toEqual({ errors: 1, facts: { lines: 2 } });
	});
});
