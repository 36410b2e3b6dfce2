import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Said, watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { configOf, deploy, isHealthy, journalOf } from './scene.ts';

const MINUTES = 60_000;
const LOCK = '/run/lock/watchdeck/container-api';
type Env = Readonly<Record<string, string>>;

/** A program that suspended itself after so many lines of its journal, until it is woken. */
interface Suspended {
	readonly env: Env;
	readonly wake: () => void;
	readonly ends: Promise<Said>;
}

describeLab('two operators on one service', () => {
	let lab: Lab;
	let config: string;
	const suspended = new Set<number>();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		config = lab.config(configOf());
	});
	afterAll(() => lab?.stop());
	beforeEach(async () => {
		await lab.clear();
		rmSync('/run/lock/watchdeck', { recursive: true, force: true });
	});
	afterEach(() => {
		for (const pid of suspended) process.kill(pid, 'SIGCONT');
		suspended.clear();
	});

	const acts = (who: string, words: readonly string[], env: Env, started?: (pid: number) => void) =>
		watchdeck(['--config', config, '--as', who, ...words, 'production/api', '--yes'], {
			env,
			...(started === undefined ? {} : { started }),
		});
	const isSuspended = (pid: number) => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, ' )'));

	/** Starts an action, and comes back when it has suspended itself after so many lines. */
	const paused = async (who: string, words: readonly string[], lines: number): Promise<Suspended> => {
		const env = lab.env();
		let pid = 0;
		const ends = acts(who, words, { ...env, WATCHDECK_TEST_PAUSE_AFTER: String(lines) }, (given) => {
			pid = given;
		});
		await vi.waitFor(() => expect(pid > 0 && isSuspended(pid)).toBe(true), { timeout: 60_000, interval: 20 });
		suspended.add(pid);
		const wake = () => {
			suspended.delete(pid);
			process.kill(pid, 'SIGCONT');
		};
		return { env, wake, ends };
	};
	const goStale = () => writeFileSync(join(LOCK, 'beat'), `${Math.floor(Date.now() / 1000) - 61}\n`);
	const kindsOf = (env: Env) => journalOf(env).map(({ what }) => what);

	test('one acts, the other is told who and since when, and may wait', { timeout: 3 * MINUTES }, async () => {
		const before = await deploy(lab, 'app:v1');
		const ann = await paused('ann', ['restart'], 3);
		const refused = await acts('bob', ['restart'], lab.env());
		expect(refused.code).toBe(3);
		expect(refused.text).toMatch(
			/The lock on box is held by ann \(restart production\/api, plan [0-9a-f]{8}\), since (?:just now|.* ago), still at it/,
		);
		expect(refused.text).toContain('Nothing was changed.');
		expect((await lab.inspect('api')).State.StartedAt).toBe(before.State.StartedAt);

		const env = lab.env();
		const deck = start(['--config', config, '--as', 'eve'], { env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('R');
		await deck.sees('The lock on box is held by ann');
		await deck.press('w');
		await deck.sees('waiting for');
		let told = false;
		const bob = watchdeck(
			['--config', config, '--as', 'bob', 'restart', 'production/api', '--yes', '--wait-lock', '60s'],
			{
				env: lab.env(),
				watch: (text) => {
					// He waits: now the one who has the lock goes on.
					if (told || !text.includes('Waiting for it, 60s at most')) return;
					told = true;
					ann.wake();
				},
			},
		);
		expect((await ann.ends).code).toBe(0);
		const said = await bob;
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		await deck.sees('good for', 60_000);
		expect(journalOf(env)).toEqual([]);
		deck.kill('SIGTERM');
		await deck.exited();
		expect(existsSync(LOCK)).toBe(false);
	});

	test('of two who take a stale lock over at once one wins', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		const gone = await watchdeck(['--config', config, '--as', 'eve', 'restart', 'production/api', '--yes'], {
			env: { ...lab.env(), WATCHDECK_TEST_KILL_AFTER: '3' },
		});
		expect(gone.code).toBe(137);
		goStale();
		const both = [await paused('ann', ['restart'], 2), await paused('bob', ['restart'], 2)];
		for (const { wake } of both) wake();
		const codes = await Promise.all(both.map(async ({ ends }) => (await ends).code));
		expect(codes.toSorted()).toEqual([0, 3]);
		const [winner, loser] = codes[0] === 0 ? both : both.toReversed();
		expect(journalOf(winner?.env ?? {}).find(({ what }) => what === 'taken over')?.['text']).toMatch(
			/^the lock on box of eve \(restart production\/api, plan [0-9a-f]{8}\), since .* so it is stale$/,
		);
		expect(kindsOf(loser?.env ?? {})).toEqual(['planned', 'confirmed', 'refused']);
		expect((await loser?.ends)?.text).toMatch(/The lock on box is held by (ann|bob) /);
		expect(readdirSync('/run/lock/watchdeck')).toEqual([]);
	});

	test('one who was suspended until his lock went stale orders nothing more', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		const before = await deploy(lab, 'app:v3');
		const to = await lab.imageId('app:v1');
		// Planned, confirmed, and its first order with what came of it: a container that is not started.
		const ann = await paused('ann', ['rollback', '--to', to], 4);
		goStale();
		const bob = await acts('bob', ['restart'], lab.env());
		expect([bob.code, bob.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const restarted = await lab.becomes('api', isHealthy);
		ann.wake();
		const said = await ann.ends;
		expect(said.code).toBe(2);
		expect(said.text).toContain('FAILED, HELD FOR YOU');
		expect(said.text).toMatch(/The lock on box was lost; it is held by nobody: it was removed\./);
		expect(kindsOf(ann.env)).toEqual(['planned', 'confirmed', 'begins', 'ends', 'held']);
		const now = await lab.inspect('api');
		expect([now.Id, now.State.StartedAt]).toEqual([before.Id, restarted.State.StartedAt]);
		const undone = await watchdeck(['--config', config, 'resume', '--undo', '--yes'], { env: ann.env });
		expect([undone.code, undone.text]).toEqual([0, expect.stringContaining('UNDONE')]);
		expect((await lab.names()).filter((name) => name.includes('-next-'))).toEqual([]);
	});

	test('a lock that beats is taken over by who says which and why, and its holder stops', {
		timeout: 3 * MINUTES,
	}, async () => {
		await deploy(lab, 'app:v1');
		const before = await deploy(lab, 'app:v3');
		const ann = await paused('ann', ['rollback', '--to', await lab.imageId('app:v1')], 4);
		const refused = await acts('bob', ['takeover'], lab.env());
		expect([refused.code, refused.text]).toEqual([3, expect.stringContaining('--confirm production/api --reason')]);
		const env = lab.env();
		const words = ['takeover', 'production/api', '--confirm', 'production/api', '--reason', 'ann is asleep'];
		const taken = await watchdeck(['--config', config, '--as', 'bob', ...words], { env });
		expect([taken.code, taken.text]).toEqual([
			0,
			expect.stringMatching(/VERIFIED taken over and given back: the lock on box of ann \(roll back .*still at it/),
		]);
		expect(kindsOf(env)).toEqual(['planned', 'confirmed', 'taken over', 'done', 'verified']);
		expect(existsSync(LOCK)).toBe(false);
		ann.wake();
		expect((await ann.ends).text).toContain('The lock on box was lost');
		expect((await lab.inspect('api')).Id).toBe(before.Id);
		const none = await acts('bob', ['takeover'], lab.env());
		expect([none.code, none.text]).toEqual([3, expect.stringContaining('Nobody holds the lock of production/api')]);
	});
});
