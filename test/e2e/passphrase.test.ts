import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { LOCKED_PASSPHRASE } from '../lab/sshd.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { configOf, deploy, keptBytes } from './scene.ts';

describeLab('a key with a passphrase', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		await deploy(lab, 'app:v1');
	});
	afterAll(() => lab?.stop());
	const config = () => lab.config(configOf({ way: 'ssh', ssh: 'lab-locked' }));

	test('is asked for in the cockpit, masked, and kept nowhere', async () => {
		const env = lab.env();
		const deck = start(['--config', config()], { env });
		await deck.sees(/Passphrase of .*locked for/);
		deck.hit('x');
		deck.hit('enter');
		await deck.sees('That was not it.');
		for (const letter of LOCKED_PASSPHRASE) deck.hit(letter === ' ' ? 'space' : letter);
		await deck.sees(`> ${'*'.repeat(LOCKED_PASSPHRASE.length)}`);
		deck.hit('enter');
		await deck.sees(/api .*\+ ok/);
		deck.kill('SIGTERM');
		await deck.exited();
		expect(deck.written.map(({ text }) => text).join('')).not.toContain(LOCKED_PASSPHRASE);
		expect(keptBytes(env).filter(({ bytes }) => bytes.includes(LOCKED_PASSPHRASE))).toEqual([]);
		expect(Object.values(deck.left())).not.toContain(true);
	});

	test('can be left, and the host says how it is reached', async () => {
		const deck = start(['--config', config()], { env: lab.env() });
		await deck.sees(/Passphrase of .*locked for/);
		deck.hit('esc');
		await deck.sees(/\? unknown/);
		await deck.sees(/ssh-add|passphrase/);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('without a terminal names ssh-add', async () => {
		const said = await watchdeck(['--config', config(), 'status'], { env: lab.env() });
		expect(said.text).toContain('ssh-add');
		expect(said.code).toBe(3);
	});
});
