import { describe, expect, test } from 'vitest';
import { type Job, parseSchedule, type ScheduleAnswer } from '../../../src/core/schedule/jobs.ts';
import { expected, jobNamed, scheduleCondition } from '../../../src/core/schedule/judge.ts';

const clock = Date.parse('2026-11-21T14:00:00Z') / 1000;
const base = [`clock=${clock}`, 'offset=+0000', 'zone=Etc/UTC', 'uptime=5000.5', 'daemon=cron', 'daemon=looked'];
const answer = (...lines: readonly string[]): ScheduleAnswer => {
	const said = parseSchedule([...base, ...lines].join('\n'));
	if (said === undefined) throw new Error('not understood');
	return said;
};
const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const run = (text: string, command: string, user = 'root') =>
	`run=${at(text) / 1000}.000 vps1 CRON[7]: (${user}) CMD (${command})`;

describe('jobs of cron', () => {
	test('have their last run of the log, and their next', () => {
		const { jobs } = answer('user=bob 0 2 * * * /opt/a.sh', run('21T02:00:01', '/opt/a.sh', 'bob'));
		expect(jobs).toEqual([
			{
				...{ name: 'a.sh', by: 'cron', schedule: '0 2 * * *', command: '/opt/a.sh', user: 'bob' },
				...{ last: at('21T02:00:01'), next: at('22T02:00:00') },
				...{ ran: [at('21T02:00:01')], coming: [at('22T02:00:00'), at('23T02:00:00')] },
			},
		]);
	});
	test('are late where the log reaches back and tells of no run', () => {
		const old = run('19T02:00:01', 'other');
		expect(answer('user=bob 0 2 * * * a', old).jobs).toMatchObject([{ lateBy: 12 * 3_600_000 }]);
		expect(answer('user=bob 0 2 * * * a', old, run('20T02:00:01', 'a', 'bob')).jobs).toMatchObject([
			{ last: at('20T02:00:01'), lateBy: 12 * 3_600_000 },
		]);
	});
	test.each([
		['without a log', []],
		['a log that begins later', [run('21T03:00:01', 'other')]],
		['a crontab written since', [run('19T02:00:01', 'other'), `changed=bob ${at('21T10:00:00') / 1000}`]],
		['a zone of its own', [run('19T02:00:01', 'other'), 'user=bob CRON_TZ=Asia/Tokyo']],
	])('are not known to be late: %s', (_, lines) => {
		const [job] = answer(...lines, 'user=bob 0 2 * * * a').jobs;
		expect(job?.name).toBe('a');
		expect(job).not.toHaveProperty('lateBy');
		expect(job).not.toHaveProperty('last');
	});
	test('in folders go by the line that starts the folder', () => {
		const line = 'cd / && run-parts --report /etc/cron.daily';
		const { jobs } = answer(`system=crontab 25 6 * * * root ${line}`, 'part=daily logrotate', run('21T06:25:01', line));
		expect(jobs).toMatchObject([
			{
				name: 'logrotate',
				schedule: '25 6 * * *',
				command: '/etc/cron.daily/logrotate',
				last: at('21T06:25:01'),
				next: at('22T06:25:00'),
			},
		]);
	});
	test('in folders go by anacron where that is there', () => {
		const line = 'test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }';
		const { jobs } = answer(
			`system=crontab 25 6 * * * root ${line}`,
			'part=daily x',
			'anacron=',
			`anacron=daily ${clock - 60}`,
		);
		expect(jobs).toEqual([
			{ name: 'x', by: 'cron', schedule: '@daily', command: '/etc/cron.daily/x', last: (clock - 60) * 1000 },
		]);
	});
	test('of a file with several are told apart', () => {
		expect(
			answer('system=php 1 * * * * root a', 'system=php 2 * * * * root b', 'system=one 1 * * * * root c').jobs.map(
				({ name }) => name,
			),
		).toEqual(['php:a', 'php:b', 'one']);
	});
	test('are bounded in number', () => {
		expect(answer(...Array(5000).fill('user=bob 0 2 * * * a')).jobs.length).toBe(300);
	});
});

