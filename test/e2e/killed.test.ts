import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { brokenRelease, configOf, deploy, isHealthy, journalOf, runningNames } from './scene.ts';

const KILLED = 137;
const MINUTES = 60_000;

describeLab('a roll back that is cut', () => {
	let lab: Lab;
	let config: string;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		config = lab.config(configOf());
	});
	afterAll(() => lab?.stop());

	const rollBack = async (env: Readonly<Record<string, string>>, killAfter?: number) =>
		watchdeck(['--config', config, 'rollback', 'production/api', '--to', await lab.imageId('app:v1'), '--yes'], {
			env: killAfter === undefined ? env : { ...env, WATCHDECK_TEST_KILL_AFTER: String(killAfter) },
		});
	const resume = (env: Readonly<Record<string, string>>, way: string) =>
		watchdeck(['--config', config, 'resume', way, '--yes'], { env });
	/** Two healthy releases, so that each way out has to end with a healthy service. */
	const scene = async () => {
		await lab.clear();
		// A session that died leaves its lock; that a later one may take it is proven elsewhere.
		rmSync('/run/lock/watchdeck', { recursive: true, force: true });
		await deploy(lab, 'app:v1');
		return deploy(lab, 'app:v3');
	};
	const oneHealthy = async (image: string) => {
		const now = await lab.becomes('api', isHealthy);
		expect(now.Image).toBe(await lab.imageId(image));
		expect(now.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
		expect(await runningNames(lab)).toEqual(['api']);
		expect((await lab.names()).filter((name) => name.includes('-next-'))).toEqual([]);
		return now;
	};

	/** Kills a roll back after so many lines. Gives its last one; undefined: it came to its end before. */
	const cutAfter = async (cut: number, env: Readonly<Record<string, string>>) => {
		const said = await rollBack(env, cut);
		const journal = journalOf(env);
		const last = String(journal.at(-1)?.['what']);
		if (said.code !== KILLED) {
			expect([said.code, last], said.text).toEqual([0, 'verified']);
			return undefined;
		}
		expect(journal).toHaveLength(cut);
		expect(journal[0]).toMatchObject({ what: 'planned', plan: { service: 'production/api', action: 'rollback' } });
		return last;
	};
	/** Undoes it twice: the second time there is nothing left to undo. Gives whether it stood open. */
	const undoFrom = async (cut: number) => {
		const before = await scene();
		const env = lab.env();
		const last = await cutAfter(cut, env);
		if (last === undefined) return undefined;
		// Before the consent nothing can have been ordered, after the end nothing is left to decide.
		const open = last !== 'planned' && last !== 'verified';
		for (const code of [open ? 0 : 3, 3]) {
			const undo = await resume(env, '--undo');
			expect(undo.code, `undo after line ${cut} (${last}): ${undo.text}`).toBe(code);
			const now = await oneHealthy(last === 'verified' ? 'app:v1' : 'app:v3');
			expect(now.Id === before.Id).toBe(last !== 'verified');
		}
		return open;
	};
	/** Kills a roll back after so many lines and finishes it. */
	const finishFrom = async (cut: number) => {
		await scene();
		const env = lab.env();
		expect((await rollBack(env, cut)).code).toBe(KILLED);
		const finish = await resume(env, '--finish');
		expect(finish.code, `finish after line ${cut}: ${finish.text}`).toBe(0);
		await oneHealthy('app:v1');
	};

	// `npm run test:kill` does so after every line.
	test('goes either way from after any line of its journal', { timeout: 10 * MINUTES }, async () => {
		const open: boolean[] = [];
		for (const cut of [1, 4, 8, 12, 16]) {
			const stood = await undoFrom(cut);
			expect(stood, `after line ${cut}`).toBeDefined();
			open.push(stood === true);
			if (stood) await finishFrom(cut);
		}
		expect(open).toEqual([false, true, true, true, true]);
	});

	test('undoes also when its undo is killed', { timeout: 10 * MINUTES }, async () => {
		for (const cut of [1, 3, 5, 7]) {
			const before = await scene();
			const env = lab.env();
			expect((await rollBack(env, 12)).code).toBe(KILLED);
			const killed = await resume({ ...env, WATCHDECK_TEST_KILL_AFTER: String(cut) }, '--undo');
			expect(killed.code, `undo killed after ${cut} lines: ${killed.text}`).toBe(KILLED);
			const undo = await resume(env, '--undo');
			expect(undo.code, undo.text).toBe(0);
			expect((await oneHealthy('app:v3')).Id).toBe(before.Id);
		}
	});

	test('is offered at the next start of the cockpit', { timeout: 2 * MINUTES }, async () => {
		const before = await scene();
		const env = lab.env();
		expect((await rollBack(env, 9)).code).toBe(KILLED);
		const deck = start(['--config', config], { env });
		await deck.sees('NO END WRITTEN production/api');
		await deck.press('u');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('UNDONE', 60_000);
		expect((await oneHealthy('app:v3')).Id).toBe(before.Id);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test.each(['SIGHUP', 'SIGTERM'] as const)(
		'by %s ends its step, writes it down and gives the terminal back',
		async (signal) => {
			await brokenRelease(lab);
			const env = lab.env();
			const deck = start(['--config', config], { env });
			await deck.sees(/api .*X down/);
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
			await deck.enter();
			await deck.type('api');
			await deck.enter();
			await deck.sees(/\.\. \d+s 1\.|ok \d+s 1\./);
			deck.kill(signal);
			expect(await deck.exited()).toBe(signal === 'SIGHUP' ? 129 : 143);
			expect(Object.values(deck.left())).not.toContain(true);
			const steps = journalOf(env).filter(({ what }) => what === 'begins' || what === 'ends');
			const count = (what: string) => steps.filter((entry) => entry['what'] === what).length;
			expect(count('begins')).toBeGreaterThan(0);
			expect(count('ends')).toBe(count('begins'));
			expect([0, 3]).toContain((await resume(env, '--undo')).code);
		},
	);
});
