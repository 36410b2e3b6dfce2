import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A server that the lab runs. */
export interface Daemon {
	readonly pid: number;
	/** Its last lines of output. */
	readonly output: () => string;
	/** Asks it to end and waits until it has; kills it after ten seconds. */
	readonly stop: () => Promise<void>;
}

const KEPT_LINES = 200;

/** Starts a server and waits for the line of its output that says it is ready, 30 seconds at most. */
export function startDaemon(program: string, args: readonly string[], ready: RegExp): Promise<Daemon> {
	// A process group of its own: ctrl-c goes to all of the terminal's, and the lab ends its servers itself, in its order.
	// Those written in Go, and what they start, collect their garbage at five times what they hold, not at two: there is memory.
	const env = { GOGC: '400', ...process.env };
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
	const lines: string[] = [];
	const output = () => lines.join('\n');
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
	const stop = async () => {
		child.kill('SIGTERM');
		const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
		await gone;
		clearTimeout(late);
	};
	return new Promise((resolve, reject) => {
		const fail = (why: string) => {
			clearTimeout(late);
			child.kill('SIGKILL');
			reject(new Error(`${program} ${why}:\n${output()}`));
		};
		const late = setTimeout(() => fail('is not ready after 30 s'), 30_000);
		const see = (line: string) => {
			lines.push(line);
			if (lines.length > KEPT_LINES) lines.shift();
			if (!ready.test(line)) return;
			clearTimeout(late);
			resolve({ pid: child.pid ?? 0, output, stop });
		};
		for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', see);
		child.once('error', (error) => fail(`could not be started: ${error.message}`));
		child.once('exit', (code, signal) => fail(`ended (${signal ?? code})`));
	});
}
