import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Headless, watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf } from './scene.ts';

const MINUTES = 60_000;
const soon = 5000;
const LOCKS = '/run/lock/watchdeck';

describeLab('a change where nobody sits', () => {
	let lab: Lab;
	let config: string;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await derive(lab.engine, 'app:v0', ['ENV RELEASE=v0', 'ENV FAIL=500'], 'app:v1');
	});
	afterAll(() => lab?.stop());
	beforeEach(async () => {
		await lab.clear();
		config = lab.config(configOf());
	});

	const locks = () => (existsSync(LOCKS) ? readdirSync(LOCKS).filter((name) => name.startsWith('container-')) : []);
	const rollBack = async (env: Readonly<Record<string, string>>, image: string, watch: Headless['watch'] = () => {}) =>
		watchdeck(['--config', config, 'rollback', 'production/api', '--to', await lab.imageId(image), '--yes'], {
			env,
			watch,
		});
	const resume = (env: Readonly<Record<string, string>>, way: string) =>
		watchdeck(['--config', config, 'resume', way, '--yes'], { env });

	test('is held and ends by itself: exit 1, the lock given back', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v0');
		const before = await deploy(lab, 'app:v3');
		const env = lab.env();
		config = lab.config(configOf({ within: '8s' }));
		for (const go of [() => rollBack(env, 'app:v0'), () => resume(env, '--finish')]) {
			const said = await go();
			const ended = Date.now();
			expect([said.code, said.text]).toEqual([1, expect.stringContaining('DONE, NOT VERIFIED')]);
			const last = journalOf(env).at(-1);
			expect(last?.['what']).toBe('not verified');
			expect(ended - Number(last?.['at'])).toBeLessThan(soon);
			expect(locks()).toEqual([]);
		}
		expect((await resume(env, '--undo')).code).toBe(0);
		expect((await lab.becomes('api', isHealthy)).Id).toBe(before.Id);
	});

	test('whose journal fills up ends with what is left to do by hand: exit 2', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const env = lab.env();
		const state = env['XDG_STATE_HOME'] ?? '';
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', state]);
		try {
			const said = await rollBack(env, 'app:v1', (text) => {
				if (/^3 .* ok \d+ ms$/m.test(text)) fill(join(state, 'filling'));
			});
			expect([said.code, said.text]).toEqual([2, expect.stringMatching(/FAILED, HELD FOR YOU .*disk is full/)]);
			expect(said.out).toMatch(/HELD FOR YOU.*(\n {2}\S.+ {2}# on box)+\n$/);
			expect(said.err).not.toMatch(/unsettled|Warning/);
			expect(locks()).toEqual([]);
		} finally {
			execFileSync('umount', [state]);
		}
	});

	test('is stopped by SIGTERM after the order that is under way', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const env = lab.env();
		let asked = 0;
		const said = await rollBack(env, 'app:v1', (text, kill) => {
			if (asked > 0 || !/^3 .* ok \d+ ms$/m.test(text)) return;
			asked = Date.now();
			kill('SIGTERM');
		});
		expect(Date.now() - asked).toBeLessThan(soon);
		expect([said.code, said.text]).toEqual([2, expect.stringContaining('STOPPED')]);
		expect(locks()).toEqual([]);
		expect((await resume(env, '--undo')).code).toBe(0);
	});
});

/** Fills the file system that the file is on. */
function fill(file: string): void {
	try {
		for (;;) appendFileSync(file, Buffer.alloc(512));
	} catch {
		// It is full now.
	}
}
