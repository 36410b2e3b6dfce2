import { describe, expect, test } from 'vitest';
import type { JobFound } from '../../src/core/finding.ts';
import type { State } from '../../src/core/state.ts';
import { drawn } from './drawn.ts';
import { days, fleetState, is, minutes, seconds, service, start } from './fleet-state.ts';
import { found, sized, withFacts } from './found.ts';

const hour = minutes(60);
const jobs: readonly JobFound[] = [
	{
		...{ is: 'job', name: 'backup.sh', by: 'cron', schedule: '30 3 * * *', command: '/opt/backup.sh --all' },
		...{ last: start - 2 * hour, exit: 0, next: start + 13 * hour },
	},
	{
		is: 'job',
		name: 'logrotate.timer',
		by: 'timer',
		schedule: 'daily',
		command: 'logrotate.service',
		last: start - 60 * hour,
		late: true,
	},
	{
		is: 'job',
		name: 'certbot.timer',
		by: 'timer',
		schedule: '*-*-* 00,12:00:00',
		command: 'certbot.service',
		last: start - hour,
		exit: 1,
		next: start + 9 * hour,
	},
	{ is: 'job', name: 'report', by: 'cron', schedule: '@weekly', command: 'report' },
];
const base = fleetState([service('production/api')], { 'production/api': is('ok', 'running') });
const facts = {
	load: 0.84,
	load5: 0.7,
	load15: 0.66,
	cpus: 4,
	memory: 0.4,
	memory_total: 8 * 1024 ** 3,
	disk: 0.91,
	disk_mount: '/',
	disk_free: 9e9,
	inodes: 0.1,
	inodes_mount: '/',
	uptime: days(41),
	skew: 0,
	took: 84,
};
const instances = Object.values(base.services).flatMap((one) => one.instances);
const containers = Object.fromEntries(instances.map((one) => [one.id, one]));
const state: State = withFacts(
	{
		...base,
		hostFacts: { vps1: { value: facts, at: start - seconds(3), misses: 0 } },
		engines: {
			...base.engines,
			vps1: { value: { containers, images: [], version: '28.0.1', api: '1.48' }, at: start - seconds(4), misses: 0 },
		},
		links: {
			...base.links,
			vps2: {
				is: 'down',
				since: start - minutes(11),
				retry: start + seconds(8),
				failure: { kind: 'unreachable', message: 'ssh: connection refused', fix: 'Check that sshd runs there.' },
			},
		},
	},
	'host/vps1',
	[found('schedule', jobs)],
);

