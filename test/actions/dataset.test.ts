import { describe, expect, test } from 'vitest';
import { backedUpBefore } from '../../src/actions/dataset/before.ts';
import { type DatasetWanted, makeDatasetPlan } from '../../src/actions/dataset/plan.ts';
import type { Ask } from '../../src/core/call.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { BackupCopy, BackupFound } from '../../src/core/finding.ts';
import { jsonText } from '../../src/core/json-text.ts';
import type { Plan } from '../../src/core/plan.ts';
import { planDifferences } from '../../src/core/plan-compare.ts';
import { planFileOf } from '../../src/core/plan-file.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { datasets } from '../../src/datasets/index.ts';
import { aPlan, minutes, start, step } from '../support/plans.ts';
import { digest } from './world.ts';

const spec: DatasetSpec = {
	...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'vps1' },
	...{ folder: '/srv/backups of the shop/nightly', pattern: '*', shrink: 0.5, keep: 7 },
	...{ settings: { database: 'shop' }, tables: [], checks: [], writers: [], verify: { in: 'apart' } },
	...{ every: minutes(5), timeout: minutes(1) },
};
const copy: BackupCopy = {
	...{ file: 'shop-1.dump.zst', at: start - minutes(60), bytes: 1_000_000 },
	own: { bytes: 1_000_000, tables: 1, sha256: 'a', began: start - minutes(60), took: 400 },
	proof: { is: 'ok', at: start - minutes(30), took: 1_700, file: 'shop-1.dump.zst', says: '', checks: [] },
};

/** Nobody holds a lock, and the server answers; `later`: so many milliseconds, in each of which a row came. */
const asking =
	(later = 0): Ask =>
	(call) => {
		const isOf = (verb: string) => call.via === 'exec' && call.argv.includes(verb);
		const text = isOf('stand')
			? `clock=${(start + later) / 1_000}\npacker=zst\nsize=${5_000_000 + later}`
			: isOf('lost')
				? `followers=0\nkept=11112222 ${start / 1_000}\nlost=${later}`
				: 'state=free';
		return Promise.resolve({ ok: true, value: { code: 0, text, err: '' }, took: 1 });
	};

function wanted(want: Want<DatasetAction>, more: Partial<DatasetSpec> = {}): DatasetWanted {
	const proofs = copy.proof === undefined ? [] : [copy.proof];
	const found: BackupFound = { is: 'backup', name: 'shop', place: spec.folder, copies: [copy], proofs };
	return {
		...{ want, spec: { ...spec, ...more }, kind: datasets.postgres, found, writers: [], now: start },
		...{ id: '0a1b2c3d', by: 'op-1', digest, ask: asking(), signal: new AbortController().signal },
	};
}
async function planOf(...args: Parameters<typeof wanted>): Promise<Plan> {
	const made = await makeDatasetPlan(wanted(...args));
	if (!made.ok) throw new Error(made.failure.message);
	return made.value;
}
const off = { remote: 'r2:bucket/shop', keep: 30, env: {} };

test('a step names the file, and the plan once the folder in which it lies', async () => {
	const { steps, impact, to } = await planOf({ action: 'backup' });
	expect(steps[0]?.say).toBe(`dump shop (PostgreSQL) into ${to}.part`);
	expect(impact).toContain(
		`It lies in ${spec.folder} on vps1. Nothing goes off-site: the config names no place for it.`,
	);
	expect((await planOf({ action: 'backup' }, { offSite: off })).impact).toContain(
		`It lies in ${spec.folder} on vps1, a copy of it at r2:bucket/shop.`,
	);
});

test('a plan says what becomes of those who use the data as it is for their kind, and of checks only where there are some', async () => {
	const without = async (kind: keyof typeof datasets) => {
		const made = await makeDatasetPlan({ ...wanted({ action: 'restore', file: '' }, { kind }), kind: datasets[kind] });
		if (!made.ok) throw new Error(made.failure.message);
		return made.value.impact.find((line) => line.includes('`writers`'));
	};
	expect(await without('postgres')).toContain('whoever is connected is put out');
	expect(await without('mysql')).toContain('whoever is connected is put out');
	expect(await without('redis')).toContain('is lost, and in no dump');
	expect(await without('sqlite')).toContain('it is refused while somebody has the file open');
	expect(await without('files')).toContain('who has a file of it open goes on with what is put aside');
	const proofs = async (more: Partial<DatasetSpec>) =>
		(await planOf({ action: 'verify', file: '' }, more)).proof.map(({ say }) => say);
	expect(await proofs({})).toEqual([`${copy.file} was restored in a test`]);
	expect(await proofs({ tables: ['orders'] })).toEqual([`${copy.file} was restored in a test, and its checks passed`]);
});

