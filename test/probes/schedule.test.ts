import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSchedule } from '../../src/core/schedule/jobs.ts';
import { scheduleScriptOf } from '../../src/core/schedule/script.ts';
import { schedule } from '../../src/probes/schedule.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const now = Date.parse('2026-11-21T14:00:00Z');
const probe = (jobs = {}) => probeOf('schedule', 'host/vps1', { from: 'vps1', jobs });
const text = (...lines: readonly string[]) =>
	replied(0, [`clock=${now / 1000 + 3600}`, 'zone=Etc/UTC', ...lines].join('\n'));

describe('schedule', () => {
	test('gives jobs in our time, without secrets, and short', async () => {
		const lines = [
			`user=bob 0 2 * * * curl -H "Authorization: Bearer abc123def456ghi789" ${'word '.repeat(100)}`,
			'user=bob 0 3 * * * b',
		];
		const reading = readingOf(await schedule.read(probe(), reachOf(text(...lines), now).reach));
		const [first, second] = reading.findings ?? [];
		expect(JSON.stringify(first)).not.toContain('abc123');
		expect(first?.is === 'job' && first.command.length).toBeLessThanOrEqual(201);
		// The clock of the host is an hour ahead.
		expect(second).toMatchObject({
			is: 'job',
			name: 'b',
			by: 'cron',
			user: 'bob',
			next: Date.parse('2026-11-22T02:00:00Z'),
		});
		expect(reading.layers?.schedule).toMatchObject({ is: 'unknown' });
	});
	test('says what is late by what is expected', async () => {
		const run = `run=${now / 1000}.0 vps1 CRON[7]: (bob) CMD (/opt/b.sh)`;
		const { reach } = reachOf(text('user=bob 0 13 * * * /opt/b.sh', run), now);
		const reading = readingOf(await schedule.read(probe({ 'b.sh': { within: '30m' } }), reach));
		expect(reading.layers?.schedule).toMatchObject({ is: 'degraded', because: 'b.sh is late by 30m' });
		expect(reading.findings).toMatchObject([{ late: true, lateBy: 1_800_000 }]);
		expect(reading.samples).toMatchObject([
			{ series: 'host/vps1/schedule/late', value: 1 },
			{ series: 'host/vps1/schedule/failed', value: 0 },
		]);
	});
	test('says of a timer that its last run failed, also where no exit code tells it', async () => {
		const timer = ['timer=Id=bk.timer', 'timer=Unit=bk.service', 'timer=LoadState=loaded'];
		const service = ['service=Id=bk.service', `service=Result=${'resources'.repeat(99)}`];
		const reading = readingOf(await schedule.read(probe(), reachOf(text(...timer, ...service), now).reach));
		expect(reading.layers?.schedule).toMatchObject({
			is: 'degraded',
			because: expect.stringMatching(/^bk failed: resources/),
		});
		const [found] = reading.findings ?? [];
		expect(found).toMatchObject({ name: 'bk', failed: expect.stringMatching(/^resources/) });
		expect(JSON.stringify(reading).length).toBeLessThan(1000);
	});
	test('what is no answer is a failure', async () => {
		expect(await schedule.read(probe(), reachOf(replied(0, 'hello')).reach)).toMatchObject({
			ok: false,
			failure: { kind: 'garbled' },
		});
	});
});

/** A fake of a program that prints a text whatever it is asked. */
const fake = (folder: string, name: string, says: string) => {
	writeFileSync(join(folder, `${name}.txt`), says);
	writeFileSync(join(folder, name), `#!/bin/sh\ncat '${folder}/${name}.txt'\n`, { mode: 0o755 });
};