describe('Hosts and schedule', () => {
	test('says at 80x24 of each host how it is reached, how it stands, and when it is tried again', async () => {
		const screen = await drawn(state);
		await screen.press('0');
		const text = await screen.text();
		expect(text.slice(1, 8)).toEqual([
			' HOSTS AND SCHEDULE  [hosts]   schedule   2 hosts, 1 lost',
			' HOST         HEALTH     LINK       POLL  CPU  MEM DISK  LOAD   UP DOCKER    AGE',
			'>vps1         + ok       up 10m     84ms    -    -    -  0.84  41d 28.0.1     3s',
			' vps2         ? unknown  lost 11m      -    -    -    -     -    - 28.0.1     4s',
			' ---------------------------------------------------------------- host vps1 ---',
			' + ok for 41m: the host answers',
			' link     up for 10m; read every 10s, last 3s ago in 84ms',
		]);
		expect(text.join('\n')).toMatch(/disk \/ 91%\s+used/);
		await screen.press('j');
		expect((await screen.text()).join('\n')).toContain(
			'link     vps2 was lost 11m ago (next try in 8s): Check that sshd runs there.',
		);
		await screen.press('esc');
		expect((await screen.text())[2]).toMatch(/^ NAME +HEALTH/);
	});

	test('goes on saying why a host is lost while it is tried again, and counts on nothing there as if it were seen', async () => {
		const failure = { kind: 'unreachable', message: 'ssh to vps1: no answer', fix: 'Try: ssh -v vps1' } as const;
		const closed = { kind: 'unreachable', message: 'The engine of vps1: the connection was closed.' } as const;
		const seen = start - seconds(60);
		const old = instances.map((one) => [one.id, { ...one, started: seen - minutes(18) }] as const);
		const engine = { containers: Object.fromEntries(old), images: [] };
		const lost: State = {
			...state,
			conditions: { ...state.conditions, 'host/vps1': is('unknown', 'vps1 is not reached', start - seconds(44)) },
			links: { ...base.links, vps1: { is: 'down', since: start - seconds(44), failure, retry: 'now' } },
			engines: { ...state.engines, vps1: { value: engine, at: seen, misses: 3, failure: closed } },
			ui: { ...state.ui, size: { columns: 200, rows: 50 } },
		};
		const screen = await drawn(lost);
		await screen.press('0');
		const text = (await screen.text()).join('\n');
		expect(text).toContain('? unknown for 44s: ssh to vps1: no answer');
		expect(text).toContain('link     vps1 was lost 44s ago (trying again): Try: ssh -v vps1');
		expect(text).toContain('data: 1 of 2 hosts fresh (4s)   lost: vps1');
		expect(text).not.toContain(closed.message);
		expect(text).toMatch(/containers as seen 1m ago ---\n +api +running healthy +18m /);
	});

	test('lists on its second tab what runs by the clock, what failed or is late first', async () => {
		const screen = await drawn(state);
		await screen.press('0', ']');
		const text = await screen.text();
		expect(text.slice(1, 8)).toEqual([
			' HOSTS AND SCHEDULE   hosts   [schedule]  4 jobs, 1 failed, 1 late, 1 unknown',
			' STATE     JOB             ON          SCHEDULE      LAST EXIT   NEXT BY     AGE',
			'>X failed  certbot.timer   vps1        *-*-* 00,12…    1h    1  in 9h timer  30s',
			' ~ late    logrotate.timer vps1        daily           2d    -      - timer  30s',
			' ? unknown report          vps1        @weekly          -    -      - cron   30s',
			' + ok      backup.sh       vps1        30 3 * * *      2h    0 in 13h cron   30s',
			' ------------------------------------------------------------ certbot.timer ---',
		]);
		expect(text).toContain(' state    it last ran 1h ago and ended with exit code 1');
		await screen.press('/', 'b', 'a', 'c', 'k', 'enter', 'G');
		const filtered = await screen.text();
		expect(filtered[1]).toContain('filter back');
		expect(filtered[3]).toMatch(/^>\+ ok {6}backup.sh/);
		expect(filtered).toContain(' command  /opt/backup.sh --all');
	});

	test('says where no job was found what would find one', async () => {
		const screen = await drawn(fleetState([], {}));
		await screen.press('0', 'tab');
		const text = (await screen.text()).join('\n');
		expect(text.replace(/\s+/g, ' ')).toContain(
			'no job was found: a probe of the kind schedule, under probes of a host in the config, reads cron and timers',
		);
	});

	test('shows at 200x50 more of each, and the containers of the selected one beside it', async () => {
		const screen = await drawn(sized(state, 200, 50));
		await screen.press('0');
		const text = await screen.text();
		expect(text[2]).toMatch(/HOST .* INODE +LOAD +CORES +CLOCK +CTRS +UP +DOCKER +AGE +-+ host vps1 ---$/);
		expect(text.join('\n')).toMatch(/-+ containers ---\n.* api +running healthy +2d +shop\/api:c/);
		expect(text.at(-1)).toContain('lost: vps2');
	});

	test('says at 200x50 what keeps the selected host busy, as long as that is news', async () => {
		const top = {
			cores: [0.21, 1],
			processes: [
				{ pid: 812, name: 'postgres', cpu: 0.97, memory: 512 * 1024 ** 2 },
				{ pid: 7, name: 'evil\u001b[31m name', memory: 4096 },
			],
			own: false,
		};
		const screen = await drawn(sized({ ...state, tops: { vps1: { value: top, at: start, misses: 0 } } }, 200, 50));
		await screen.press('0');
		const seen = (await screen.text()).map((row) => row.slice(114)).join('\n');
		expect(seen).toMatch(
			/-+ busy with ---\n cores {4}▂█ 21% 100%\n process +CPU +MEM +PID\n postgres +97% +512M +812\n evil.*name +- +4.0K +7\n/,
		);
		await screen.advance(seconds(20));
		expect((await screen.text()).join('\n')).not.toContain('busy with');
	});

	test('counts the hosts that are out of sight', async () => {
		const hosts = Array.from({ length: 40 }, (_, index) => ({ name: `h${index}`, reach: 'local' as const }));
		const many = { ...base, fleet: { ...base.fleet, hosts } };
		const screen = await drawn(many);
		await screen.press('0');
		expect((await screen.text()).join('\n')).toMatch(/-- 31 more below: pagedown -+ host h0 ---/);
		await screen.press('G');
		expect((await screen.text()).join('\n')).toMatch(/-- 31 above -+ host h39 ---/);
		const wide = await drawn(sized(many, 200, 30));
		await wide.press('0');
		expect((await wide.text())[27]).toMatch(/^ -- 16 more below: pagedown -+$/);
	});
});
