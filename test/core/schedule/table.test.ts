import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronRuns } from '../../../src/core/schedule/runs.ts';
import { commandOf, cronLines, programOf } from '../../../src/core/schedule/table.ts';

describe('cronLines', () => {
	test('reads the lines of accounts and of the system', () => {
		const user = ['bob # none', 'bob ', 'bob MAILTO=""', 'bob 0 2 * * *  /opt/backup.sh --all', 'eve @reboot x'];
		expect(cronLines(user, 'user')).toEqual([
			{ schedule: '0 2 * * *', command: '/opt/backup.sh --all', user: 'bob' },
			{ schedule: '@reboot', command: 'x', user: 'eve' },
		]);
		expect(cronLines(['e2scrub\t', 'php 09,39 *\t* * *  root  /usr/lib/php/clean'], 'system')).toEqual([
			{ schedule: '09,39 * * * *', command: '/usr/lib/php/clean', user: 'root', file: 'php' },
		]);
	});
	test('marks what has a zone of its own', () => {
		const lines = cronLines(['a 0 1 * * * x', 'a CRON_TZ=Asia/Tokyo', 'a 0 2 * * * y', 'b 0 3 * * * z'], 'user');
		expect(lines.map(({ ownZone }) => ownZone)).toEqual([undefined, true, undefined]);
	});
	test.each(['a 0 1 * *', 'a @daily', 'a garbage', 'a', '', 'a 1 2 3 4', `a ${'* '.repeat(3)}`])(
		'%j is no job',
		(line) => {
			expect(cronLines([line], 'user')).toEqual([]);
		},
	);
	test('hostile lines stay one job each, as they came', () => {
		const lines = cronLines(
			['a * * * * * \u001b]0;x\u0007 $(id) `id` \u202e', `a * * * * * ${'x'.repeat(3000)}`],
			'user',
		);
		expect(lines.map(({ command }) => command.length)).toEqual([19, 3000]);
		fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => void cronLines(texts, 'system')));
	});
});

test.each([
	['date +\\%F', 'date +%F'],
	['mail -s x%body', 'mail -s x'],
	['  a  ', 'a'],
])('the command %j is logged as %j', (text, command) => expect(commandOf(text)).toBe(command));

test.each([
	['/usr/local/bin/backup.sh --all', 'backup.sh'],
	['cd /app && php artisan schedule:run >> /dev/null', 'php'],
	['test -e /run/x || SERVICE_MODE=1 /usr/lib/e2scrub_all', 'e2scrub_all'],
	['[ -x /usr/bin/a ] && { /usr/bin/a; }', 'a'],
	['PATH=/x true', 'true'],
	['cd /', 'cd'],
	['/', 'job'],
])('%j is called %j', (command, name) => expect(programOf(command)).toBe(name));

describe('cronRuns', () => {
	test('reads the journal and a syslog with whole times', () => {
		const lines = [
			'1795218901.503442 vps1 CRON[501]: (root) CMD (/opt/backup.sh)',
			'2026-11-20T02:00:01.5+01:00 vps1 CRON[77]: (bob) CMD ([78] x (y))',
			'1795218902.1 vps1 CRON[500]: (CRON) error (grandchild #501 failed with exit status 2)',
			'1795218903.1 vps1 CRON[9]: (CRON) error (grandchild #10 failed with exit status 2)',
		];
		expect(cronRuns(lines)).toEqual({
			from: Date.parse('2026-11-20T02:00:01.5+01:00'),
			runs: [
				{ at: 1_795_218_901_503, user: 'root', command: '/opt/backup.sh', exit: 2 },
				{ at: Date.parse('2026-11-20T02:00:01.5+01:00'), user: 'bob', command: 'x (y)' },
			],
		});
	});
	test('a time without year and zone is not guessed at', () => {
		expect(cronRuns(['Nov 20 02:00:01 vps1 CRON[501]: (root) CMD (x)'])).toEqual({ runs: [] });
	});
	test('whatever comes, every run has a time and a command of the text', () => {
		const line = fc.tuple(fc.string(), fc.string()).map(([user, said]) => `1795218901.5 h CRON[5]: (${user}) ${said}`);
		fc.assert(
			fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
				for (const run of cronRuns(lines).runs) expect(lines.join('\n')).toContain(run.command);
			}),
		);
	});
});
