import { describe, expect, test } from 'vitest';
import type { BackupFound } from '../../src/core/finding.ts';
import { dataset, proof, unsent } from './datasets-found.ts';
import { drawn } from './drawn.ts';
import { fleetState, is, minutes, seconds, service, start } from './fleet-state.ts';
import { found, sized, withFacts } from './found.ts';

const hour = minutes(60);
const backup = (name: string, more: Partial<BackupFound> = {}): BackupFound => ({
	...{ is: 'backup', name, place: 'vps1:/var/backups', newest: start - 9 * hour, within: 26 * hour },
	...{ size: 1.2 * 1024 ** 3, median: 1.2 * 1024 ** 3, count: 14, format: 'gzip of SQL text', file: `${name}.sql.gz` },
	faults: {},
	...more,
});
const late = {
	value: { ...is('degraded', 'the newest is old'), fix: 'See why its job has not run.' },
	at: start - seconds(30),
	misses: 0,
};
const { median: _none, ...alone } = backup('new', { size: 10 });
const base = fleetState([service('production/api'), service('staging/api', { hosts: ['vps2'] })], {
	'production/api': is('ok', 'running'),
	'staging/api': is('ok', 'running'),
});
const kept = withFacts(base, 'host/vps1', [found('backup', [backup('db'), alone])]);
const files = backup('files', { newest: start - 33 * hour, place: 'R2:files' });
const state = withFacts(kept, 'production/api', [found('backup', [files], { observed: late })]);

describe('Backups', () => {
	test('says at 80x24 of each dataset whether it ran in time and is sane, the broken promise first', async () => {
		const screen = await drawn(state);
		await screen.press('7');
		expect((await screen.text()).slice(1, 17)).toEqual([
			' BACKUPS  3 datasets',
			' X files on production/api: 33h ago, promised every 26h',
			' DATASET             RAN         OFF-SITE     SANE         RESTORED         READ',
			'>files               X 33h LATE  ? not asked  ? size ok    ? not asked       30s',
			' db                  + 9h        ? not asked  ? size ok    ? not asked       30s',
			' new                 + 9h        ? not asked  ? beginning  ? not asked       30s',
			' -------------------------------------------------- files on production/api ---',
			' ran      X bad: 33h ago, promised every 26h',
			' off-site ? unknown: not asked: a line under probes looks at one place',
			' sane     ? unknown: 1.2G, median 1.2G; begins as gzip of SQL text, not read to',
			'          its end',
			' restored ? unknown: not asked: a line under probes knows of no restore test',
			' fix      See why its job has not run.',
			' newest   files.sql.gz 11-20 05:02:31 UTC',
			' format   gzip of SQL text',
			' place    R2:files: 14 backups, read 30s ago by backup',
		]);
	});

	test('shows at 200x50 also on what each is, and the selected one beside', async () => {
		const screen = await drawn(sized(state, 200, 50));
		await screen.press('7');
		const text = await screen.text();
		expect(text[3]).toMatch(/DATASET +ON +RAN +OFF-SITE +SANE +RESTORED +PROMISE +SIZE +KEPT +READ +-+ files on prod/);
		expect(text[5]).toMatch(/^ db +vps1 +\+ 9h +\? not asked/);
	});

	test('says that all promises are kept, or that there is nothing to say it of', async () => {
		const screen = await drawn(kept);
		await screen.press('7');
		expect((await screen.text())[2]).toBe(' + every promise is kept: each backup is young enough');
		const none = await drawn(base);
		await none.press('7');
		expect((await none.text())[2]).toMatch(/^ no backup is watched: datasets of an environment in the config/);
	});

	test('draws no command of a name, a path or a failure', async () => {
		const evil = '\u001b]0;x\u0007\u202eevil\u001b[2J';
		const screen = await drawn(
			withFacts(base, 'host/vps1', [found('backup', [backup(evil, { place: evil, file: evil })])]),
		);
		await screen.press('7');
		expect((await screen.text())[4]).toMatch(/^>evil /);
	});
});

const failed = proof('orders', 1, {
	...{ is: 'failed', says: '' },
	checks: [
		{ name: 'orders', is: 'failed', says: '0, at least 1000' },
		{ name: 'newest order', is: 'ok', says: '3m old, at most 1h' },
	],
});
const lit = withFacts(base, 'production/db', [
	found('backup', [dataset('shop')], { source: 'shop' }),
	found('backup', [dataset('orders', { proofs: [failed] })], { source: 'orders' }),
	found('backup', [unsent('ledger')], { source: 'ledger' }),
	found('backup', [dataset('sessions', { proofs: [] })], { source: 'sessions' }),
]);

