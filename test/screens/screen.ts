// Draws the cockpit into a headless terminal, with a clock, a keyboard and numbers that the test owns.

import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { render } from 'ink';
import { createElement, type ReactElement } from 'react';
import { makePaint } from '../../src/components/paint.ts';
import { looksOf } from '../../src/components/themes.ts';
import type { Command } from '../../src/core/command.ts';
import type { Event } from '../../src/core/event.ts';
import type { Mouse } from '../../src/core/mouse.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { type Deck, DeckContext } from '../../src/hooks/context.ts';
import { makePointer } from '../../src/hooks/pointer.ts';
import { commands as all } from '../../src/screens/index.ts';
import { Root } from '../../src/screens/root.tsx';
import { makeClock } from '../../src/store/clock.ts';
import { createLines } from '../../src/store/lines.ts';
import { makeNumbers } from '../../src/store/series.ts';
import { makeStore } from '../../src/store/store.ts';

/** What is drawn, and from when on. The size of the terminal is the state's. */
export interface Shown {
	readonly state: State;
	/** The time at which the test begins. */
	readonly at: number;
	/** More commands than those of the screens: the actions, which app makes. */
	readonly commands?: readonly Command[];
	readonly colours?: boolean;
	/** The mouse is heard. */
	readonly mouse?: true;
	/** The log of calls. */
	readonly calls?: NonNullable<Feeds['calls']>;
	/** Instead of the whole cockpit. */
	readonly element?: ReactElement;
}

/** The cockpit in a terminal. */
export interface Screen {
	/** Presses keys one after another: `r`, `enter`, `up`; each is drawn before the next. */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	/** Sends bytes in one piece, as a slow terminal or a held key does; `heard`: so many keys are in it. */
	readonly send: (bytes: string, heard: number) => Promise<void>;
	readonly paste: (text: string) => Promise<void>;
	/** Does something with the mouse; cells from 0. */
	readonly point: (mouse: Mouse) => Promise<void>;
	readonly dispatch: (...events: readonly Event[]) => Promise<void>;
	/** Lets time go by: the clock beats once at its end. */
	readonly advance: (length: number) => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	/** The rows of the terminal, without blanks at their ends. */
	readonly text: () => Promise<readonly string[]>;
	/** The colour and weight of the cell at the beginning of a text on the screen. */
	readonly look: (
		text: string,
	) => Promise<{ readonly colour: number; readonly bold: boolean; readonly inverse: boolean }>;
	readonly state: () => State;
	/** Every event that was dispatched. */
	readonly events: readonly Event[];
	readonly numbers: ReturnType<typeof makeNumbers>;
	readonly lines: ReturnType<typeof createLines>;
	/** Lines that the terminal scrolled away; always none. */
	readonly scrolled: () => number;
	/** Bytes written since the start. */
	readonly bytes: () => number;
	readonly end: () => void;
}

const keyBytes: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	'shift-tab': '\u001b[Z',
	space: ' ',
	backspace: '\u007f',
	delete: '\u001b[3~',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-r': '\u0012',
	'ctrl-u': '\u0015',
	'ctrl-z': '\u001a',
};

/** A keyboard and a display as Ink asks for them. */
function makeStreams(term: xterm.Terminal) {
	let bytes = 0;
	const out = new Writable({
		decodeStrings: false,
		write: (chunk, _encoding, done) => {
			bytes += String(chunk).length;
			term.write(String(chunk), done);
		},
	});
	const stdout = Object.assign(out, { columns: term.cols, rows: term.rows, isTTY: true });
	const keyboard = { isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin };
	const stdin: PassThrough = Object.assign(new PassThrough(), keyboard);
	return { stdin, stdout, bytes: () => bytes };
}

/** Draws the cockpit, or one element of it, and gives what a test needs to drive it. */
export async function show({
	state,
	at,
	commands = [],
	colours = true,
	mouse,
	calls,
	element,
}: Shown): Promise<Screen> {
	const { columns, rows } = state.ui.size;
	const term = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100, convertEol: true });
	const { stdin, stdout, bytes } = makeStreams(term);
	let now = at;
	let heard = 0;
	let waiting: { readonly keys: number; readonly done: () => void } | undefined;
	const events: Event[] = [];
	const store = makeStore(state, (before, event) => {
		events.push(event);
		return reduce(before, event);
	});
	const numbers = makeNumbers();
	const lines = createLines();
	const clock = makeClock(() => now);
	const pointer = makePointer();
	const deck: Deck = {
		store,
		feeds: {
			numbers: numbers.numbers,
			lines: lines.lines,
			linesChanged: lines.subscribe,
			...(calls === undefined ? {} : { calls }),
		},
		clock,
		commands: [...commands, ...all],
		...(mouse === true ? { pointer } : {}),
		paint: makePaint(looksOf('terminal', colours ? '16' : 'none')),
		onKey: () => {
			heard += 1;
			if (waiting !== undefined && heard >= waiting.keys) waiting.done();
		},
	};
	const app = render(createElement(DeckContext, { value: deck }, element ?? createElement(Root)), {
		// Ink asks no more of its streams than these have; its types say those of a real terminal.
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		...{ alternateScreen: true, incrementalRendering: true, maxFps: 120, exitOnCtrlC: false, interactive: true },
		// vitest's console cannot be patched.
		patchConsole: false,
	});
	const drawn = async (): Promise<void> => {
		await new Promise<void>((done) => setImmediate(done));
		await app.waitUntilRenderFlush();
		await new Promise<void>((done) => term.write('', done));
	};
	const send = async (text: string, count: number): Promise<void> => {
		const all = new Promise<void>((done) => {
			waiting = { keys: heard + count, done };
		});
		stdin.write(text);
		await all;
		await drawn();
	};
	const screen = () => {
		const { active } = term.buffer;
		return Array.from({ length: term.rows }, (_, y) => active.getLine(active.viewportY + y));
	};
	await drawn();
	return {
		send,
		press: async (...keys) => {
			for (const key of keys) await send(keyBytes[key] ?? key, 1);
		},
		paste: (text) => send(`\u001b[200~${text}\u001b[201~`, 1),
		point: async (what) => {
			pointer.tell(what);
			await drawn();
		},
		dispatch: async (...given) => {
			for (const event of given) store.dispatch(event);
			await drawn();
		},
		advance: async (length) => {
			now += length;
			clock.beat();
			await drawn();
		},
		resize: async (c, r) => {
			term.resize(c, r);
			Object.assign(stdout, { columns: c, rows: r });
			stdout.emit('resize');
			await drawn();
		},
		text: async () => {
			await drawn();
			return screen().map((row) => (row?.translateToString(true) ?? '').trimEnd());
		},
		look: async (text) => {
			await drawn();
			const row = screen().find((one) => one?.translateToString().includes(text));
			const cell = row?.getCell(row.translateToString().indexOf(text));
			if (cell === undefined) throw new Error(`"${text}" is not on the screen`);
			return { colour: cell.getFgColor(), bold: cell.isBold() !== 0, inverse: cell.isInverse() !== 0 };
		},
		state: store.state,
		events,
		numbers,
		lines,
		scrolled: () => term.buffer.active.baseY,
		bytes,
		end: () => app.unmount(),
	};
}
