import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { SIZES, start } from './driver.ts';
import { configOf, deploy, WAYS } from './scene.ts';

const cases = WAYS.flatMap((way) => SIZES.map((size) => ({ way, ...size })));
const A_SECOND = 1000;

describeLab('docker kill', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());

	test.each(cases)('is on the screen within a second: $way, $columns x $rows', async (given) => {
		await lab.clear();
		await deploy(lab, 'app:v1', { restart: 'no' });
		const deck = start(['--config', lab.config(configOf(given))], { ...given, env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.idle();
		await lab.kill('api');
		const seen = await deck.sees(/api .*X down/);
		const took = seen - (await lab.eventTime('api', 'die'));
		process.stderr.write(
			`docker kill to "X down", ${given.way}, ${given.columns}x${given.rows}: ${Math.round(took)} ms\n`,
		);
		expect(took).toBeLessThanOrEqual(A_SECOND);
		await deck.select('api');
		await deck.sees(/exit(ed)?( code)? 137|137/);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('a check that fails makes it down for `watchdeck status` too, with its exit code', async () => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		const config = lab.config(`discover: false
hosts: { box: { local: true } }
environments: { production: { services: { api: { host: box, health: 'http://127.0.0.1:1/health' } } } }
`);
		const said = await watchdeck(['--config', config, 'status'], { env: lab.env() });
		expect(said.text).toMatch(/production\/api +X down/);
		expect(said.code).toBe(2);
	});

	test('a container that its policy starts again stays degraded, with why', async () => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		const deck = start(['--config', lab.config(configOf())], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await lab.tell('api', { crash: 137 });
		await lab.becomes('api', (now) => now.RestartCount > 0 && now.State.Health?.Status === 'healthy');
		await deck.sees(/api .*~ degraded/);
		await deck.select('api');
		await deck.sees(/restarted .*137/);
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
