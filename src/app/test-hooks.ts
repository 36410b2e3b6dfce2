import type { Command } from '../core/command.ts';
import type { Journal } from '../core/journal.ts';
import type { State } from '../core/state.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** After so many lines which signal, as a test wants it; undefined where none does. */
const signalAfter = (env: Env): { readonly after: number; readonly signal: NodeJS.Signals } | undefined => {
	const kill = Number(env['WATCHDECK_TEST_KILL_AFTER'] ?? 0);
	const pause = Number(env['WATCHDECK_TEST_PAUSE_AFTER'] ?? 0);
	const after = kill > 0 ? kill : pause;
	return Number.isInteger(after) && after > 0 ? { after, signal: kill > 0 ? 'SIGKILL' : 'SIGSTOP' } : undefined;
};

/**
 * Lets a test find out what a sudden death leaves behind: with `WATCHDECK_TEST_KILL_AFTER=N` the program kills itself, as
 * `kill -9` would, right after the Nth line of the journal is on disk; with `WATCHDECK_TEST_PAUSE_AFTER=N` it suspends
 * itself there until it is sent SIGCONT. Without them the journal is given back as it is.
 */
export const dyingJournal = (journal: Journal, env: Env): Journal => {
	const wanted = signalAfter(env);
	if (wanted === undefined) return journal;
	let lines = 0;
	return {
		...journal,
		append: async (note, after) => {
			const appended = await journal.append(note, after);
			lines += 1;
			if (lines === wanted.after) process.kill(process.pid, wanted.signal);
			return appended;
		},
	};
};

/**
 * The conditions as if each had lasted since 1970: a test cannot wait for the hour that a service must have been well
 * before what was kept of it goes.
 */
export const longSince = (conditions: State['conditions']): State['conditions'] =>
	Object.fromEntries(Object.entries(conditions).map(([id, condition]) => [id, { ...condition, since: 0 }]));

/** The state for the removal of what was kept: with `WATCHDECK_TEST_LONG_WELL=1` what is well has been for long. */
export const longWell = (state: () => State, env: Env): (() => State) =>
	env['WATCHDECK_TEST_LONG_WELL'] === '1' ? () => ({ ...state(), conditions: longSince(state().conditions) }) : state;

/** Whether a test watches: then the program says when it is idle. */
export const isWatched = (env: Env): boolean => env['WATCHDECK_TEST'] === '1';

/** What says on the terminal that the program is idle after so many keys; every terminal skips it (APC). */
export const idleMark = (keys: number): string => `\u001b_watchdeck:idle:${keys}\u001b\\`;

/**
 * Lets a test find out what a bug leaves behind: with `WATCHDECK_TEST_CRASH=throw`, `reject` or `draw` there is a key `!`
 * that throws, leaves a promise that fails, or makes the next frame throw while it is drawn.
 */
export const crashKeys = (env: Env): readonly Command[] => {
	const how = env['WATCHDECK_TEST_CRASH'];
	if (how !== 'throw' && how !== 'reject' && how !== 'draw') return [];
	const bug = new Error(`a bug for a test (${how}), password=hunter2`);
	let isBroken = false;
	const crash: Command = {
		...{
			id: 'test.crash',
			title: 'crash',
			help: 'Crashes, for a test.',
			keys: ['!'],
			where: ['everywhere'],
			footer: 1,
		},
		// The footer asks this of each command while it is drawn.
		blocked: () => {
			if (isBroken) throw bug;
			return undefined;
		},
		run: (_state, _feeds, now) => {
			if (how === 'throw') throw bug;
			if (how === 'reject') Promise.reject(bug);
			isBroken = how === 'draw';
			return { type: 'updates/paused', at: now, paused: true };
		},
	};
	return [crash];
};