/** As systemd 252 prints them with TZ=UTC. */
const timer = (fields: Readonly<Record<string, string>> = {}) =>
	Object.entries({
		...{ Unit: 'pg-backup.service', Id: 'pg-backup.timer', LoadState: 'loaded', ActiveState: 'active' },
		NextElapseUSecRealtime: 'Sun 2026-11-22 02:00:00 UTC',
		NextElapseUSecMonotonic: '0',
		LastTriggerUSec: 'Sat 2026-11-21 02:00:01 UTC',
		TimersCalendar: '{ OnCalendar=*-*-* 02:00:00 ; next_elapse=Sun 2026-11-22 02:00:00 UTC }',
		...fields,
	}).map(([name, value]) => `timer=${name}=${value}`);
const service = (fields: Readonly<Record<string, string>> = {}) =>
	Object.entries({
		...{ Id: 'pg-backup.service', ActiveState: 'inactive', User: 'postgres', Result: 'success' },
		...{ ExecMainCode: '1', ExecMainStatus: '0', ExecMainExitTimestamp: 'Sat 2026-11-21 02:03:00 UTC' },
		ExecStart:
			'{ path=/bin/pg ; argv[]=/bin/pg --all ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }',
		...fields,
	}).map(([name, value]) => `service=${name}=${value}`);

describe('jobs of timers', () => {
	test('say when they ran, how that ended, and when they run next', () => {
		expect(answer(...timer(), ...service()).jobs).toEqual([
			{
				...{ name: 'pg-backup', by: 'timer', schedule: '*-*-* 02:00:00', command: '/bin/pg --all', user: 'postgres' },
				...{ last: at('21T02:00:01'), exit: 0, next: at('22T02:00:00') },
			},
		]);
	});
	test('may go by the time since the start of the host', () => {
		const fields = {
			NextElapseUSecRealtime: '',
			NextElapseUSecMonotonic: '2h',
			TimersCalendar: '',
			TimersMonotonic: '{ OnUnitActiveUSec=1h ; next_elapse=2h }',
		};
		expect(answer(...timer(fields), ...service()).jobs).toMatchObject([
			{ schedule: 'OnUnitActiveUSec=1h', next: clock * 1000 - 5_000_500 + 7_200_000 },
		]);
	});
	test('are late when their time is past and their unit does not run', () => {
		const late = timer({ NextElapseUSecRealtime: 'Sat 2026-11-21 02:00:00 UTC' });
		expect(answer(...late, ...service()).jobs).toMatchObject([{ lateBy: 12 * 3_600_000 }]);
		expect(answer(...late, ...service({ ActiveState: 'activating' })).jobs[0]).not.toHaveProperty('lateBy');
	});
	test('that are stopped have no next run', () => {
		expect(answer(...timer({ ActiveState: 'inactive' }), ...service()).jobs[0]).not.toHaveProperty('next');
	});
	test('that are not there are none', () => {
		expect(answer(...timer({ LoadState: 'not-found' })).jobs).toEqual([]);
	});
});

test('systemd-cron needs no daemon', () => {
	const said = parseSchedule(`clock=${clock}\ndaemon=looked\n${timer({ Id: 'cron-root-0.timer' }).join('\n')}`);
	expect(said?.daemon).toBe(true);
	expect(parseSchedule(`clock=${clock}\ndaemon=looked`)?.daemon).toBe(false);
});

test('says how many jobs it did not look at', () => {
	const lines = Array.from({ length: 310 }, (_, index) => `user=bob 0 2 * * * /opt/${index}`);
	const timers = [{ Id: 'a.timer' }, { Id: 'b.timer' }].flatMap((one) => [...timer(one), 'timer=']);
	const { jobs, left } = answer(...lines, ...timers);
	expect([jobs.length, left]).toEqual([300, 12]);
	// Timers say themselves whether they failed, and are looked at first.
	expect(jobs.slice(-2).map(({ by }) => by)).toEqual(['timer', 'timer']);
	expect(answer(...timers).left).toBe(0);
});

