import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Tool } from './databases/containers.ts';

/** A real Redis in a folder of its own. */
export interface Redis {
	readonly port: number;
	readonly folder: string;
	readonly daemon: Daemon;
	/** What `redis-cli` prints of a command. */
	readonly run: (...words: readonly string[]) => string;
	/** Runs its client: the program (`redis-cli`), arguments and what comes on standard input. */
	readonly tool: Tool;
	readonly stop: () => Promise<void>;
}

/** What a Redis is told when it starts. */
export interface RedisOptions {
	readonly password?: string;
	/** By the names of its config file, e.g. `{ maxmemory: '5mb' }`. */
	readonly settings?: Readonly<Record<string, string>>;
	/** A folder with data that it loads; kept when it stops. Unless given: one of its own. */
	readonly data?: string;
	/** The line that says that it is ready. */
	readonly ready?: RegExp;
}

/** Starts one on a free port of loopback, which saves nothing unless it is told to. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
	const { password, settings = {}, data, ready = /Ready to accept connections/ } = options;
	const folder = data ?? mkdtempSync(join(tmpdir(), 'watchdeck-redis-'));
	const port = await freePort();
	const own = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', daemonize: 'no' };
	const login = password === undefined ? {} : { requirepass: password, masterauth: password };
	const args = Object.entries({ ...own, ...login, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
	const daemon = await startDaemon('redis-server', args, ready);
	const auth = password === undefined ? [] : ['-a', password, '--no-auth-warning'];
	// `-e`: an error of the command is one of the program.
	const cli = ['-e', '-p', String(port), ...auth];
	const tool: Tool = (program, args, input = '') =>
		execFileSync(program, [...cli, ...args], { input, maxBuffer: 2 ** 30 });
	return {
		port,
		folder,
		daemon,
		tool,
		run: (...words) => tool('redis-cli', words).toString().trim(),
		stop: async () => {
			if (existsSync(`/proc/${daemon.pid}`)) process.kill(daemon.pid, 'SIGCONT');
			await daemon.stop();
			if (data === undefined) rmSync(folder, { recursive: true, force: true });
		},
	};
}