test('a restore test says where it restores, and what it asks for', async () => {
	const said = async (kind: keyof typeof datasets, more: Partial<DatasetSpec> = {}) => {
		const base = wanted({ action: 'verify', file: '' }, { kind, ...more });
		const made = await makeDatasetPlan({ ...base, kind: datasets[kind] });
		return made.ok ? made.value.impact.join(' ') : made.failure.message;
	};
	expect(await said('postgres')).toContain('into a PostgreSQL of its own on vps1');
	for (const kind of ['files', 'sqlite'] as const)
		expect(await said(kind)).toContain('into a folder of its own on vps1');
	const check = { name: 'rows', ask: 'select 1', least: 1 };
	expect(await said('postgres', { checks: [check] })).toContain('Then asks for 1 check.');
	const newest = { table: 'orders', column: 'at', within: minutes(60) };
	expect(await said('postgres', { tables: ['orders', 'users'], newest, checks: [check, check] })).toContain(
		'Then asks for its 2 tables, its newest row and 2 checks.',
	);
});

test('what has no tables is not said to have none of them', async () => {
	const base = wanted({ action: 'restore', file: '' });
	const copies = [{ ...copy, own: { ...own, missing: [], tables: 0 } }];
	expect(await makeDatasetPlan({ ...base, found: { ...base.found, copies } })).toMatchObject({
		value: { to: 'shop-1.dump.zst (977K, restored in a test in 1.7s)' },
	});
});

test('a backup says why its newest row cannot be read', async () => {
	const impact = async (row: string) => {
		const base = wanted({ action: 'backup' }, { newest: { table: 'orders', column: 'nope', within: minutes(60) } });
		const ask: Ask = async (call, signal) => {
			const answer = await asking()(call, signal);
			if (!answer.ok) return answer;
			return { ...answer, value: { ...answer.value, text: `${row}\n${answer.value.text}` } };
		};
		const made = await makeDatasetPlan({ ...base, ask });
		if (!made.ok) throw new Error(made.failure.message);
		const { impact: says, lacks = [] } = made.value;
		return [...says, ...lacks].filter((line) => line.includes('newest row'));
	};
	const why = 'ERROR:  column "nope" does not exist';
	const said = `Its newest row cannot be read, so that nobody will know how old it is: ${why}. Check \`newest\`.`;
	expect(await impact(`row-unread=${why}`)).toEqual([
		said,
		`How old the newest row of production/shop is could not be read when this was planned: ${why}.`,
	]);
	expect(await impact('newest-row=1795000000')).toEqual([]);
});

test('so do the plans that begin with a backup', async () => {
	const restore = await planOf({ action: 'restore', file: '' });
	expect(restore.impact.join('\n')).toMatch(
		/What is there now is dumped first \(shop-\S+ in \/srv\/backups of the shop\/nightly\)/,
	);
	const deploy = await backedUpBefore(aPlan({ action: 'deploy' }), [wanted({ action: 'backup' })]);
	expect(deploy.ok && deploy.value.impact.at(-1)).toMatch(
		/^First production\/shop is backed up: shop-\S+ in \/srv\/backups of the shop\/nightly\.$/,
	);
});

test('what follows a backup begins only where the backup is proven', async () => {
	const before = [wanted({ action: 'backup' }, { offSite: off, tables: ['orders'] })];
	const deploy = await backedUpBefore(aPlan({ action: 'deploy', steps: [step('go', '/go', '/back')] }), before);
	if (!deploy.ok) throw new Error(deploy.failure.message);
	const checks = deploy.value.steps.map(({ check }) => check?.say);
	expect(checks).toEqual([
		undefined,
		undefined,
		expect.stringMatching(/is there and whole, also at r2:bucket\/shop$/),
		undefined,
	]);
});

test('a restore says of a backup how long its test took, as the list of backups does', async () => {
	expect((await planOf({ action: 'restore', file: '' })).to).toBe(
		'shop-1.dump.zst (977K, 1 table, restored in a test in 1.7s)',
	);
	const { impact: costs } = await planOf({ action: 'restore', file: '' });
	expect(costs).toContain('What 1 earlier restore put aside is removed afterwards.');
	expect((await planOf({ action: 'verify', file: '' })).moment).toEqual([
		'It is of 1h ago. The last restore test took 1.7s.',
	]);
	const { moment } = await planOf({ action: 'backup' });
	expect(moment?.[0]).toMatch(/The last one had 977K and took 400ms\.$/);
});

