import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Deck, start } from './driver.ts';

const EX_SOFTWARE = 70;
const words = 'watchdeck failed by a bug of its own';

describe('a bug', () => {
	let own: string;
	beforeEach(() => {
		own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	});
	afterEach(() => rmSync(own, { recursive: true }));
	const state = () => join(own, 'state', 'watchdeck');
	const crashed = async (how: string): Promise<{ readonly deck: Deck; readonly code: number }> => {
		const deck = start(['demo'], {
			...{ columns: 200, rows: 70 },
			env: {
				...{ PATH: process.env['PATH'] ?? '', HOME: own, TERM: 'xterm-256color', TMPDIR: own },
				...{ XDG_STATE_HOME: join(own, 'state'), XDG_CONFIG_HOME: join(own, 'config'), WATCHDECK_TEST_CRASH: how },
			},
		});
		await deck.sees('DEMO');
		await deck.press('j', 'j', '!');
		return { deck, code: await deck.exited() };
	};

	test.each(['throw', 'reject', 'draw'])('gives the terminal back, leaves a report and says so: %s', async (how) => {
		const { deck, code } = await crashed(how);
		expect(code).toBe(EX_SOFTWARE);
		expect(Object.values(deck.left())).not.toContain(true);
		const [name = '', ...more] = readdirSync(state()).filter((file) => file.startsWith('crash-'));
		expect(more).toEqual([]);
		const path = join(state(), name);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		// The demo's own database goes with it.
		expect(readdirSync(own).filter((file) => file.startsWith('watchdeck-'))).toEqual([]);
		const report = readFileSync(path, 'utf8');
		expect(report).toMatch(/^watchdeck crash report\n\ntime {6}\d{4}-\S+Z\nversion {3}\d+\.\d+\.\d+\nnode {6}v\d+/);
		expect(report).toContain(`Error: a bug for a test (${how}), password=•••\n    at `);
		expect(report).not.toContain('hunter2');
		expect(report).toMatch(/last events, newest at the end\n(.+\n)* {2}row\/selected/);
		// Nothing of the frame is left above it, and nothing was written over it.
		expect(deck.written.map(({ text }) => text).join('')).not.toContain(' ERROR ');
		const rows = deck.screen().filter((row) => row !== '');
		expect(rows[0]).toBe(`${words}; the report is ${path}, and \`watchdeck resume\` shows what was interrupted.`);
		expect(rows[1]).toMatch(/^speed /);
	});

	test('is told in full where no report can be written', async () => {
		mkdirSync(join(own, 'state'));
		writeFileSync(state(), 'a file where the folder should be');
		const { deck, code } = await crashed('throw');
		expect(code).toBe(EX_SOFTWARE);
		const text = deck.screen().join('\n');
		expect(text).toContain('No report:');
		expect(text).toContain('Error: a bug for a test (throw)');
	});
});
