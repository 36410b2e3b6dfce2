import { afterEach, describe, expect, test } from 'vitest';
import type { BackupFound } from '../../src/core/finding.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, minutes, seconds, service, start } from './fleet-state.ts';
import { found, sized, withFacts } from './found.ts';
import { type Screen, show } from './screen.ts';

const open: Screen[] = [];
async function drawn(state: State): Promise<Screen> {
	const screen = await show({ state, at: start });
	open.push(screen);
	return screen;
}
afterEach(() => {
	for (const screen of open.splice(0)) screen.end();
});

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
		expect((await screen.text()).slice(1, 18)).toEqual([
			' BACKUPS  3 datasets',
			' X files on production/api: 33h ago, promised every 26h',
			' DATASET            RAN         OFF-SITE     SANE          RESTORED         READ',
			'>files              X 33h LATE  ? not asked  ? size ok     ? not asked       30s',
			' db                 + 9h        ? not asked  ? size ok     ? not asked       30s',
			' new                + 9h        ? not asked  ? 10B         ? not asked       30s',
			' -------------------------------------------------- files on production/api ---',
			' ran      X bad: 33h ago, promised every 26h',
			' off-site ? unknown: not asked: a line under probes looks at one place',
			' sane     ? unknown: 1.2G, median 1.2G; begins as gzip of SQL text, not read to',
			'          its end',
			' restored ? unknown: not asked: a line under probes knows of no restore test',
			' fix      See why its job has not run.',
			' newest   files.sql.gz 11-20 05:02:31 UTC',
			' format   gzip of SQL text',
			' place    R2:files, 14 backups',
			' read     30s ago, by backup',
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
		expect((await none.text())[2]).toMatch(/^ no backup is watched: a probe of the kind backup/);
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

describe('Fleet', () => {
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