describe('scheduleCondition', () => {
	const job = (more: Partial<Job>): Job => ({ name: 'a', by: 'cron', schedule: '@daily', command: '/opt/a', ...more });
	const judged = (jobs: readonly Job[], more: Partial<ScheduleAnswer> = {}, wanted = {}) => {
		const said = { now: clock * 1000, jobs, left: 0, long: [], denied: [], times: new Map(), ...more };
		return scheduleCondition(said, wanted);
	};
	test.each([
		['a job that is late', [job({ lateBy: 1 })], {}, {}, 'journalctl -t CRON'],
		[
			'a timer that failed',
			[job({ by: 'timer', exit: 1 })],
			{},
			{},
			'`systemctl status a.timer` and `journalctl -n 50 -u a`',
		],
		['a job that is not there', [], {}, { b: { within: 1 } }, 'Add it there, or correct `jobs`.'],
		['cron that does not run', [job({ last: 1 })], { daemon: false }, {}, 'Start it'],
		['a log that may not be read', [job({})], { denied: ['x'] }, {}, '`usermod -aG systemd-journal ACCOUNT`'],
		['no log', [job({})], {}, {}, 'Let cron log'],
	])('%s has its remedy', (_, jobs, more, wanted, fix) => {
		expect(judged(jobs, more, wanted).fix).toContain(fix);
	});
	test.each([
		[[job({ last: 1 })], {}, {}, 'ok: 1 job, none known to be late or failed'],
		[
			[job({ last: 1 }), job({})],
			{},
			{},
			'ok: 2 jobs, none known to be late or failed; the last run of 1 is not known',
		],
		[[job({ lateBy: 7_200_000 }), job({ exit: 3 })], {}, {}, 'degraded: a is late by 2h, and 1 more'],
		[[job({ last: 1, exit: 3 })], {}, {}, 'degraded: a ended with exit code 3'],
		[[job({ last: 1, exit: 0, failed: 'timeout' })], {}, {}, 'degraded: a failed: timeout'],
		[[job({ last: 1 })], { daemon: false }, {}, 'degraded: cron does not run'],
		[[job({ by: 'timer', last: 1 })], { daemon: false }, {}, 'ok: 1 job, none known to be late or failed'],
		[[job({ last: 1 })], {}, { b: { within: 1 } }, 'degraded: there is no job b'],
		[[job({})], { denied: ['x'] }, {}, 'unknown: no run of 1 job is known: what cron logged may not be read'],
		[
			[job({}), job({ name: 'b', last: 1 })],
			{},
			{ '/opt/a': { within: 1 } },
			'unknown: when /opt/a ran last is not known: no log of cron tells it',
		],
		[[], {}, {}, 'ok: there are no jobs'],
		[[job({ last: 1 })], { left: 9 }, {}, 'unknown: only 1 of 10 jobs were looked at'],
		[[job({ last: 1 })], { left: 9 }, { b: { within: 1 } }, 'unknown: only 1 of 10 jobs were looked at'],
		[
			[job({ last: 1 })],
			{ long: ['/etc/cron.d/big', 'x'] },
			{ b: { within: 1 } },
			'unknown: /etc/cron.d/big is longer than 100 KB and was not read to its end',
		],
		[[job({ exit: 3 })], { left: 9 }, {}, 'degraded: a ended with exit code 3'],
	] as const)('%#', (jobs, more, wanted, text) => {
		const { is, because } = judged(jobs, more, wanted);
		expect(`${is}: ${because}`).toBe(text);
	});

	test('what is expected makes a job late', () => {
		expect(expected(job({ last: 1000 }), 500, 2000).lateBy).toBe(500);
		expect(expected(job({ last: 1000 }), 5000, 2000)).not.toHaveProperty('lateBy');
		expect(expected(job({}), 500, 2000)).not.toHaveProperty('lateBy');
		expect(jobNamed([job({ name: 'x', command: 'a b' }), job({})], 'a')?.name).toBe('a');
		expect(jobNamed([job({ name: 'x', command: 'a b' })], 'a b')?.name).toBe('x');
	});
});

test.each(['', 'Welcome', 'clock=soon'])('%j is no answer', (text) => expect(parseSchedule(text)).toBeUndefined());