describe('a plan that a second person read', () => {
	const newest = { table: 'orders', column: 'at', within: minutes(60) };
	const wants: readonly Want<DatasetAction>[] = [
		{ action: 'backup' },
		{ action: 'verify', file: '' },
		{ action: 'restore', file: '' },
		{ action: 'restore', back: '11112222' },
	];
	const plannedAt = async (want: Want<DatasetAction>, later: number, more: Partial<DatasetWanted> = {}) => {
		const first = wanted(want, { newest, offSite: off });
		const id = later === 0 ? '0a1b2c3d' : '99aabbcc';
		const made = await makeDatasetPlan({ ...first, id, now: start + later, ask: asking(later), ...more });
		if (!made.ok) throw new Error(made.failure.message);
		return made.value;
	};

	test.each(wants)('is the same later, under another id, with more data: %j', async (want) => {
		const [was, is] = [await plannedAt(want, 0), await plannedAt(want, minutes(90))];
		expect(is.moment).not.toEqual(was.moment);
		expect(planDifferences(was, is)).toEqual([]);
		const read = planFileOf(jsonText({ version: 1, by: 'op-1', plan: was }), 'f.json');
		if (!read.ok) throw new Error(read.failure.message);
		expect(read.value.want).toEqual(want);
		expect(planDifferences(read.value.plan, is)).toEqual([]);
	});

	test('is another one once there is a newer backup, or another config', async () => {
		const want = { action: 'restore', file: '' } as const;
		const was = await plannedAt(want, 0);
		const newer = { ...copy, file: 'shop-2.dump.zst', at: start };
		const found = { ...wanted(want).found, copies: [newer, copy] };
		expect((await plannedAt(want, 1_000, { found })).to).toContain('shop-2');
		expect(planDifferences(was, await plannedAt(want, 1_000, { found })).join('\n')).toMatch(
			/where it goes to: was “shop-1\.dump\.zst .*is “shop-2\.dump\.zst/,
		);
		const elsewhere = { ...wanted(want).spec, newest, offSite: off, keep: 3 };
		expect(planDifferences(was, await plannedAt(want, 1_000, { spec: elsewhere }))).toEqual([
			'its proof.0.probe.spec.dataset.keep: was “7”, is “3”',
		]);
	});

	test.each([
		{ action: 'restore' },
		{ action: 'restore', file: 'a', back: '11112222' },
		{ action: 'restore', back: '../x' },
		{ action: 'verify' },
		{ action: 'backup', more: 1 },
	])('is none where it wants %j', async (want) => {
		const plan = { ...(await plannedAt({ action: 'backup' }, 0)), action: want.action, want };
		expect(planFileOf(jsonText({ version: 1, by: 'op-1', plan }), 'f.json')).toMatchObject({
			failure: { message: expect.stringContaining('`plan.want') },
		});
	});
});

test.each([
	'2026-11-21',
	'2026-11-21T03:00',
	'2026-11-21 03:00:10.5 +02:00',
	'2026-11-21T03:00:00Z',
	'03:00',
	'yesterday 3 pm',
])('a restore to %s is refused with the way named, where no backup is named like it', async (file) => {
	const want = { action: 'restore', file } as const;
	expect(await makeDatasetPlan(wanted(want))).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining('not to a moment'), fix: expect.stringContaining('pgBackRest') },
	});
	const named = wanted(want);
	const found = { ...named.found, copies: [{ ...copy, file }] };
	expect(await makeDatasetPlan({ ...named, found })).toMatchObject({ ok: true });
});

test('a server that does not say who follows it is not taken for one that nobody follows', async () => {
	const mute: Ask = async (call, signal) => {
		const answer = await asking()(call, signal);
		if (!answer.ok) return answer;
		const text = answer.value.text.replace('followers=0\n', '');
		return { ...answer, value: { ...answer.value, text } };
	};
	const want = { action: 'restore', file: '' } as const;
	expect(await makeDatasetPlan({ ...wanted(want), ask: mute })).toMatchObject({
		failure: { kind: 'refused', message: 'The server of production/shop did not say whether others follow it.' },
	});
});

test.each(['2026-11-21.dump', '2026-11-21T03.sql.gz', 'now.dump', 'shop'])(
	'a restore to %s, which is not there, names those that are',
	async (file) => {
		expect(await makeDatasetPlan(wanted({ action: 'restore', file }))).toMatchObject({
			failure: { message: `production/shop has no backup ${file} in ${spec.folder}.` },
		});
	},
);

