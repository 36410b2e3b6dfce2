import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { configOf, deploy, keptBytes } from './scene.ts';

const SECRET = 'hunter2-Pl4nted-9c1e2ab77';
const PLANTED = {
	env: { DB_PASSWORD: SECRET, DATABASE_URL: `postgres://app:${SECRET}@db/app` },
	labels: { 'app.token': SECRET },
	cmd: ['/bin/node', '/app/server.mjs', `--token=${SECRET}`],
};

describeLab('a secret of a container', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());

	const isNowhere = (what: string, text: string) =>
		expect(text.includes(SECRET), `${what} shows the secret`).toBe(false);

	test('is nowhere on screen, in journal, plan or log of a roll back', { timeout: 180_000 }, async () => {
		await lab.clear();
		await deploy(lab, 'app:v1', PLANTED);
		await deploy(lab, 'app:v2', PLANTED);
		await lab.tell('api', { say: `ERROR cannot connect with password ${SECRET}` });
		const env = lab.env();
		const deck = start(['--config', lab.config(configOf())], { columns: 200, rows: 50, env });
		await deck.sees(/api .*X down/);
		await deck.select('api');
		await deck.press('l');
		await deck.sees('cannot connect with password');
		await deck.esc();
		await deck.press('enter');
		await deck.idle();
		await deck.esc();
		await deck.press('r');
		await deck.sees('ROLL BACK production/api');
		await deck.press('d');
		await deck.idle();
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		deck.kill('SIGTERM');
		await deck.exited();
		isNowhere('the screen', deck.written.map(({ text }) => text).join(''));
		const kept = keptBytes(env);
		expect(kept.map(({ file }) => file).join('\n')).toContain('watchdeck.db');
		for (const { file, bytes } of kept) isNowhere(file, bytes);
		const now = await lab.inspect('api');
		expect(now.Config.Env).toContain(`DB_PASSWORD=${SECRET}`);
		expect(now.Config.Cmd).toContain(`--token=${SECRET}`);
	});

	test.each([
		['status', '--json'],
		['rollback', 'production/api', '--dry-run'],
		['rollback', 'production/api', '--dry-run', '--json'],
		['restart', 'production/api', '--dry-run', '--json'],
		['releases', '--json'],
		['journal', '--json'],
	])('is not in what is printed: %s %s %s %s', async (...args) => {
		await lab.clear();
		await deploy(lab, 'app:v1', PLANTED);
		await deploy(lab, 'app:v2', PLANTED);
		const env = lab.env();
		const said = await watchdeck(['--config', lab.config(configOf()), ...args], { env });
		expect(said.out.length).toBeGreaterThan(0);
		isNowhere(args.join(' '), said.out + said.err);
		for (const { file, bytes } of keptBytes(env)) isNowhere(file, bytes);
	});

	test('is not in an error of the engine that quotes it', async () => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		await lab.halt('api');
		await lab.rename('api', 'api-old');
		// The engine answers: exec: "/bin/run-SECRET": no such file. The roll back keeps the command and meets the same.
		await expect(lab.run('api', 'app:v2', { ...PLANTED, cmd: [`/bin/run-${SECRET}`] })).rejects.toThrow(SECRET);
		const env = lab.env();
		const config = lab.config(configOf({ unproven: 'undo' }));
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--yes'], { env });
		expect(said.code, said.text).not.toBe(0);
		isNowhere('the command line', said.out + said.err);
		for (const { file, bytes } of keptBytes(env)) isNowhere(file, bytes);
	});
});
