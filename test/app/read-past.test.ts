import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Past, readPast } from '../../src/app/read-past.ts';
import { historyFile, historyScope } from '../../src/app/read-stood.ts';
import { sharesOf } from '../../src/core/select/service/shares.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { makeHistory } from '../../src/store/history.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';
import { makeNumbers } from '../../src/store/series.ts';
import { minutes, releases, start } from '../support/plans.ts';

let own: string;
const open: Past[] = [];
beforeEach(() => {
	own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
});
afterEach(() => {
	for (const past of open.splice(0)) past.close();
	rmSync(own, { recursive: true });
});

const config = '/etc/shop.yaml';
const past = async (of: string | undefined = config) => {
	const numbers = makeNumbers();
	const found = await readPast({ state: own, config: of, numbers, now: () => start, wait: async () => {} });
	open.push(found);
	return found;
};
const kept = async () => {
	const rows = await openRows({ file: historyFile(own), migrations: historyMigrations });
	if (!rows.ok) throw new Error(rows.failure.message);
	const bucket = (measure: string, value: number) => {
		const at = start - minutes(10);
		return { series: `production/api/${measure}`, at, n: 1, sum: value, low: value, high: value };
	};
	makeHistory(rows.value, historyScope(config)).add([bucket('requests', 40), bucket('failed', 2)], start);
	rows.value.close();
};

test('how well a release served is read from what the cockpit of the same config kept', async () => {
	await kept();
	const [runs] = releases();
	if (runs === undefined) throw new Error('there is no release');
	const { history } = await past();
	expect(sharesOf({ id: 'production/api' }, history === undefined ? {} : { history }, start)(runs)).toBe(0.05);
	const other = (await past('/etc/other.yaml')).history;
	expect(
		sharesOf({ id: 'production/api' }, other === undefined ? {} : { history: other }, start)(runs),
	).toBeUndefined();
});

test('nothing is known where nothing was kept, and no file is made; nor where it is damaged', async () => {
	expect((await past()).history).toBeUndefined();
	expect(existsSync(historyFile(own))).toBe(false);
	writeFileSync(historyFile(own), 'this is no database '.repeat(500));
	expect((await past()).history).toBeUndefined();
});
