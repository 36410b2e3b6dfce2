import {
	appendFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
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
		expect(reading.layers).toMatchObject({ health: { is, because, since: 31_000 } });
		expect(reading.layers?.health?.fix === undefined).toBe(is === 'ok');
	});
	test.each([
		[{ errors: 5 }, 'unknown', '1.5 MB of the log were not read; what was read is over no limit'],
		[{ errors: 3 }, 'degraded', 'at least 4 errors a minute: the limit is 3'],
	])('with text that was not read, limits of %j', async (limits, is, because) => {
		const all = { ...spec, limits };
		const first = readingOf(await logs.read(probe(all), reachOf(file(''), 1000).reach));
		const flood = replied(0, 'file=there\ninode=7\nend=9\nskipped=1500000\ntext=\nx\nERROR: a\nERROR: b\n');
		const reading = readingOf(await logs.read(probe(all), reachOf(flood, 31_000).reach, first.carry));
		const fix = expect.stringContaining(is === 'unknown' ? '`every`' : '`limits`');
		expect(reading.layers).toEqual({ health: { is, because, fix, since: 31_000 } });
		// Too low a number is worse than a gap.
		expect(reading.samples).toEqual([]);
		expect(reading.facts).toEqual({ lines: 2, skipped: 1_500_000 });
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
	test.each([
		['of the lines that are asked for', 10_000, undefined],
		['of the bytes that are kept', 3, true],
	] as const)('a container with more than its share %s goes on from its newest line', async (_, length, cut) => {
		const of = probe({ container: 'api-1', limits: { oom: 0 } });
		const line = (second: number, text: string) => `2026-11-21T14:00:${second}.000000001Z ${text}\n`;
		const first = readingOf(await logs.read(of, reachOf(replied(200, line(10, 'old')), 1000).reach));
		const flood = { code: 200, text: line(20, 'x').repeat(length), err: '', ...(cut && { cut }) };
		const paths: string[] = [];
		const ask = async (call: Read): Promise<Answer> => {
			paths.push(call.via === 'engine' ? call.path : '');
			return paths.length === 1 ? { ok: true, took: 1, value: flood } : replied(200, line(30, 'newest'));
		};
		const reading = readingOf(
			await logs.read(of, { ...reachOf(replied(200, '')).reach, ask, now: () => 9000 }, first.carry),
		);
		expect(reading.layers?.health).toMatchObject({
			is: 'unknown',
			because: 'a part of the log was not read; what was read is over no limit',
		});
		expect(reading.facts).toEqual({ lines: length, skipped: 'some' });
		expect(reading.carry).toMatchObject({ place: { last: '2026-11-21T14:00:30.000000001Z' } });
		expect(paths[1]).toMatch(/&tail=1$/);
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
			return { errors: rates(reading)['errors'], facts: reading.facts, carry };
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
		expect(await read()).toMatchObject({ facts: { skipped: 9000 + 1_500_000 - 1_048_576 } });
		appendFileSync(log, 'ERROR: y\n');
		expect((await read()).errors).toBe(1);
	});
	/** A journalctl that says this after each cursor, and the newest cursor where it is not asked after one. */
	const journal = (name: string, after: Readonly<Record<string, string>>, newest: string) => {
		const bin = join(folder, name);
		mkdirSync(bin);
		const cases = Object.entries(after).map(([cursor, says]) => `*--after-cursor=${cursor}*) ${says} ;;`);
		const fake = `#!/bin/sh
case "$*" in
${cases.join('\n')}
*--after-cursor=*) exit 1 ;;
*) echo 'last message of anybody'; echo '-- cursor: ${newest}' ;;
esac
`;
		writeFileSync(join(bin, 'journalctl'), fake, { mode: 0o755 });
		return follower({ unit: 'web.service' }, { PATH: `${bin}:${process.env['PATH']}` });
	};
	const place = (cursor: string) => ({ place: { in: 'journal', cursor } });

	test('follow a journal by its cursor', async () => {
		const read = journal(
			'followed',
			{
				's=1': "echo 'ERROR: a'; echo 'fine'; echo '-- cursor: s=evil'; echo '-- cursor: s=2'",
				's=2': "echo '-- cursor: s=2'",
			},
			's=1',
		);
		expect((await read()).errors).toBeUndefined();
		expect(await read()).toMatchObject({ errors: 1, facts: { lines: 3 }, carry: place('s=2') });
		expect(await read()).toMatchObject({ errors: 0, facts: { lines: 0 }, carry: place('s=2') });
	});
	test('tell a journal that may not be read from one that is not there', async () => {
		const bin = join(folder, 'nobody');
		mkdirSync(bin);
		for (const name of ['id', 'journalctl']) writeFileSync(join(bin, name), '#!/bin/sh\necho 1000\n', { mode: 0o755 });
		const reach = reachBy(path, first, { PATH: `${bin}:${process.env['PATH']}` });
		const isKept = ['/var/log/journal', '/run/log/journal'].some((at) => existsSync(at) && readdirSync(at).length > 0);
		expect(await logs.read(probe({ unit: 'web.service' }), reach)).toMatchObject({
			ok: false,
			failure: isKept
				? { kind: 'forbidden', fix: expect.stringContaining('`systemd-journal`') }
				: { kind: 'missing', message: 'The journal of vps1 is not there.', fix: expect.stringContaining('journald') },
		});
	});
	test('say of a journal whose place is gone that something was missed, and go on at its end', async () => {
		const read = journal('gone', { 's=7': "echo 'ERROR: a'; echo '-- cursor: s=8'" }, 's=7');
		await read();
		await read();
		const reading = await read();
		expect(reading).toMatchObject({ facts: { lines: 0, skipped: 'some' }, carry: place('s=7') });
		expect((await read()).errors).toBe(1);
	});
	test.each([
		['bytes', 'i=0; while [ $i -lt 10000 ]; do echo "$LONG"; i=$((i + 1)); done', 1_048_576 / 151],
		['bytes in one line', 'head -c 3000000 /dev/zero | tr "\\0" x; echo', 0],
		['lines', 'yes ERROR: x | head -n 10000', 10_000],
	])('read no more %s of a journal than they may, and go on at its end', async (what, says, lines) => {
		const long = `LONG=$(printf %150s x)`;
		const read = journal(`big ${what}`, { 's=1': `${long}; ${says}; echo '-- cursor: s=2'` }, 's=1');
		await read();
		const reading = await read();
		expect(reading).toMatchObject({ facts: { lines: Math.floor(lines), skipped: 'some' }, carry: place('s=1') });
	});
});
