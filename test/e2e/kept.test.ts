import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Inspected } from '../lab/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { type Deck, start } from './driver.ts';
import { brokenRelease, configOf, deploy, isHealthy, journalOf, runningNames } from './scene.ts';

const ahead = 8 * 86_400_000;
/** No test waits for the hour for which a service must have been well. */
const longWell = { WATCHDECK_TEST_LONG_WELL: '1' };
/** What Node loads before the program: its clock is 8 days ahead. */
const shift = `const real = Date.now; Date.now = () => real() + ${ahead};`;

describeLab('what a roll back kept', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());

	/** The machine 8 days later: the clock of the program, and the one that its host's script asks. */
	function later(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
		const folder = mkdtempSync(join(lab.folder, 'later-'));
		writeFileSync(join(folder, 'date'), '#!/bin/sh\nexec /bin/date -d "+8 days" "$@"\n');
		chmodSync(join(folder, 'date'), 0o755);
		const options = `--import=data:text/javascript,${encodeURIComponent(shift)}`;
		return { ...env, PATH: `${folder}:${env['PATH']}`, NODE_OPTIONS: options, ...longWell };
	}

	/** A service that was rolled back; gives the name of what that kept. */
	async function rolledBack() {
		await brokenRelease(lab);
		const env = lab.env();
		const config = lab.config(configOf());
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--yes'], { env });
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const [kept = ''] = (await lab.names()).filter((name) => name.startsWith('api-rb-'));
		return { env, config, kept };
	}
	/** A cockpit that has read everything anew after it knew that the service is well. */
	async function opened(config: string, env: Readonly<Record<string, string>>) {
		const deck = start(['--config', config], { env });
		await deck.sees(/api .*\+ ok/);
		await deck.press('ctrl-r');
		return deck;
	}
	/** The same, killed in the middle of what it removes; that may be before it is idle again. */
	async function killed(config: string, env: Readonly<Record<string, string>>) {
		const deck = start(['--config', config], { env });
		const read = async () => {
			await deck.sees(/api .*\+ ok/);
			await deck.press('ctrl-r');
		};
		await Promise.allSettled([read()]);
		return deck.exited();
	}
	const isTidied = () => expect.poll(() => lab.names(), { timeout: 60_000 }).toEqual(['api', 'api-old-1']);
	/** All that was ever on its screen, also what is gone again: a dialog, a note in the header. */
	const everShown = ({ written }: Deck) => written.map(({ text }) => text).join('');
	const ends = (env: Readonly<Record<string, string>>) =>
		journalOf(env).flatMap(({ what }) => (what === 'verified' || what === 'undone' ? [what] : []));

	test('goes by itself after 7 days, while the screen stays as it is', { timeout: 180_000 }, async () => {
		const { env, config, kept } = await rolledBack();
		const lines = journalOf(env);
		const today = await opened(config, { ...env, ...longWell });
		await today.sees('everything was read anew');
		expect(await lab.names()).toContain(kept);
		today.kill('SIGTERM');
		await today.exited();
		expect(await lab.names()).toContain(kept);
		expect(journalOf(env)).toEqual(lines);

		const deck = await opened(config, later(env));
		await isTidied();
		await expect.poll(() => ends(env)).toEqual(['verified', 'verified']);
		expect(everShown(deck)).not.toMatch(/TIDY|running production/);
		await deck.press('9');
		await deck.sees(/tester tidy production\/api VERIFIED/);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test.each([
		['when it began', 3],
		['once it was removed', 4],
	])('goes in the next session where one was killed %s, and nobody is asked', { timeout: 180_000 }, async (_, cut) => {
		const { env, config } = await rolledBack();
		const lines = journalOf(env).length;
		const died = await killed(config, { ...later(env), WATCHDECK_TEST_KILL_AFTER: String(cut) });
		expect(died).toBe(137);
		expect(journalOf(env)).toHaveLength(lines + cut);

		const deck = await opened(config, later(env));
		await isTidied();
		await expect.poll(() => ends(env), { timeout: 10_000 }).toEqual(['verified', 'verified']);
		expect(everShown(deck)).not.toMatch(/TIDY|running production|undo what began/);
		deck.kill('SIGTERM');
		await deck.exited();
		expect(ends(env)).toEqual(['verified', 'verified']);
	});

	/** What makes a container the one of before, but for its id. */
	const looksOf = ({ Image, Config, Mounts, HostConfig }: Inspected) => ({
		...{ Image, env: Config.Env.toSorted(), volumes: Mounts.map(({ Name }) => Name) },
		restart: HostConfig.RestartPolicy.Name,
	});

	test('is what `u` goes back to: a container like it, once its plan is agreed to', {
		timeout: 180_000,
	}, async () => {
		await lab.clear();
		const good = await deploy(lab, 'app:v1');
		const newer = await deploy(lab, 'app:v3');
		const env = lab.env();
		const config = lab.config(configOf());
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--yes'], { env });
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const back = await lab.inspect('api');
		expect(back.Image).toBe(good.Image);

		const deck = await opened(config, env);
		await deck.sees('everything was read anew');
		await deck.select('api');
		await deck.press('u');
		await deck.sees('ROLL BACK production/api');
		await deck.sees(newer.Image.slice('sha256:'.length, 'sha256:'.length + 12));
		expect((await lab.inspect('api')).Id).toBe(back.Id);
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		const now = await lab.inspect('api');
		expect([looksOf(now), isHealthy(now)]).toEqual([looksOf(newer), true]);
		expect(await runningNames(lab)).toEqual(['api']);
		expect(ends(env)).toEqual(['verified', 'verified']);
		await deck.esc();
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('that was left in the middle is finished by `watchdeck resume`', { timeout: 180_000 }, async () => {
		const { env, config, kept } = await rolledBack();
		await killed(config, { ...later(env), WATCHDECK_TEST_KILL_AFTER: '3' });
		expect(await lab.names()).toContain(kept);
		const said = await watchdeck(['--config', config, 'resume', '--finish', '--yes'], { env });
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		await isTidied();
	});
});
