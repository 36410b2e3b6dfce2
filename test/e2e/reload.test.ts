import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { start } from './driver.ts';
import { configOf, deploy } from './scene.ts';

describeLab('a config that is changed while the cockpit is open', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	const probe = "        probes:\n          port: { kind: tcp, address: '127.0.0.1:18080', every: 1s }\n";

	test('is taken over, a wrong one is told with its place', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		const path = lab.config(configOf());
		const deck = start(['--config', path], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		writeFileSync(path, `${configOf()}${probe}`);
		await deck.sees('the config was read anew: 1 host, 1 service, 1 probe', 20_000);
		await deck.enter();
		await deck.sees(/outside port +\+ ok +accepts in/, 20_000);
		writeFileSync(path, configOf().replace('within:', 'wihtin:'));
		await deck.sees('not taken over', 20_000);
		await deck.sees('Did you mean `within`?');
		await deck.sees(/outside port +\+ ok +accepts in/);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('makes an open plan stale', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const path = lab.config(configOf({ protection: 'open' }));
		const deck = start(['--config', path], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('r');
		await deck.sees('good for');
		writeFileSync(path, configOf({ protection: 'protected' }));
		await deck.sees('STALE', 20_000);
		await deck.sees('the config was changed');
		await deck.enter();
		await deck.sees('good for', 20_000);
		await deck.enter();
		await deck.sees(/type.* api/i);
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
