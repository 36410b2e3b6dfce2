import { describe, expect, test } from 'vitest';
import { backupListOf, backupListText } from '../../src/app/backup-list.ts';
import { hostListOf, hostListText } from '../../src/app/host-list.ts';
import { releaseListOf, releaseListText } from '../../src/app/release-list.ts';
import type { BackupFound } from '../../src/core/finding.ts';
import type { State } from '../../src/core/state.ts';
import { dataset, unsent } from '../screens/datasets-found.ts';
import { days, fleetState, is, minutes, release, seconds, service, start } from '../screens/fleet-state.ts';
import { found, withFacts } from '../screens/found.ts';
import { aPlan, entriesOf, notes } from '../support/plans.ts';

const hour = minutes(60);
const backup: BackupFound = {
	...{ is: 'backup', name: 'db', place: '/backups', newest: start - 9 * hour, within: 26 * hour },
	...{ size: 1024 ** 3, median: 1024 ** 3, faults: {} },
};
const job = {
	is: 'job',
	name: 'rotate',
	by: 'cron',
	schedule: '@daily',
	command: 'rotate -a',
	last: start - hour,
} as const;
const releases = [
	release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) }),
	release('v411', 'b', { first: start - days(2), at: start - days(2), until: start - minutes(18) }),
];
const base = fleetState([service('production/api', { releases }), service('staging/api')], {});
const failure = { kind: 'unreachable', message: 'connection refused', fix: 'Check that sshd runs there.' } as const;
const state: State = withFacts(
	{
		...base,
		conditions: { ...base.conditions, 'host/vps2': is('unknown', 'vps2 is not reached: connection refused') },
		hostFacts: {
			vps1: {
				value: { load: 0.84, memory: 0.4, disk: 0.91, skew: 0, uptime: days(41), took: 84 },
				at: start,
				misses: 0,
			},
		},
		links: { ...base.links, vps2: { is: 'down', since: start - seconds(9), retry: 'never', failure } },
	},
	'host/vps1',
	[found('schedule', [{ ...job, exit: 2 }]), found('backup', [backup])],
);

describe('watchdeck hosts', () => {
	test('prints a host a line, what to do about one that is lost, and the jobs', () => {
		expect(hostListText(hostListOf(state, start)).split('\n')).toEqual([
			'HOST  HEALTH     LINK  POLL  LOAD  MEM  DISK  FREE  CLOCK  UP   DOCKER  WHY',
			'vps1  + ok       up    84ms  0.84  40%  91%   -     ok     41d  28.0.1  the host answers',
			'vps2  ? unknown  down  -     -     -    -     -     -      -    28.0.1  vps2 is not reached: connection refused',
			'  fix: Check that sshd runs there.',
			'',
			'STATE     JOB     ON         SCHEDULE  WHY',
			'X failed  rotate  host/vps1  @daily    it last ran 1h ago and ended with exit code 2',
		]);
	});

	test('says of a job that it failed without an exit code', () => {
		const timer = withFacts(base, 'host/vps1', [found('schedule', [{ ...job, failed: 'timeout' }])]);
		expect(hostListOf(timer, start).jobs).toMatchObject([
			{ is: 'failed', failed: 'timeout', because: 'it last ran 1h ago and failed: timeout' },
		]);
	});

	test('leaves out what is not known, instead of zero', () => {
		const [known, lost] = hostListOf(state, start).hosts;
		expect(known?.facts).toMatchObject({ disk: 0.91 });
		expect(lost).not.toHaveProperty('facts');
		expect(lost).toMatchObject({ is: 'unknown', link: 'down', failure });
	});
});

describe('watchdeck releases', () => {
	test('prints the releases of the services that are named', () => {
		expect(releaseListText(releaseListOf(state, 'prod*', { now: start, feeds: {} })).split('\n')).toEqual([
			'SERVICE         RELEASE  STATE  COMMIT  SINCE             BY  SERVED  5XX  KNOWN   IMAGE',
			'production/api  v412     RUNS   -       2026-11-21T13:44  -   18m     -    ledger  cccccccccccc',
			'production/api  v411     READY  -       2026-11-19T14:02  -   1d 23h  -    ledger  bbbbbbbbbbbb',
		]);
		expect(releaseListOf(state, undefined, { now: start, feeds: {} })).toHaveLength(3);
		expect(releaseListOf(state, 'production', { now: start, feeds: {} })).toEqual([]);
	});
});