describe('Backups of datasets', () => {
	test('has four lights in words for each at 80x24, and of the selected one its nights and its newest backups', async () => {
		const screen = await drawn(lit);
		await screen.press('7');
		expect((await screen.text()).slice(1, 22)).toEqual([
			' BACKUPS  4 datasets',
			' X production/orders: failed 1d ago: orders: 0, at least 1000 (orders-2026-11-2…',
			' DATASET             RAN         OFF-SITE     SANE         RESTORED         READ',
			'>production/orders   + 9h        + same       + 41 tables  X failed 1d       30s',
			' production/ledger   + 9h        X missing    + 41 tables  + 6d in 4m 10s    30s',
			' production/sessions + 9h        + same       + 41 tables  ? never           30s',
			' production/shop     + 9h        + same       + 41 tables  + 6d in 4m 10s    30s',
			' -------------------------------------------------------- production/orders ---',
			' ran      + ok: 9h ago, promised every 26h',
			' off-site + ok: same as here, 9h old',
			' sane     + ok: 41 tables, newest row 2m old then, 390M, median 384M',
			' restored X bad: failed 1d ago: orders: 0, at least 1000',
			'          (orders-2026-11-20.dump)',
			' nights   * + + + + + + * + + + + + +   * restored  + there',
			' here     vps1:/var/backups/db: 7 backups, read 30s ago by orders',
			' there    R2:shop-backups/db: 30 backups, read 1m 10s ago',
			' BACKUP                            AGE  SIZE HERE OFF-SITE     RESTORED',
			' orders-2026-11-21.dump             9h  390M yes  + same       -',
			' orders-2026-11-20.dump            33h  389M yes  + same       -',
			' orders-2026-11-19.dump            57h  388M yes  + same       -',
			' and 11 more',
		]);
	});

	test('shows at 200x50 each backup, each check of the last restore test, and the nights with their dates', async () => {
		const screen = await drawn(sized(lit, 200, 50));
		await screen.press('7');
		const beside = (await screen.text()).slice(3).map((line) => line.slice(115).trimEnd());
		expect(beside).toEqual(
			expect.arrayContaining([
				'nights    *  +  +  +  +  +  +  *  +  +  +  +  +  +',
				'         08 09 10 11 12 13 14 15 16 17 18 19 20 21',
				'         * restored  + there',
				'X failed: orders-2026-11-20.dump',
				'X orders        0, at least 1000',
				'+ newest order  3m old, at most 1h',
				'orders-2026-11-15.dump     11-15 05:02   6d  384M yes  + same       + 6d in 4m 10s',
				'orders-2026-11-08.dump     11-08 05:02  13d  377M -    there        + 13d in 4m 10s',
			]),
		);
		expect(beside.filter((line) => line.endsWith('more'))).toEqual([]);
	});

	test('line 3 says which was never restored, where no promise is broken', async () => {
		const facts = ['shop', 'sessions'].map((name) =>
			found('backup', [dataset(name, name === 'sessions' ? { proofs: [] } : {})], { source: name }),
		);
		const screen = await drawn(withFacts(base, 'production/db', facts));
		await screen.press('7');
		expect((await screen.text())[2]).toBe(' ? no promise is broken, but production/sessions was never restored');
	});

	test('the filter looks for the words of the lights too', async () => {
		const screen = await drawn(lit);
		await screen.press('7', '/', 'n', 'e', 'v', 'e', 'r', 'enter');
		const rows = (await screen.text()).filter((line) => /^[ >]production/.test(line));
		expect(rows).toEqual([expect.stringMatching(/^>production\/sessions /)]);
	});

	test('draws no command of what is in a record, a proof or a remote', async () => {
		const evil = '\u001b]0;x\u0007\u202eevil\u001b[2J';
		const test = proof('shop', 6, {
			file: evil,
			says: evil,
			is: 'failed',
			checks: [{ name: evil, is: 'failed', says: evil }],
		});
		const offSite = { remote: evil, at: start, failure: evil };
		const copies = [{ file: evil, at: start, bytes: 1, proof: test }];
		const bad = dataset('shop', { proofs: [test], offSite, copies, dataset: `production/${evil}` });
		const screen = await drawn(sized(withFacts(base, 'production/db', [found('backup', [bad])]), 200, 50));
		await screen.press('7');
		const text = (await screen.text()).join('\n');
		expect(text).toContain('production/evil');
		expect(text).not.toMatch(/[\u001b\u202e\u0007]/);
	});
});

describe('Fleet', () => {
	test('tells of a backup how old it is and when it was last restored', async () => {
		const of = (name: string, one: BackupFound) => withFacts(base, name, [found('backup', [one])]);
		const rows = await (await drawn({ ...of('production/api', dataset('shop')) })).text();
		expect(rows[4]).toMatch(/ v412 2d {5}9h vrf 6d +<15s$/);
		const broken = await (await drawn(of('production/api', dataset('orders', { proofs: [failed] })))).text();
		expect(broken[4]).toMatch(/ 9h vrf X +<15s$/);
		expect(broken[1]).toMatch(/! production\/api: restore test failed 1d$/);
	});

	test('has a column of backups where any is watched, the worst of each environment on its row', async () => {
		const screen = await drawn(state);
		expect((await screen.text()).slice(2, 8)).toEqual([
			' NAME         HEALTH            5XX    P95  CPU  MEM RELEASE     BACKUP      AGE',
			' - production + ok 1/1            -      -    -    - v412 2d     33h LATE!  <15s',
			'>  api        + ok                -      -    -    - v412 2d     33h LATE!  <15s',
			'   host vps1  + ok                -      -    -    - disk -      9h         <15s',
			' - staging    + ok 1/1            -      -    -    - v412 2d     -          <15s',
			'   api        + ok                -      -    -    - v412 2d     -          <15s',
		]);
		const wide = await drawn(sized(state, 200, 50));
		expect((await wide.text())[2]).toMatch(/REQ\/S +5XX +P50 .* HOST +BACKUP +AGE/);
		expect((await (await drawn(base)).text())[2]).not.toContain('BACKUP');
	});
});
