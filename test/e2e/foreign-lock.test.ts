import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, journalOf, makeEnds, openCockpit } from './scene.ts';

/** The homes of whoever deploys: here, and as whom ssh logs in. */
const HOMES = { local: userInfo().homedir, ssh: '/run/home/ops' } as const;
const lockIn = (home: string) => join(home, '.kamal', 'lock-watchdeck-lab');
const DETAILS = 'Locked by: Jane Doe at 2026-11-21T13:50:31Z\nVersion: 9c1e2ab\nMessage: Automatic deploy lock';

/** Does on the host what Kamal does while it deploys. */
const lock = (way: keyof typeof HOMES) => {
	const folder = lockIn(HOMES[way]);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'details'), `${Buffer.from(DETAILS).toString('base64')}\n`);
};
const unlock = () => {
	for (const home of Object.values(HOMES)) rmSync(lockIn(home), { recursive: true, force: true });
};

describeLab('the lock of Kamal', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());
	const ends = makeEnds();
	afterEach(async () => {
		unlock();
		await ends.all();
	});

	test.each(['local', 'ssh'] as const)('is heeded, waited for, and gone when it is gone: %s', async (way) => {
		await lab.clear();
		const before = await deploy(lab, 'app:v1', { labels: { service: 'watchdeck-lab-db' } });
		const env = lab.env();
		const restart = ['--config', lab.config(configOf({ way })), 'restart', 'production/api', '--yes'];
		lock(way);
		const refused = await watchdeck(restart, { env });
		expect(refused.code).toBe(3);
		expect(refused.text).toMatch(
			/Kamal's lock watchdeck-lab on box is held by Jane Doe, since .*: Automatic deploy lock/,
		);
		expect(refused.text).toContain('Nothing was changed.');
		expect(journalOf(env)).toEqual([]);
		expect((await lab.inspect('api')).State.StartedAt).toBe(before.State.StartedAt);
		const waiting = watchdeck([...restart, '--wait-lock', '60s'], { env });
		unlock();
		expect((await waiting).code).toBe(0);
		expect((await lab.inspect('api')).State.StartedAt).not.toBe(before.State.StartedAt);
	});

	test('stands in the refusal of what Kamal manages itself, and in a cockpit while it is held', async () => {
		await lab.clear();
		await deploy(lab, 'app:v1', { labels: { service: 'watchdeck-lab', role: 'web' } });
		lock('local');
		const refused = await watchdeck(['--config', lab.config(configOf()), 'restart', 'production/api', '--yes'], {
			env: lab.env(),
		});
		expect(refused.code).toBe(3);
		expect(refused.text).toContain('use: kamal app boot.');
		const held = "Kamal's lock watchdeck-lab on box is held by Jane Doe, since";
		expect(refused.text).toContain(held);
		const deck = openCockpit(lab, ends, configOf());
		await deck.sees(held);
		await deck.sees('(R restart)');
		unlock();
		await deck.seesNo(held);
	});
});
