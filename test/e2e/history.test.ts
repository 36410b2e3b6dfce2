import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { brokenRelease, configOf, deploy } from './scene.ts';

type Env = Readonly<Record<string, string>>;
const fileIn = (env: Env) => join(env['XDG_STATE_HOME'] ?? '', 'watchdeck', 'history.db');

/** How many samples of a series are in a history, read without the program. */
function samplesIn(env: Env, name: string): number {
	const database = new DatabaseSync(fileIn(env), { readOnly: true });
	try {
		const sql = 'SELECT sum(n) AS n FROM points JOIN series ON series = series.id WHERE name LIKE ? AND grain = 60000';
		return Number(database.prepare(sql).get(`%\n${name}`)?.['n'] ?? 0);
	} finally {
		database.close();
	}
}

/** How the api stands by a history, and its turns, read without the program. */
function storyIn(env: Env): { readonly is: unknown; readonly since: number; readonly turns: number } {
	const database = new DatabaseSync(fileIn(env), { readOnly: true });
	try {
		const stands = database.prepare("SELECT state, since FROM stands WHERE service = 'production/api'").get();
		const turns = database.prepare("SELECT count(*) AS n FROM marks WHERE kind = 'condition'").get();
		return { is: stands?.['state'], since: Number(stands?.['since']), turns: Number(turns?.['n']) };
	} finally {
		database.close();
	}
}

describeLab('the history', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	test('of a session is on the screen of the next, though nothing can be measured any more', {
		timeout: 120_000,
	}, async () => {
		await deploy(lab, 'app:v1');
		const env = lab.env();
		const config = lab.config(configOf());
		const first = start(['--config', config], { env, rows: 50 });
		await first.sees(/api .*\+ ok/);
		await first.select('api');
		await first.enter();
		await first.sees('measured, the last 1h');
		// What a release covers with its bar in an hour is to be seen in five minutes.
		await first.press('w');
		await first.sees('measured, the last 24h');
		await first.press('w');
		await first.sees(/req 5m .*[▁-█].* \d.*\/s/, 60_000);
		await lab.halt('api');
		await first.sees(/ X down: /, 30_000);
		first.kill('SIGTERM');
		await first.exited();
		expect(samplesIn(env, 'production/api/requests')).toBeGreaterThan(0);

		const second = start(['--config', config], { env, rows: 50 });
		await second.sees(/api .*(X down|STOPPED)/, 30_000);
		await second.select('api');
		await second.enter();
		await second.press('w', 'w');
		await second.sees(/req 5m .*[▁-█]/);
		await second.sees(/ X down: /);
		second.kill('SIGTERM');
		await second.exited();
	});

	test('knows since when something is down, and a start is no turn', { timeout: 120_000 }, async () => {
		await brokenRelease(lab);
		const env = lab.env();
		const config = lab.config(configOf());
		const watched = async () => {
			const deck = start(['--config', config], { env });
			await deck.sees(/api .*X down/, 30_000);
			deck.kill('SIGTERM');
			await deck.exited();
			return storyIn(env);
		};
		const first = await watched();
		expect(first.is).toBe('down');
		expect(await watched()).toEqual(first);
		const { out } = await watchdeck(['--config', config, 'status', '--json', 'production/api'], { env });
		expect(JSON.parse(out)).toMatchObject({ services: [{ is: 'down', since: first.since }] });
		expect(storyIn(env)).toEqual(first);
	});

	test('that is damaged is said so, and left as it is', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		const env = lab.env();
		const config = lab.config(configOf());
		const first = start(['--config', config], { env });
		await first.sees(/api .*\+ ok/);
		first.kill('SIGTERM');
		await first.exited();
		expect(existsSync(fileIn(env))).toBe(true);
		const damaged = 'this is no database '.repeat(500);
		writeFileSync(fileIn(env), damaged);
		const second = start(['--config', config], { env });
		await second.sees('What is measured now is lost when you leave');
		await second.sees(/api .*\+ ok/);
		second.kill('SIGTERM');
		await second.exited();
		expect(readFileSync(fileIn(env), 'utf8')).toBe(damaged);
	});
});
