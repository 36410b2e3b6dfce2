import { spawn } from 'node:child_process';
import { ROOT } from './driver.ts';

/** What a command without a terminal wrote, and how it ended: its exit code, 128 + its number after a signal. */
export interface Said {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	/** Both, with runs of spaces as one: for looking for sentences. */
	readonly text: string;
}

/** How a command is started. */
export interface Headless {
	readonly env: Readonly<Record<string, string>>;
	/** Words before the program's: `setpriv …`. */
	readonly before?: readonly string[];
	readonly folder?: string;
	/** Where the program lies, when not in the project's folder. */
	readonly root?: string;
	/** Another copy of Node to run it with. */
	readonly node?: string;
	/** Called once it was started, with its process id. */
	readonly started?: (pid: number) => void;
	/** Called at each piece of output with all that was written so far, and a way to send a signal. */
	readonly watch?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const KILLED = 128;
const numbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Runs the built program with these arguments, without a terminal, to its end. */
export function watchdeck(args: readonly string[], options: Headless): Promise<Said> {
	const { env, before = [], folder = ROOT, root = ROOT, node = process.execPath } = options;
	const [program = '', ...words] = [...before, node, `${root}/bin/watchdeck.js`, ...args];
	const child = spawn(program, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
	if (child.pid !== undefined) options.started?.(child.pid);
	let [out, err] = ['', ''];
	const watch = () => options.watch?.(out + err, (signal) => child.kill(signal));
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
		watch();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		err += text;
		watch();
	});
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code, signal) => {
			const ended = code ?? KILLED + (signal ? (numbers[signal] ?? 0) : 0);
			resolve({ code: ended, out, err, text: `${out}\n${err}`.replace(/\s+/g, ' ') });
		});
	});
}
