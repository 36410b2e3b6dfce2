// Drives the built program as a person would: keys into a pty, a screen out of a headless terminal.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The sizes that every screen is designed for. */
export const SIZES = [
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 50 },
] as const;

/** How the program is started. Only `env` is given to it, and an operator's name where it has none, so that `CI` and the like do not change what it draws. */
export interface Start {
	readonly columns?: number;
	readonly rows?: number;
	readonly env: Readonly<Record<string, string>>;
	/** Words before the program's: `setpriv …`. */
	readonly before?: readonly string[];
	/** Another program instead of watchdeck, for the driver's own tests. */
	readonly program?: readonly string[];
	readonly folder?: string;
}

/** Bytes that the program wrote, and when they came: milliseconds since 1970. */
export interface Written {
	readonly at: number;
	readonly text: string;
}

/** Signs that stand side by side and look the same. Colours are of xterm's 256, or `#rrggbb`; none: the terminal's own. */
export interface Run {
	readonly text: string;
	readonly cells: number;
	readonly colour?: number | string;
	readonly ground?: number | string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
}

/** A running program, its keyboard and its screen. What waits gives up after `PATIENCE` and says what is on the screen. */
export interface Deck {
	/** Presses keys, each when the program is idle: `r`, `enter`, `esc`, `ctrl-c`, `up`. */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	/** Does something with the mouse, when the program is idle; cells from 1. Buttons: 0 is the left one, 64 and 65 the wheel up and down. */
	readonly point: (button: number, column: number, row: number) => Promise<void>;
	/** Presses a key at once, whatever the program is doing. */
	readonly hit: (key: string) => void;
	/** Types a line at once for what the program gave the terminal to: the program itself hears none of it. */
	readonly tell: (line: string) => void;
	/** Types a text, a key at a time. */
	readonly type: (text: string) => Promise<void>;
	readonly enter: () => Promise<void>;
	readonly esc: () => Promise<void>;
	/** Sends a text as a terminal sends what was pasted. */
	readonly paste: (text: string) => Promise<void>;
	/** Waits until the program has taken all keys and waits for nothing itself. */
	readonly idle: () => Promise<void>;
	/** Waits until something holds; gives the time of the bytes. */
	readonly until: (what: string, holds: () => boolean) => Promise<number>;
	/** Waits until the screen shows a text (runs of spaces count as one) or fits a pattern; gives the time of the bytes. */
	readonly sees: (wanted: string | RegExp, within?: number) => Promise<number>;
	/** Waits until the screen does not show it any more. */
	readonly seesNo: (unwanted: string | RegExp, within?: number) => Promise<number>;
	/** Moves down until the selected row shows this name. */
	readonly select: (name: string) => Promise<void>;
	/** The rows of the screen as they are now, without trailing spaces. */
	readonly screen: () => readonly string[];
	/** The screen with how each sign is drawn, a row of runs of the same looks each. */
	readonly picture: () => readonly (readonly Run[])[];
	readonly resize: (columns: number, rows: number) => void;
	/** Sends a signal to the program itself. */
	readonly kill: (signal: NodeJS.Signals) => void;
	/** Closes the terminal under the program, as a window that is closed or a connection that is cut. */
	readonly hangUp: () => void;
	/** Waits for the end; gives the exit code, 128 + its number after a signal. */
	readonly exited: () => Promise<number>;
	/** Everything that it wrote. */
	readonly written: readonly Written[];
	/** What it left behind in the terminal; of use after `exited`. */
	readonly left: () => Left;
	readonly pid: () => number;
}

/** The terminal after the program: all false when it was given back clean. */
export interface Left {
	readonly alternateScreen: boolean;
	readonly hiddenCursor: boolean;
	readonly bracketedPaste: boolean;
	readonly mouse: boolean;
	readonly rawMode: boolean;
}

const PATIENCE = 20_000;
/** The program writes this when it is idle, with the number of keys that it has handled; terminals ignore it (APC). */
const ESC = '\u001b';
const IDLE = new RegExp(`${ESC}_watchdeck:idle:(\\d+)${ESC}\\\\`, 'g');
const KEYS: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	space: ' ',
	backspace: '\u007f',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	pagedown: '\u001b[6~',
	'ctrl-c': '\u0003',
	'ctrl-r': '\u0012',
	'ctrl-d': '\u0004',
	'ctrl-u': '\u0015',
};

