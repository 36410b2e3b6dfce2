import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, test } from 'vitest';
import { lockScript } from '../../src/actions/lock-script.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { start } from './driver.ts';
import { configOf, deploy, WAYS } from './scene.ts';

/** Does on the host what another operator's watchdeck does to the lock of the container api. */
const lock = (verb: 'take' | 'release', ...claim: readonly string[]) =>
	execFileSync('sh', ['-c', lockScript(), 'watchdeck-lock', verb, 'container-api', '22d4de49', ...claim]);

describeLab('the lock of another operator', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());

	test.each(WAYS)('is on the screen while it is held, and gone after: %s', async (way) => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		const deck = start(['--config', lab.config(configOf({ way }))], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		lock('take', 'bob', 'restart production/api', '');
		await deck.sees(/api .* bob acts /);
		await deck.sees('bob is changing it: restart production/api, for');
		await deck.sees('lock: bob restart production/api');
		lock('release');
		await deck.seesNo(/bob/);
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