describe.each(shells)('the script in %s %s', (path, first) => {
	const root = mkdtempSync(join(tmpdir(), 'watchdeck-schedule-'));
	afterAll(() => rmSync(root, { recursive: true }));
	const put = (name: string, content: string, mode = 0o644) => {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), content);
		chmodSync(join(root, name), mode);
	};
	const read = async () => {
		const { ask, signal } = reachBy(path, first, { PATH: `${root}/fake:${process.env['PATH']}` });
		const argv = ['sh', '-c', scheduleScriptOf(root), 'watchdeck-schedule'];
		const answer = await ask({ effect: 'read', via: 'exec', host: 'x', argv, timeout: 9000 }, signal);
		return answer.ok ? parseSchedule(answer.value.text) : undefined;
	};

	test.skipIf(process.getuid?.() !== 0)('finds every job of its folders', async () => {
		put('var/spool/cron/crontabs/bob', '# mine\n0 2 * * * /opt/a.sh $(id) `id`\nclock=1\n* * * * * no end of line');
		put('etc/crontab', 'SHELL=/bin/sh\n25 6 * * * root run-parts /etc/cron.daily\n');
		put('etc/cron.d/php', '9,39 * * * * root /usr/lib/php/clean\n');
		put('etc/cron.d/php.dpkg-old', '* * * * * root never\n');
		put('etc/cron.daily/logrotate', '', 0o755);
		put('etc/cron.daily/not-executable', '');
		put('etc/periodic/15min/tick', '', 0o755);
		put('var/log/syslog', '2026-11-21T06:25:01+00:00 h CRON[5]: (root) CMD (run-parts /etc/cron.daily)\n');
		mkdirSync(join(root, 'fake'), { recursive: true });
		fake(join(root, 'fake'), 'systemctl', 'Id=x.timer\nUnit=x.service\nLoadState=loaded\n');
		fake(join(root, 'fake'), 'journalctl', `1795200000.5 h CRON[5]: (bob) CMD (/opt/a.sh $(id) \`id\`)\n`);
		const said = await read();
		expect(said?.jobs.map(({ name, schedule: when }) => `${when} ${name}`)).toEqual([
			...['0 2 * * * a.sh', '* * * * * no', '9,39 * * * * php', '@15min tick', '25 6 * * * logrotate', 'timer x'],
		]);
		expect(said?.jobs[0]).toMatchObject({ user: 'bob', last: 1_795_200_000_500 });
		expect(said?.jobs[4]).toMatchObject({ last: Date.parse('2026-11-21T06:25:01Z') });
		expect(said?.now).toBeGreaterThan(1_700_000_000_000);
	});

	test('says which crontabs it did not read to their end', async () => {
		put('etc/cron.d/big', `${'# a comment\n'.repeat(10_000)}* * * * * root /opt/last\n`);
		const said = await read();
		expect(said?.long).toEqual([join(root, 'etc/cron.d/big')]);
		rmSync(join(root, 'etc/cron.d/big'));
		expect((await read())?.long).toEqual([]);
	});
	test('a flood of runs takes no room from timers, and only the newest runs count', async () => {
		const flood = (from: number) =>
			Array.from({ length: 3000 }, (_, index) => `${from + index}.5 h CRON[5]: (bob) CMD (/opt/${'x'.repeat(700)})\n`);
		const newest = '1795290000.5 h CRON[5]: (bob) CMD (/opt/a.sh)\n';
		mkdirSync(join(root, 'fake'), { recursive: true });
		fake(join(root, 'fake'), 'systemctl', 'Id=x.timer\nUnit=x.service\nLoadState=loaded\n');
		fake(join(root, 'fake'), 'journalctl', `${flood(1_795_200_000).join('')}${'y'.repeat(900_000)}) CMD (\n${newest}`);
		put('var/log/syslog', flood(1_795_100_000).join('').replaceAll(' h CRON', 'Z h CRON'));
		const { ask, signal } = reachBy(path, first, { PATH: `${root}/fake:${process.env['PATH']}` });
		const argv = ['sh', '-c', scheduleScriptOf(root), 'watchdeck-schedule'];
		const answer = await ask({ effect: 'read', via: 'exec', host: 'x', argv, timeout: 9000 }, signal);
		const said = answer.ok ? answer.value.text : '';
		expect(said.length).toBeLessThan(1_600_000);
		expect(said.indexOf('timer=Id')).toBeLessThan(said.indexOf('run='));
		const runs = said.split('\n').filter((line) => line.startsWith('run='));
		expect(runs).toContain(`run=${newest.trimEnd()}`);
		// Half a line would tell of a run at another time.
		for (const line of runs) expect(line).toMatch(/^run=(?:17\d{8}\.5Z? h CRON|yyy)/);
	});
});