/** `sh` stays in the terminal when the program has ended and shows in which mode it was left. */
const AFTERWARDS = '"$@"; code=$?; printf "\\n"; stty -a; exit "$code"';

const squeezed = (rows: readonly string[]) => rows.map((row) => row.replace(/\s+/g, ' ')).join('\n');
const shows = (rows: readonly string[], wanted: string | RegExp) =>
	typeof wanted === 'string' ? squeezed(rows).includes(wanted.replace(/\s+/g, ' ')) : wanted.test(squeezed(rows));

interface Waiter {
	readonly holds: () => boolean;
	readonly done: (at: number) => void;
	readonly fail: (error: Error) => void;
}

/** The program in its terminal: what it wrote, what the screen shows, and who waits for it. */
function watchProgram(pty: IPty, term: xterm.Terminal) {
	const written: Written[] = [];
	const waiters = new Set<Waiter>();
	let text = '';
	let handled = -1;
	let code: number | undefined;
	const screen = () =>
		Array.from({ length: term.rows }, (_, y) => {
			const { active } = term.buffer;
			// Of a line that was longer before the screen got narrower the terminal keeps more than it shows.
			return active.getLine(active.viewportY + y)?.translateToString(true, 0, term.cols) ?? '';
		});
	const look = (at: number) => {
		for (const waiter of waiters) if (waiter.holds()) waiter.done(at);
	};
	pty.onData((data) => {
		const at = performance.timeOrigin + performance.now();
		written.push({ at, text: data });
		text = text.slice(-64) + data;
		for (const [, keys] of text.matchAll(IDLE)) handled = Math.max(handled, Number(keys));
		term.write(data, () => look(at));
	});
	const exit = new Promise<number>((resolve) => {
		pty.onExit(({ exitCode }) => {
			term.write('', () => {
				code = exitCode;
				look(Date.now());
				for (const waiter of waiters) waiter.fail(new Error(`it ended with ${exitCode}`));
				resolve(exitCode);
			});
		});
	});
	const waits = (what: string, holds: () => boolean, within = PATIENCE) =>
		new Promise<number>((resolve, reject) => {
			if (holds()) return resolve(Date.now());
			const end = () => {
				clearTimeout(late);
				waiters.delete(waiter);
			};
			const fail = (error: Error) => {
				end();
				reject(new Error(`${what}: ${error.message}. The screen:\n${screen().join('\n')}`));
			};
			const done = (at: number) => {
				end();
				resolve(at);
			};
			const waiter = { holds, fail, done };
			const late = setTimeout(() => fail(new Error(`not within ${within} ms`)), within);
			if (code === undefined) waiters.add(waiter);
			else fail(new Error(`it has ended with ${code}`));
		});
	return { written, screen, waits, exit, handled: () => handled };
}

const colourOf = (cell: xterm.IBufferCell, of: 'Fg' | 'Bg'): number | string | undefined => {
	if (cell[`is${of}Default`]()) return undefined;
	const colour = cell[`get${of}Color`]();
	return cell[`is${of}RGB`]() ? `#${colour.toString(16).padStart(6, '0')}` : colour;
};

const looksOf = (cell: xterm.IBufferCell) => {
	const colour = colourOf(cell, 'Fg');
	const ground = colourOf(cell, 'Bg');
	return {
		...(colour === undefined ? {} : { colour }),
		...(ground === undefined ? {} : { ground }),
		...{ bold: cell.isBold() !== 0, dim: cell.isDim() !== 0, inverse: cell.isInverse() !== 0 },
	};
};

/** The rows of a terminal as runs of the same looks. */
const pictureOf = (term: xterm.Terminal): readonly (readonly Run[])[] =>
	Array.from({ length: term.rows }, (_, y) => {
		const line = term.buffer.active.getLine(term.buffer.active.viewportY + y);
		const runs: Run[] = [];
		let looks = '';
		for (let x = 0; x < term.cols; x += 1) {
			const cell = line?.getCell(x);
			// The second half of a wide sign has no width.
			if (cell === undefined || cell.getWidth() === 0) continue;
			const next = { ...looksOf(cell), text: cell.getChars() || ' ', cells: cell.getWidth() };
			const last = JSON.stringify(looksOf(cell)) === looks ? runs.pop() : undefined;
			looks = JSON.stringify(looksOf(cell));
			runs.push({ ...next, text: (last?.text ?? '') + next.text, cells: (last?.cells ?? 0) + next.cells });
		}
		return runs;
	});

