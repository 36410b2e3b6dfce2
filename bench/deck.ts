import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { spawn } from '@lydell/node-pty';
import { flags } from '../bin/flags.mjs';
import type { Piece } from './selection.ts';

const root = join(import.meta.dirname, '..');
/** Clock ticks a second in `/proc/PID/stat`; it is 100 on every Linux that people run. */
const ticks = 100;

/** CPU time of a process so far, in milliseconds (user and system; source: proc(5)). */
export const cpuOf = (pid: number): number => {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
};
/** Memory of a process that lies in RAM, in MiB. */
export const rssOf = (pid: number): number =>
	Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** The built program in a pty, with every piece of output and when it came. */
export interface Deck {
	readonly pid: number;
	readonly started: number;
	readonly bytes: () => number;
	/** Resolves with the time of the next output. */
	readonly output: () => Promise<number>;
	/** Writes a key and gives the milliseconds until the next output. */
	readonly key: (key: string) => Promise<number>;
	readonly write: (text: string) => void;
	readonly resize: (columns: number, rows: number) => void;
	/** Resolves when the output so far matches. */
	readonly shows: (pattern: RegExp) => Promise<number>;
	/** All that it printed. */
	readonly pieces: () => readonly Piece[];
	readonly quit: () => Promise<void>;
	/** Resolves when it ended by itself. */
	readonly ended: Promise<void>;
}

/** Starts `watchdeck` with these words at 200x50. */
export const startDeck = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Deck => {
	const { CI: _ci, ...inherited } = process.env;
	const started = performance.now();
	const pty = spawn(process.execPath, [...flags, join(root, 'bin/watchdeck.js'), ...args], {
		cols: 200,
		rows: 50,
		cwd: root,
		env: { ...inherited, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
	});
	let count = 0;
	let text = '';
	const pieces: Piece[] = [];
	let waiting: ((at: number) => void)[] = [];
	pty.onData((data) => {
		const at = performance.now();
		count += Buffer.byteLength(data);
		text = (text + data).slice(-200_000);
		pieces.push({ at, data });
		const woken = waiting;
		waiting = [];
		for (const wake of woken) wake(at);
	});
	const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()));
	const output = () => new Promise<number>((resolve) => waiting.push(resolve));
	const shows = async (pattern: RegExp): Promise<number> => {
		let at = performance.now();
		while (!pattern.test(text))
			at = await Promise.race([output(), ended.then(() => Promise.reject(new Error(`ended: ${text.slice(-2000)}`)))]);
		return at;
	};
	return {
		pid: pty.pid,
		started,
		bytes: () => count,
		output,
		key: async (key) => {
			const next = output();
			const at = performance.now();
			pty.write(key);
			return (await next) - at;
		},
		write: (keys) => pty.write(keys),
		resize: (columns, rows) => pty.resize(columns, rows),
		shows,
		pieces: () => pieces,
		quit: async () => {
			pty.kill('SIGTERM');
			await ended;
		},
		ended,
	};
};
