import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { start } from './driver.ts';
import { configOf, deploy, WAYS } from './scene.ts';

/** How long a hung engine may go unnoticed, in milliseconds. */
const MOST = 15_000;

describeLab('an engine that hangs', () => {
	let lab: Lab;
	const signal = (name: 'SIGSTOP' | 'SIGCONT') => process.kill(lab.pids()[0] ?? 0, name);
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterEach(() => signal('SIGCONT'));
	afterAll(() => lab?.stop());

	test.each(WAYS)('is unknown on the screen within 15 s, and well again at once: %s', async (way) => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		const deck = start(['--config', lab.config(configOf({ way }))], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		const began = performance.now();
		signal('SIGSTOP');
		await deck.sees(/api .*\? unknown/, MOST);
		const took = performance.now() - began;
		process.stderr.write(`a hung engine to "? unknown", ${way}: ${Math.round(took)} ms\n`);
		expect(took).toBeLessThanOrEqual(MOST);
		await deck.sees(/The engine of box does not answer\./);
		await deck.sees(/On box check `systemctl status docker`/);
		await deck.sees(/data: 0 of 1 host fresh .*engine does not answer: box/);
		await deck.sees(/\(R restart\)/);
		const back = performance.now();
		signal('SIGCONT');
		await deck.sees(/api .*\+ ok/, MOST);
		process.stderr.write(`the engine back to "+ ok", ${way}: ${Math.round(performance.now() - back)} ms\n`);
		await deck.sees(/data: 1 of 1 host fresh/);
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
