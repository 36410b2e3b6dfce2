import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyFile, historyScope, readStood } from '../../src/app/read-stood.ts';
import type { Stood } from '../../src/core/model.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';
import { makeStands } from '../../src/store/stands.ts';

let own: string;
beforeEach(() => {
	own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
});
afterEach(() => rmSync(own, { recursive: true }));

const config = '/etc/shop.yaml';
const left = async (stood: Stood, folder: string) => {
	const rows = await openRows({ file: historyFile(folder), migrations: historyMigrations });
	if (!rows.ok) throw new Error(rows.failure.message);
	const all = { 'production/api': stood, 'host/vps1': { ...stood, is: 'ok' as const } };
	expect(makeStands(rows.value, historyScope(config)).keep(all, stood.seen)).toEqual({ ok: true, value: null });
	rows.value.close();
	return all;
};

describe('how all stood', () => {
	test('is read from the history of the same config', async () => {
		const all = await left({ is: 'down', since: 5, seen: 9 }, own);
		expect(await readStood(own, config)).toEqual(all);
		expect(await readStood(own, '/etc/other.yaml')).toEqual({});
		expect(await readStood(own, undefined)).toEqual({});
	});

	test('is the newest that was written down; what nobody saw for a month is let go of', async () => {
		await left({ is: 'ok', since: 1, seen: 4 }, own);
		const later = await left({ is: 'down', since: 5, seen: 9 }, own);
		expect(await readStood(own, config)).toEqual(later);
		const rows = await openRows({ file: historyFile(own), migrations: historyMigrations });
		if (rows.ok) makeStands(rows.value).keep({}, 31 * 86_400_000);
		if (rows.ok) rows.value.close();
		expect(await readStood(own, config)).toEqual({});
	});

	test('is not known where there is no history, and none is made; nor where it is damaged', async () => {
		expect(await readStood(own, config)).toEqual({});
		expect(existsSync(historyFile(own))).toBe(false);
		writeFileSync(historyFile(own), 'this is no database '.repeat(500));
		expect(await readStood(own, config)).toEqual({});
	});

	test('tells the command line since when', async () => {
		const state = join(own, 'watchdeck');
		mkdirSync(state, { mode: 0o700 });
		const since = Date.now() - 16 * 60_000;
		await left({ is: 'down', since, seen: Date.now() - 60_000 }, state);
		const script = `
			import { withSession } from './src/app/run-headless.ts';
			import { statusOf } from './src/app/status.ts';
			const services = [{ environment: 'production', name: 'api', platform: 'docker', host: 'vps1', container: 'api',
				unproven: 'hold', thresholds: {}, proof: {} }];
			const fleet = { hosts: [], environments: [{ name: 'production', protection: 'open' }], services, discover: [] };
			const headless = { fleet, operator: 'op', readOnly: true, env: process.env, file: { path: '${config}' } };
			await withSession(headless, async ({ state }) => {
				const engine = { at: Date.now(), misses: 0, value: {} };
				const now = { ...state(), links: { vps1: { is: 'up', since: 0 } }, engines: { vps1: engine } };
				const { settle } = await import('./src/core/condition/settle.ts');
				const conditions = settle({ ...now, conditions: {} }, { numbers: () => undefined }, Date.now());
				console.log(JSON.stringify(statusOf({ ...now, conditions })));
			});
			process.exit(0);`;
		const env = { PATH: process.env['PATH'] ?? '', HOME: own, XDG_STATE_HOME: own };
		const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
			encoding: 'utf8',
			env,
		});
		expect(stdout, stderr).not.toBe('');
		expect(JSON.parse(stdout)).toMatchObject([{ id: 'production/api', is: 'down', since }]);
	});
});