const failedProof = { is: 'failed', at: start, took: 0, file: 'shop-2', says: 'page 3 is bad', checks: [] } as const;
const later = (more: Partial<BackupCopy>): BackupCopy => ({ ...copy, file: 'shop-2', at: start - 1, ...more });
const own = { bytes: 1_000_000, sha256: 'a', began: start - 2, took: 400, missing: ['orders'] };
test.each<[string, Partial<BackupCopy>, string]>([
	['whose restore test failed', { proof: failedProof }, 'its restore test failed (page 3 is bad)'],
	['that lacks a table', { own }, 'it lacks orders'],
	['that changed since it was made', { bytes: 7 }, 'it changed since it was made'],
])('a restore passes over a newer backup %s, and says why', async (_what, more, why) => {
	const base = wanted({ action: 'restore', file: '' });
	const newer = later(more);
	const of = (copies: readonly BackupCopy[], file = '') => {
		const want = { action: 'restore', file } as const;
		return makeDatasetPlan({ ...base, want, found: { ...base.found, copies } });
	};
	const plan = await of([newer, copy]);
	expect(plan).toMatchObject({ ok: true, value: { to: expect.stringContaining('shop-1.dump.zst') } });
	expect(plan.ok && plan.value.impact).toContain(`Not the newest, shop-2: ${why}.`);
	expect(await of([newer, copy], 'shop-2')).toMatchObject({ value: { to: expect.stringContaining(why) } });
	expect(await of([newer])).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining(`shop-2: ${why}`) },
	});
});

test.each([
	['that is empty', { bytes: 0 }, {}, 'it is empty'],
	[
		'that is cut off',
		{},
		{ content: 'the newest cannot be unpacked: it is damaged or cut off' },
		'it is damaged or cut off',
	],
] as const)('a restore passes over what a cron made %s', async (_what, more, faults, why) => {
	const base = wanted({ action: 'restore', file: '' });
	const { own: _own, proof: _proof, ...cron } = later(more);
	const found = { ...base.found, file: 'shop-2', faults, copies: [cron, copy] };
	const plan = await makeDatasetPlan({ ...base, found });
	expect(plan).toMatchObject({ ok: true, value: { to: expect.stringContaining('shop-1.dump.zst') } });
	expect(plan.ok && plan.value.impact.join(' ')).toMatch(new RegExp(`Not the newest, shop-2: .*${why}`));
});

test('neither a restore nor its test takes by itself what was made of another dataset in the same folder', async () => {
	const base = wanted({ action: 'restore', file: '' });
	const { own: _own, ...foreign } = later({ of: 'production/other' });
	const found = { ...base.found, copies: [foreign, copy] };
	for (const want of [
		{ action: 'restore', file: '' },
		{ action: 'verify', file: '' },
	] as const)
		expect(await makeDatasetPlan({ ...base, want, found })).toMatchObject({
			value: { to: expect.stringContaining('shop-1.dump.zst') },
		});
	const alone = { ...base.found, copies: [foreign] };
	expect(await makeDatasetPlan({ ...base, found: alone })).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining('there are some of production/other') },
	});
});

test('where the live data cannot be dumped any more, a restore puts them aside without a dump, when that is asked for', async () => {
	const plan = await planOf({ action: 'restore', file: '', undumped: true });
	expect(plan.steps.map(({ say }) => say)).toEqual([
		'restore shop-1.dump.zst beside the live data',
		'put the restored data in the place of the live ones',
	]);
	expect(plan.impact.join(' ')).toContain('NOT dumped');
	expect(plan.tier).toBe(4);
	expect((await planOf({ action: 'restore', file: '' })).steps[0]?.say).toMatch(/^dump /);
	const redis = { ...wanted({ action: 'restore', file: '', undumped: true }), kind: datasets.redis };
	expect(await makeDatasetPlan(redis)).toMatchObject({
		ok: false,
		failure: { fix: expect.stringContaining('--without-dump') },
	});
});

test('a backup or a restore test whose proof fails ends there and holds up no other; a restore waits for a person', async () => {
	expect((await planOf({ action: 'backup' })).unproven).toBe('leave');
	expect((await planOf({ action: 'verify', file: '' })).unproven).toBe('leave');
	expect((await planOf({ action: 'restore', file: '' })).unproven).toBe('hold');
});

test('what no restore put aside is not told as gone, and what is there is named', async () => {
	const base = wanted({ action: 'restore', back: '00000000' });
	const aside =
		(text: string): Ask =>
		(call, signal) => {
			const isLost = call.via === 'exec' && call.argv.includes('lost');
			return isLost
				? Promise.resolve({ ok: true, value: { code: 0, text, err: '' }, took: 1 })
				: base.ask(call, signal);
		};
	expect(await makeDatasetPlan({ ...base, ask: aside('followers=0') })).toMatchObject({
		failure: { message: expect.stringContaining('it was none'), fix: expect.stringContaining('watchdeck backups') },
	});
	expect(await makeDatasetPlan({ ...base, ask: aside('followers=0\nkept=1a2b3c4d 1795269751') })).toMatchObject({
		failure: { fix: 'There is what these put aside: 1a2b3c4d.' },
	});
});
