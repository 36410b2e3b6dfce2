import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ROOT, start } from './driver.ts';

describe('the cockpit from `npm start`', () => {
	let own: string;
	beforeEach(() => {
		own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	});
	afterEach(() => rmSync(own, { recursive: true }));

	/** The cockpit drawn, and its own process: the child of the one that was started. */
	const drawn = async () => {
		const deck = start(['demo'], {
			program: [process.execPath, join(ROOT, 'bin/start.mjs')],
			env: { PATH: process.env['PATH'] ?? '', HOME: own, TERM: 'xterm-256color', TMPDIR: own, XDG_STATE_HOME: own },
		});
		await deck.sees('DEMO');
		const parent = deck.pid();
		const cockpit = Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')[0]);
		return { deck, cockpit };
	};

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('ends with what started it, by %s', async (signal, code) => {
		const { deck, cockpit } = await drawn();
		deck.kill(signal);
		const ended = await deck.exited();
		const isAlive = existsSync(`/proc/${cockpit}`);
		if (isAlive) process.kill(cockpit, 'SIGKILL');
		expect([ended, isAlive]).toEqual([code, false]);
		expect(Object.values(deck.left())).not.toContain(true);
	});

	test('gives its exit code', async () => {
		const { deck, cockpit } = await drawn();
		process.kill(cockpit, 'SIGTERM');
		expect(await deck.exited()).toBe(143);
	});

	test('goes on where what started it is interrupted', async () => {
		const { deck, cockpit } = await drawn();
		deck.kill('SIGINT');
		await deck.press('?');
		await deck.idle();
		expect(existsSync(`/proc/${cockpit}`)).toBe(true);
		deck.kill('SIGTERM');
		expect(await deck.exited()).toBe(143);
	});

	test('gives the terminal back where it was killed', async () => {
		const { deck, cockpit } = await drawn();
		process.kill(cockpit, 'SIGKILL');
		expect(await deck.exited()).toBe(137);
		expect(Object.values(deck.left())).not.toContain(true);
	});

	test('draws all anew where somebody else stopped it', async () => {
		const { deck, cockpit } = await drawn();
		process.kill(cockpit, 'SIGSTOP');
		writeFileSync(`/proc/${cockpit}/fd/1`, '\u001b[2;1Hroot@vps:~# vi notes');
		await deck.sees('vi notes');
		process.kill(cockpit, 'SIGCONT');
		await deck.seesNo('vi notes');
		await deck.sees(/ AGE$/m);
		expect(deck.screen()[0]).toMatch(/^ WATCHDECK /);
		deck.kill('SIGTERM');
		expect(await deck.exited()).toBe(143);
	});

	test.each([
		[80, 24],
		[100, 30],
		[60, 20],
	])('gives the terminal to the shell by ctrl-z, and comes back by fg: %i x %i', async (columns, rows) => {
		const command = [process.execPath, join(ROOT, 'bin/start.mjs'), 'demo'].join(' ');
		const deck = start([], {
			program: ['bash', '--norc', '--noprofile', '-i'],
			env: { PATH: process.env['PATH'] ?? '', HOME: own, TERM: 'xterm-256color', TMPDIR: own, XDG_STATE_HOME: own },
		});
		const enter = (line: string) => {
			for (const key of [...line, 'enter']) deck.hit(key);
		};
		enter(command);
		await deck.sees('all well');
		deck.hit('\u001a');
		await deck.sees('Stopped');
		await deck.seesNo('DEMO');
		deck.resize(columns, rows);
		enter('fg');
		await deck.sees('DEMO');
		await vi.waitFor(() => {
			expect(deck.screen()[0]).toMatch(/^ WATCHDECK /);
			expect(deck.screen()[0]?.lastIndexOf('Z')).toBe(columns - 2);
			expect(deck.screen()[rows - 1]).toMatch(/^ data: /);
		}, 10_000);
		deck.hit('q');
		await deck.sees(/Leave watchdeck|quit/i);
		deck.hit('y');
		await deck.seesNo('DEMO');
		enter('exit 7');
		expect(await deck.exited()).toBe(7);
	});
});
