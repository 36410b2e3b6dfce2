// What breaks on the operator's own machine: the folder of what is kept, the clock, the terminal.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Lab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { type Deck, type Start, start } from './driver.ts';
import { fakeClock } from './fake-clock.ts';
import { configOf, journalOf, openCockpit } from './scene.ts';
import { serveAll } from './serve-all.ts';

type Env = Readonly<Record<string, string>>;

const folderOf = (env: Env) => join(env['XDG_STATE_HOME'] ?? '', 'watchdeck');
const crashesIn = (folder: string) =>
	existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('crash-')) : [];

/** Everything that the program ever drew. */
const drawn = (deck: Deck) => deck.written.map(({ text }) => text).join('');

describeLab('what breaks here', () => {
	let lab: Lab;
	const ends = serveAll((started) => {
		lab = started;
	});

	const open = (options: Start, config = configOf({ protection: 'open' })): Deck =>
		openCockpit(lab, ends, config, options);
	const mount = (...words: readonly string[]) => {
		execFileSync('mount', words);
		ends.add(() => execFileSync('umount', [words.at(-1) ?? '']));
	};
	/** A change is refused with the reason and the remedy, and the container is as it was. */
	const refusesRestart = async (deck: Deck, ...sentences: readonly RegExp[]) => {
		const before = await lab.inspect('api');
		await deck.select('api');
		await deck.press('R');
		await deck.sees('RESTART production/api');
		await deck.enter();
		for (const sentence of sentences) await deck.sees(sentence);
		await deck.idle();
		expect((await lab.inspect('api')).State.StartedAt).toBe(before.State.StartedAt);
	};

	test('the disk of the state folder is full: all is seen, nothing is changed, and it says so', async () => {
		const env = lab.env();
		mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', env['XDG_STATE_HOME'] ?? '');
		const deck = open({ env });
		await deck.sees(/api .*\+ ok/);
		fill(join(env['XDG_STATE_HOME'] ?? '', 'filling'));
		await refusesRestart(deck, /disk is full/, /Make room/);
		await deck.sees('changes refused: disk full (9)');
	});

	test('a full disk from the start: said in a sentence, and all is seen', async () => {
		const env = lab.env();
		mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', env['XDG_STATE_HOME'] ?? '');
		fill(join(env['XDG_STATE_HOME'] ?? '', 'filling'));
		const deck = open({ env });
		await deck.sees(/api .*\+ ok/);
		await deck.sees(/disk is full|no space/i);
		await deck.sees('changes refused: disk full (9), no history');
		const before = drawn(deck).length;
		await deck.select('api');
		await deck.sees('not known: the journal could not be read');
		expect(drawn(deck).slice(before)).not.toContain('nothing was done');
		const check = await watchdeck(['check', '--config', lab.config(configOf())], { env });
		expect(check.text).toMatch(/FAIL state folder .*the disk is full/);
	});

	test('a home that cannot be written to: said with the mount, and all is seen', async () => {
		const home = mkdtempSync(join(lab.folder, 'home-'));
		mount('--bind', home, home);
		execFileSync('mount', ['-o', 'remount,ro,bind', home]);
		const kept = Object.entries(lab.env()).filter(([name]) => !name.startsWith('XDG_'));
		const deck = open({ env: { ...Object.fromEntries(kept), HOME: home } });
		await deck.sees(/mounted\s+read-only/);
		await deck.sees(/api .*\+ ok/);
		await deck.sees('changes refused: journal not writable (9), no history');
		await refusesRestart(deck, /cannot be written to/, /XDG_STATE_HOME/);
	});

	test('a journal that is damaged: said with the remedy, left as it is, and nothing is changed', async () => {
		const env = lab.env();
		mkdirSync(folderOf(env), { mode: 0o700 });
		const file = join(folderOf(env), 'watchdeck.db');
		const damaged = 'this is no database '.repeat(500);
		writeFileSync(file, damaged, { mode: 0o600 });
		const deck = open({ env });
		await deck.sees(/api .*\+ ok/);
		await deck.sees('changes refused: journal damaged (9)');
		await refusesRestart(deck, /is damaged/, /watchdeck\.db\.broken\) and start again/);
		expect(readFileSync(file, 'utf8')).toBe(damaged);
	});

	test('a history that is damaged: said for as long as it is so, and by check, and all else goes on', async () => {
		const env = lab.env();
		mkdirSync(folderOf(env), { mode: 0o700 });
		writeFileSync(join(folderOf(env), 'history.db'), 'this is no database '.repeat(500), { mode: 0o600 });
		const deck = open({ env });
		await deck.sees(/What is measured now is lost when you leave: .*history\.db is damaged/);
		await deck.press('9');
		await deck.sees('nothing was planned yet');
		await deck.sees(/history\.db is damaged\. Run: mv/);
		await deck.sees('history not kept (9)');
		const check = await watchdeck(['check', '--config', lab.config(configOf())], { env });
		expect(check.text).toMatch(/warn history .*history\.db is damaged\. fix: Run: mv/);
		expect(check.text).toContain('ok state folder');
	});

	test('journal and history that another process holds: said, and all is seen', async () => {
		const env = lab.env();
		mkdirSync(folderOf(env), { mode: 0o700 });
		for (const name of ['watchdeck.db', 'history.db']) {
			const database = new DatabaseSync(join(folderOf(env), name));
			database.exec('BEGIN EXCLUSIVE');
			ends.add(() => database.close());
		}
		const deck = open({ env });
		await deck.sees(/is held by another process/);
		await deck.sees(/api .*\+ ok/);
		await refusesRestart(deck, /is held by another process/, /End the other watchdeck/);
	});

	test('a journal that another process holds for a moment: keys are heard, and the change waits for its line', async () => {
		const env = lab.env();
		const deck = open({ env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('R');
		await deck.sees('RESTART production/api');
		await deck.idle();
		const before = await lab.inspect('api');
		const other = new DatabaseSync(join(folderOf(env), 'watchdeck.db'));
		other.exec('BEGIN IMMEDIATE');
		try {
			deck.hit('enter');
			await deck.sees('esc leave it running');
			const pressed = Date.now();
			deck.hit('esc');
			// Before, the next key was heard when SQLite had waited for five seconds.
			expect((await deck.sees(/NAME +HEALTH/)) - pressed).toBeLessThan(2000);
			expect((await lab.inspect('api')).State.StartedAt).toBe(before.State.StartedAt);
		} finally {
			other.exec('COMMIT');
			other.close();
		}
		await expect
			.poll(() => journalOf(env).map(({ what }) => what), { timeout: 20_000 })
			.toEqual(expect.arrayContaining(['planned', 'confirmed', 'begins', 'ends']));
		expect((await lab.inspect('api')).State.StartedAt).not.toBe(before.State.StartedAt);
	});

	const clock = fakeClock();
	test.skipIf(clock === undefined).each([
		['+1h', 'behind'],
		['-1h', 'ahead'],
	] as const)(
		'our clock is %s off: the host says so, what is read is fresh, and all ages are true',
		async (off, how) => {
			const fake = ['env', `LD_PRELOAD=${clock}`, `FAKETIME=${off}`, 'FAKETIME_DONT_FAKE_MONOTONIC=1'];
			const deck = open({ env: lab.env(), before: fake }, configOf({ way: 'ssh' }));
			await deck.sees(/api .*\+ ok/);
			await deck.sees(new RegExp(`its clock is (59m|1h) ${how}`));
			await deck.sees(/data: 1 of 1 host fresh/);
			expect(deck.screen().join('\n')).not.toMatch(/-\d+[smhd]\b|NaN/);
			// It began when these tests did: an hour ago, or for an hour to come not at all, would be by the clock of the host.
			await deck.sees(/api .*\+ ok .* 0 ([1-5]0s|[1-9]m) v1 /, 30_000);
		},
	);

	test('a terminal of one cell and back: nothing is lost, the cursor is where it was', async () => {
		const deck = open({ columns: 80, rows: 24, env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.idle();
		for (const [columns, rows] of [
			[1, 1],
			[2, 24],
			[200, 1],
			[1, 1],
		] as const) {
			deck.resize(columns, rows);
			await deck.press('?', 'esc');
			await deck.idle();
		}
		deck.resize(80, 24);
		await deck.sees(/> +api .*\+ ok/);
		await deck.sees(/^ WATCHDECK/);
		await deck.sees('data: 1 of 1 host fresh');
	});

	test('the terminal hangs up: it ends by itself, without a report of a crash', async () => {
		const env = lab.env();
		const deck = start(['--config', lab.config(configOf())], { env });
		await deck.sees(/api .*\+ ok/);
		const pid = deck.pid();
		deck.hangUp();
		await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
		expect(crashesIn(folderOf(env)).map((name) => readFileSync(join(folderOf(env), name), 'utf8'))).toEqual([]);
	});

	test('SIGHUP: it ends with 129 and gives the terminal back', async () => {
		const env = lab.env();
		const deck = start(['--config', lab.config(configOf())], { env });
		await deck.sees(/api .*\+ ok/);
		deck.kill('SIGHUP');
		expect(await deck.exited()).toBe(129);
		expect(Object.values(deck.left())).not.toContain(true);
		expect(crashesIn(folderOf(env))).toEqual([]);
	});

	test('stdin is closed: the fleet is printed once, as without a terminal', async () => {
		const before = ['sh', '-c', 'exec "$@" <&-', 'closed'];
		const config = lab.config(configOf());
		const said = await watchdeck(['--config', config], { env: lab.env(), before });
		expect(said.text).toMatch(/api .*ok/);
		expect(said.code).toBe(0);
		const deck = start(['--config', config], { env: lab.env(), before });
		await deck.sees(/api .*ok/);
		expect(await deck.exited()).toBe(0);
		expect(Object.values(deck.left())).not.toContain(true);
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
