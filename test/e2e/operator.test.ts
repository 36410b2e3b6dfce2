import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { configOf, deploy, journalOf } from './scene.ts';

const KILLED = 137;

describeLab('a shared account without a name', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
	});
	afterAll(() => lab?.stop());

	test('is asked who acts, then about the interrupted run, and the journal has the name', async () => {
		const env = lab.env();
		const config = lab.config(configOf().replace('operator: tester\n', ''));
		const rollback = ['--config', config, '--as', 'tester', 'rollback', 'production/api', '--yes'];
		const cut = await watchdeck(rollback, { env: { ...env, WATCHDECK_TEST_KILL_AFTER: '4' } });
		expect(cut.code, cut.text).toBe(KILLED);

		// No name from the environment either: an empty one says nothing.
		const deck = start(['--config', config], { env: { ...env, WATCHDECK_OPERATOR: '' } });
		await deck.sees('This account (root) is shared');
		// What is behind the question was read meanwhile: the driver is idle only when every host was.
		await deck.type('not me');
		expect(deck.screen()[0]).toMatch(/production \S*\d|production ok/);
		await deck.enter();
		await deck.sees('“not me” cannot be used as a name.');
		await deck.press('ctrl-u');
		await deck.type('anna');
		await deck.enter();
		await deck.sees('NO END WRITTEN production/api');
		expect(deck.screen()[0]).toContain(' anna ');
		await deck.press('h');
		await deck.enter();
		await deck.seesNo('NO END WRITTEN');
		await deck.press('q', 'y');
		expect(await deck.exited()).toBe(0);
		expect(journalOf(env).at(-1)).toMatchObject({ by: 'anna' });
		expect(journalOf(env)[0]).toMatchObject({ by: 'tester' });
	});
});