describe('what is known of a release beside itself', () => {
	const plan = aPlan({ want: { action: 'rollback', to: `sha256:${'b'.repeat(64)}` } });
	const entries = entriesOf(
		notes([
			{ what: 'planned', plan },
			{ what: 'confirmed', consent: { by: 'op-2', at: start, of: '', how: '--yes' } },
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'verified', text: 'it runs' },
		]),
	);
	const mean = (series: string) => (series.endsWith('/failed') ? 0.04 : 40);
	const feeds = { history: { window: () => [], marks: () => [], mean } };
	const list = releaseListOf({ ...state, journal: { entries } }, 'production/api', { now: start, feeds });

	test('has the name of its container where that was put aside and is kept', () => {
		const [old] = service('production/api').instances;
		if (old === undefined) throw new Error('there is no container');
		const image = { id: `sha256:${'b'.repeat(64)}` };
		const kept = { ...old, image, name: 'api-rb-7f3a1b2c', state: 'exited' } as const;
		const former = [{ ...kept, name: 'api-old' }, kept];
		const services = { 'production/api': service('production/api', { releases, former }) };
		const lines = releaseListOf({ ...state, services }, undefined, { now: start, feeds: {} });
		expect(lines.map((line) => line.kept)).toEqual([undefined, 'api-rb-7f3a1b2c']);
	});

	test('stands in its line: who put it live with which outcome, and how well it served', () => {
		expect(list[1]).toMatchObject({ by: 'op-2', run: plan.id, outcome: 'VERIFIED', errors: 0.001 });
		expect(list[0]).not.toHaveProperty('by');
		expect(releaseListText(list).split('\n')[2]).toBe(
			'production/api  v411     READY  -       2026-11-19T14:02  op-2 VERIFIED  1d 23h  0.1%  ledger  bbbbbbbbbbbb',
		);
	});
});

describe('watchdeck backups', () => {
	const judged = (more: Partial<BackupFound>, condition = is('ok', 'read')) => {
		const observed = { value: condition, at: start, misses: 0 };
		return backupListOf(
			withFacts(base, 'host/vps1', [found('backup', [{ ...backup, ...more }], { observed })]),
			undefined,
			start,
		)[0]?.is;
	};

	test('prints a dataset a line', () => {
		expect(backupListText(state, 'host/*', start).split('\n')).toEqual([
			'DATASET     RAN   OFF-SITE     SANE       RESTORED',
			'db on vps1  + 9h  ? not asked  ? size ok  ? not asked',
			'  /backups: the newest 1.0G',
		]);
	});

	test('prints in 80 columns of a dataset of the config what is not well, and as JSON all that is known', () => {
		const facts = [found('backup', [dataset('shop')]), found('backup', [unsent('ledger')], { source: 'ledger' })];
		const both = withFacts(base, 'production/api', facts);
		expect(backupListText(both, undefined, start).split('\n')).toEqual([
			'DATASET            RAN   OFF-SITE   SANE         RESTORED',
			'production/ledger  + 9h  X missing  + 41 tables  + 6d in 4m 10s',
			'  vps1:/var/backups/db: 7 backups, the newest 390M',
			'  off-site: ledger-2026-11-21.dump is not at R2:shop-backups/db',
			'production/shop    + 9h  + same     + 41 tables  + 6d in 4m 10s',
			'  vps1:/var/backups/db: 7 backups, the newest 390M',
		]);
		const [shop] = backupListOf(both, 'production/shop', start);
		expect(shop).toMatchObject({
			...{ dataset: 'shop', id: 'production/shop', on: 'production/api', is: 'ok', provenWithin: days(7) },
			ran: { is: 'ok', text: '9h ago, promised every 26h', at: start - 9 * hour },
			offSite: { is: 'ok', text: 'same as here, 9h old', at: start - seconds(70) },
			sane: { is: 'ok', at: start - seconds(30) },
			restored: { is: 'ok', text: '6d ago in 4m 10s, 3 checks (shop-2026-11-15.dump)' },
			remote: { remote: 'R2:shop-backups/db', count: 30 },
		});
		expect(shop?.copies).toHaveLength(14);
		expect(shop?.proofs?.[0]?.checks).toHaveLength(3);
		expect(Object.keys(shop?.ran ?? {})).toEqual(['is', 'text', 'at']);
		expect(backupListOf(both, 'production/*', start).map(({ is }) => is)).toEqual(['degraded', 'ok']);
	});

	test('judges as the probe does, and never well what was not read', () => {
		expect(judged({})).toBe('ok');
		expect(judged({ newest: start - 40 * hour }, is('degraded', 'old'))).toBe('degraded');
		expect(judged({ size: 0, faults: { content: 'empty' } }, is('down', 'empty'))).toBe('down');
		const { newest: _none, ...missing } = backup;
		const observed = { value: is('down', 'there is no backup'), at: start, misses: 0 };
		const none = withFacts(base, 'host/vps1', [found('backup', [missing], { observed })]);
		expect(backupListOf(none, undefined, start)[0]?.is).toBe('down');
		const denied = { failure: { kind: 'forbidden', message: 'no', fix: 'chmod' }, misses: 1 } as const;
		const lost = withFacts(base, 'host/vps1', [found('backup', [backup], { observed: denied })]);
		expect(backupListText(lost, undefined, start)).toMatch(/\? not read .*\n.*\n {2}ran: no\n {2}fix: chmod$/);
		expect(backupListOf(lost, undefined, start)[0]?.is).toBe('unknown');
	});

	test('says below one that is not as promised what to do', () => {
		const value = { ...is('degraded', 'old'), fix: 'See why its job has not run.' };
		const late = found('backup', [{ ...backup, newest: start - 40 * hour }], {
			observed: { value, at: start, misses: 0 },
		});
		const text = backupListText(withFacts(base, 'host/vps1', [late]), undefined, start);
		expect(text).toMatch(
			/X 40h LATE .*\n.*\n {2}ran: 40h ago, promised every 26h\n {2}fix: See why its job has not run\.$/,
		);
	});
});
