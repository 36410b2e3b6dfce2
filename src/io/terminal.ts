import { writeSync } from 'node:fs';
import type { Shown } from '../core/shown.ts';
import type { Env } from './local/exec.ts';

/** The terminal that we were started in. */
export interface Terminal {
	/** Can a person see and type here? Both stdin and stdout are a terminal. */
	readonly interactive: boolean;
	readonly size: () => { readonly columns: number; readonly rows: number };
	readonly title: (text: Shown) => void;
	/** Puts text into the clipboard of the terminal (OSC 52); false: it is too long for that, or there is no terminal. */
	readonly copy: (lines: readonly Shown[]) => boolean;
	/** Rings the bell; with a text it asks the terminal to notify its user too (OSC 9, OSC 777). */
	readonly call: (text?: Shown) => void;
	/** Has the terminal report presses and the wheel of the mouse, or lets it have its own selection again. */
	readonly mouse: (on: boolean) => void;
	/**
	 * Whether a line that is too long goes on in the next row (DECAWM). On a full screen it must not: a frame that was drawn
	 * for a wider window, as each one is that meets a window getting narrower, would push its first rows out at the top.
	 */
	readonly wraps: (on: boolean) => void;
	/** Writes what gives the terminal back on any exit, also after an error that nobody caught. Gives what ends that. */
	readonly guard: () => () => void;
	/** Gives the terminal back now: the cursor, the main screen, no paste or mouse mode, no title of ours. */
	readonly restore: () => void;
}

/** What a terminal needs to know of its process. */
export interface TerminalStreams {
	readonly stdin: { readonly isTTY?: boolean };
	readonly stdout: {
		readonly isTTY?: boolean;
		readonly columns?: number;
		readonly rows?: number;
		readonly fd?: number;
	};
	readonly env: Env;
}

const esc = '\u001b';
const bell = '\u0007';
/** Many terminals take no more than this at once, in bytes of base64. */
const mostCopied = 100_000;
/** The size that every screen must work at. */
const smallest = { columns: 80, rows: 24 };

/**
 * Resets, in this order: text attributes, bracketed paste, mouse modes, focus reports, keyboard protocol, line wrap,
 * the alternate screen, the cursor, the title. Harmless where nothing was set. Source: xterm control sequences.
 */
export const restoreSequence = [
	`${esc}[0m`,
	`${esc}[?2004l`,
	...[1000, 1002, 1003, 1006].map((mode) => `${esc}[?${mode}l`),
	`${esc}[?1004l`,
	`${esc}[<u`,
	`${esc}[?7h`,
	`${esc}[?1049l`,
	`${esc}[?25h`,
	`${esc}]0;${bell}`,
].join('');

/** Presses and the wheel, in the form that has no limit of columns (xterm: 1000, and 1006 for SGR). */
const mouseModes = [1000, 1006];

/** tmux passes a sequence on only when it is wrapped, with each escape doubled; screen likewise without the doubling. */
export function wrapped(sequence: string, env: Env): string {
	if (env['TMUX'] !== undefined && env['TMUX'] !== '')
		return `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\`;
	if (env['TERM']?.startsWith('screen') === true) return `${esc}P${sequence}${esc}\\`;
	return sequence;
}

/** The sequence that copies a text; undefined when it is too long for terminals to take. */
export function copySequence(text: string, env: Env): string | undefined {
	const coded = Buffer.from(text).toString('base64');
	return coded.length > mostCopied ? undefined : wrapped(`${esc}]52;c;${coded}${bell}`, env);
}

/** What rings and notifies: OSC 9 (iTerm2, kitty, WezTerm) and OSC 777 (foot, Ghostty, urxvt); a console only rings. */
export function callSequence(text: string, env: Env): string {
	if (env['TERM'] === 'linux') return bell;
	// In OSC 777 a semicolon ends a field, and in both the text ends at a control character, of which it has none.
	const said = text.replaceAll(';', ',');
	return `${bell}${wrapped(`${esc}]9;${said}${bell}`, env)}${wrapped(`${esc}]777;notify;watchdeck;${said}${bell}`, env)}`;
}

/** The terminal of these streams. */
export function makeTerminal({ stdin, stdout, env }: TerminalStreams): Terminal {
	const shows = stdout.isTTY === true;
	const write = (text: string) => {
		if (!shows) return;
		try {
			// At an exit there is no time for a stream: this is written when the call returns.
			writeSync(stdout.fd ?? 1, text);
		} catch {
			// The terminal is gone (it hung up); there is nobody to tell.
		}
	};
	const restore = () => write(restoreSequence);
	return {
		interactive: shows && stdin.isTTY === true,
		size: () => ({ columns: stdout.columns || smallest.columns, rows: stdout.rows || smallest.rows }),
		title: (text) => write(`${esc}]0;${text}${bell}`),
		copy: (lines) => {
			// In base64 a line end is no control character any more.
			const sequence = shows ? copySequence(lines.join('\n'), env) : undefined;
			if (sequence !== undefined) write(sequence);
			return sequence !== undefined;
		},
		call: (text) => write(text === undefined ? bell : callSequence(text, env)),
		mouse: (on) => write(mouseModes.map((mode) => `${esc}[?${mode}${on ? 'h' : 'l'}`).join('')),
		wraps: (on) => write(`${esc}[?7${on ? 'h' : 'l'}`),
		guard: () => {
			process.on('exit', restore);
			return () => {
				process.off('exit', restore);
			};
		},
		restore,
	};
}
