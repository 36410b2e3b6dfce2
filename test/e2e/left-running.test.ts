import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { type Deck, start } from './driver.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, rollBackByKeys, runningNames } from './scene.ts';

const LOCK = '/run/lock/watchdeck/container-api';
const MINUTES = 60_000;

describeLab('a cockpit that is left while something runs', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		// A shell as the first process of its container ignores SIGTERM: its stop takes all of its 10 s.
		const command = 'CMD ["/bin/sh", "-c", "/bin/node /app/server.mjs; true"]';
		await derive(lab.engine, 'app:stubborn', ['ENV RELEASE=stubborn', command], 'app:v3');
	});
	afterAll(() => lab?.stop());
	beforeEach(async () => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:stubborn');
	});
	afterEach(() => ends.all());

	const cockpit = (env: Readonly<Record<string, string>>, watch = '0s') => {
		const deck = start(['--config', lab.config(configOf({ watch }))], { columns: 200, rows: 50, env });
		let isOver = false;
		const exited = deck.exited().finally(() => {
			isOver = true;
		});
		ends.add(async () => {
			if (!isOver) deck.kill('SIGTERM');
			await exited;
		});
		return deck;
	};
	/** Rolls back, and asks to quit while the old container is being stopped. */
	const rollBack = async (deck: Deck) => {
		await rollBackByKeys(deck);
		await deck.sees(/\.\. \d+s \d+\. stop/i);
		// It is not idle while something runs.
		deck.hit('esc');
		await deck.sees('running production/api');
		await deck.seesNo('ROLL BACK production/api');
		deck.hit('q');
		await deck.sees('leaves it running');
		deck.hit('l');
	};
	const sessionIn = (env: Readonly<Record<string, string>>) =>
		String(journalOf(env).find(({ what }) => what === 'left running')?.['session']);
	/** The words with which the program of a session was started; undefined once it is gone. */
	const wordsOf = (session: string) => {
		const file = `/proc/${session.split('/')[1]}/cmdline`;
		return existsSync(file) ? readFileSync(file, 'utf8').split('\0').filter(Boolean) : undefined;
	};
	const stepsOf = (env: Readonly<Record<string, string>>, what: string) =>
		journalOf(env).flatMap((entry) => (entry['what'] === what ? [entry['step']] : []));

	test('goes on without it, under its lock, and the next cockpit sees it run and end', {
		timeout: 3 * MINUTES,
	}, async () => {
		const env = lab.env();
		const deck = cockpit(env);
		await rollBack(deck);
		expect(await deck.exited()).toBe(0);
		expect(deck.screen().join('\n')).toContain('ROLL BACK production/api: it goes on as process ');
		expect(readFileSync(`${LOCK}/info`, 'utf8')).toContain('who=tester');
		const session = sessionIn(env);
		expect(wordsOf(session)?.slice(-4)).toEqual(['--as', 'tester', 'carry', 'box']);

		const next = cockpit(env);
		await next.sees(/ROLL BACK production\/api goes on without a screen: process \d+ on \S+, left by tester at/);
		await next.sees('left running production/api');
		await next.sees(/ROLL BACK production\/api, left running, ended at .*: VERIFIED/, MINUTES);
		await next.seesNo('left running production/api');

		const now = await lab.becomes('api', isHealthy);
		expect(now.Image).toBe(await lab.imageId('app:v1'));
		expect(await runningNames(lab)).toEqual(['api']);
		expect(stepsOf(env, 'begins')).toEqual(stepsOf(env, 'ends'));
		expect(new Set(stepsOf(env, 'begins')).size).toBe(stepsOf(env, 'begins').length);
		expect(existsSync(LOCK)).toBe(false);
		await expect.poll(() => wordsOf(session), { timeout: 20_000 }).toBe(undefined);
	});

	test('whose heir is killed is interrupted, and the next start asks', { timeout: 3 * MINUTES }, async () => {
		const env = lab.env();
		const deck = cockpit(env, '2m');
		await rollBack(deck);
		expect(await deck.exited()).toBe(0);
		const session = sessionIn(env);
		await expect.poll(() => journalOf(env).at(-1)?.['what'], { timeout: MINUTES }).toBe('begins');
		process.kill(Number(session.split('/')[1]), 'SIGKILL');
		const open = await watchdeck(['--config', lab.config(configOf()), 'resume', '--undo', '--yes'], { env });
		expect(open.code, open.text).toBe(0);
		expect((await lab.becomes('api', isHealthy)).Image).toBe(await lab.imageId('app:stubborn'));
		expect(await runningNames(lab)).toEqual(['api']);
	});

	test('and whose terminal is closed meanwhile is left all the same', { timeout: 3 * MINUTES }, async () => {
		const env = lab.env();
		const deck = cockpit(env, '20s');
		await rollBack(deck);
		await deck.sees('What is under way ends its step first');
		deck.hangUp();
		await expect.poll(() => journalOf(env).at(-1)?.['what'], { timeout: 2 * MINUTES }).toBe('verified');
		expect(journalOf(env).filter(({ what }) => what === 'proven')).toHaveLength(1);
		expect((await lab.inspect('api')).Image).toBe(await lab.imageId('app:v1'));
	});
});
