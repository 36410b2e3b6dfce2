import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** More than the 64 KiB that a pipe takes at once. */
const long = 300_000;
const patience = 20_000;

describe('the end of a command', () => {
	let own: string;
	beforeEach(() => {
		own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	});
	afterEach(() => rmSync(own, { recursive: true }));

	/** Starts Node with what it prints going to a pipe, or to a file of that number. */
	const begin = (args: readonly string[], out: 'pipe' | number = 'pipe') => {
		const env = { PATH: process.env['PATH'] ?? '', HOME: own, XDG_STATE_HOME: own };
		const child = spawn(process.execPath, args, { env, stdio: ['ignore', out, 'pipe'], timeout: patience });
		const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
		return { child, ended, err: text(child.stderr as Readable) };
	};
	/** A script that prints so much, lets go on what it left open, and ends. */
	const script = (print: string, code: number): readonly string[] => [
		'--input-type=module',
		'-e',
		`import { watchOutput } from './src/cli/output.ts';
		const endWith = watchOutput();
		setInterval(() => {}, 1000);
		${print}
		await endWith(${code});`,
	];
	const lines = `process.stdout.write('x'.repeat(${long}));`;

	test('waits until a slow reader has taken everything', async () => {
		const { child, ended } = begin(script(`${lines} process.stderr.write('begun');`, 2));
		// Nothing is read of it before the program has written what the pipe takes.
		await new Promise((resolve) => child.stderr?.once('readable', resolve));
		expect(await text(child.stdout as Readable)).toHaveLength(long);
		expect(await ended).toBe(2);
	});

	test('comes quietly where the reader has gone', async () => {
		const { child, ended, err } = begin(script(lines, 2));
		child.stdout?.destroy();
		expect([await ended, await err]).toEqual([2, '']);
	});

	test.each([
		['ok', 0, 1],
		['something else', 2, 2],
	])('says that the output did not fit on its disk: the outcome is %s', async (_what, code, exit) => {
		const later = `${lines} await new Promise((resolve) => setTimeout(resolve));`;
		for (const print of [lines, later, later + lines]) {
			const { ended, err } = begin(script(print, code), openSync('/dev/full', 'w'));
			expect([await ended, await err]).toEqual([
				exit,
				'watchdeck: Not all of the output could be written: ENOSPC: no space left on device, write.\n',
			]);
		}
	});

	test('is the one of every command', async () => {
		const { ended, err } = begin(['src/cli/main.ts', 'schema'], openSync('/dev/full', 'w'));
		expect([await ended, await err]).toEqual([1, expect.stringContaining('ENOSPC')]);
		expect(readdirSync(own)).toEqual([]);
	});
});