const leftBehind = (term: xterm.Terminal, written: readonly Written[], screen: readonly string[]): Left => {
	const all = written.map(({ text }) => text).join('');
	return {
		alternateScreen: term.buffer.active.type === 'alternate',
		hiddenCursor: all.lastIndexOf('\u001b[?25l') > all.lastIndexOf('\u001b[?25h'),
		bracketedPaste: term.modes.bracketedPasteMode,
		mouse: term.modes.mouseTrackingMode !== 'none',
		rawMode: !/(^|\s)icanon\b/m.test(screen.join('\n')) || !/(^|\s)echo\b/m.test(screen.join('\n')),
	};
};

/** The one child of a process. */
const childOf = (pid: number) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

/** Closes our end of a terminal; the kernel tells the program that it hung up. Its types do not name it, the class has it. */
function hangUp(pty: IPty): void {
	if (!('destroy' in pty) || typeof pty.destroy !== 'function') throw new Error('a terminal that cannot be closed');
	pty.destroy();
}

/** Starts the built program, in a terminal of this size. */
export function start(args: readonly string[], options: Start): Deck {
	const { columns = 80, rows = 24, env, before = [], folder = ROOT } = options;
	const program = options.program ?? [process.execPath, `${ROOT}/bin/watchdeck.js`];
	const term = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
	const pty = spawn('sh', ['-c', AFTERWARDS, 'sh', ...before, ...program, ...args], {
		cols: columns,
		rows,
		cwd: folder,
		name: env['TERM'] ?? 'xterm-256color',
		// The tests run as root, an account that is asked who acts, and on machines without a locale.
		env: { WATCHDECK_OPERATOR: 'tester', LANG: 'C.UTF-8', ...env, WATCHDECK_TEST: '1' },
	});
	const { written, screen, waits, exit, handled } = watchProgram(pty, term);
	let sent = 0;
	const send = (bytes: string) => {
		sent += 1;
		pty.write(bytes);
	};
	const bytesOf = (key: string) => {
		const bytes = KEYS[key] ?? key;
		if ([...bytes].length > 1 && KEYS[key] === undefined) throw new Error(`there is no key ${key}`);
		return bytes;
	};
	const idle = async () => {
		await waits('idle', () => handled() >= sent);
	};
	const press = async (...keys: readonly string[]) => {
		for (const key of keys) {
			await idle();
			send(bytesOf(key));
		}
	};
	/** A list and its names end before this column. */
	const nameEnds = 100;
	const select = async (name: string) => {
		// What stands beside a list names services, too: only the beginning of the row counts.
		const selected = () =>
			screen().some((row) => row.includes('>') && row.slice(row.indexOf('>'), nameEnds).includes(name));
		await press('g');
		for (let moves = 0; moves < rows; moves += 1) {
			await idle();
			if (selected()) return;
			await press('j');
		}
		throw new Error(`No row of ${name} can be selected. The screen:\n${screen().join('\n')}`);
	};
	return {
		press,
		select,
		idle,
		until: (what, holds) => waits(what, holds),
		screen,
		picture: () => pictureOf(term),
		written,
		point: async (button, column, row) => {
			await idle();
			send(`\u001b[<${button};${column};${row}M`);
		},
		hit: (key) => send(bytesOf(key)),
		tell: (line) => pty.write(`${line}\r`),
		type: (text) => press(...text),
		enter: () => press('enter'),
		esc: () => press('esc'),
		paste: async (text) => {
			await idle();
			send(`\u001b[200~${text}\u001b[201~`);
		},
		sees: (wanted, within) => waits(`sees ${wanted}`, () => shows(screen(), wanted), within),
		seesNo: (unwanted, within) => waits(`sees no ${unwanted}`, () => !shows(screen(), unwanted), within),
		resize: (c, r) => {
			term.resize(c, r);
			pty.resize(c, r);
		},
		kill: (signal) => process.kill(childOf(pty.pid), signal),
		pid: () => childOf(pty.pid),
		hangUp: () => hangUp(pty),
		exited: () => exit,
		left: () => leftBehind(term, written, screen()),
	};
}
