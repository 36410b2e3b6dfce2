import { cleanLines } from '../core/clean.ts';
import type { Event } from '../core/event.ts';
import { failureText, refusalText } from '../core/failure-text.ts';
import type { Journal, JournalEntry, Note } from '../core/journal.ts';
import { lengthText } from '../core/length-text.ts';
import type { Millis, Result } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import { type Shell, shellForbidden, shellOf } from '../core/shell.ts';
import type { State } from '../core/state.ts';

/** What going out of the cockpit and coming back needs. */
export interface GoingOut {
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly journal: Result<Journal>;
	readonly newId: () => string;
	/** This watchdeck, told from every other one. */
	readonly session: string;
	/** Gives the terminal to a command until it ends; gives its exit code. */
	readonly run: (words: readonly string[]) => Promise<Result<number>>;
	/** Writes a text where only the operator can read it, and gives its path. */
	readonly keep: (text: string) => Promise<Result<string>>;
	/** Reads the config anew. */
	readonly reload: () => Promise<void>;
}

/** What sh ends with for a program that it cannot find, or cannot run. */
const notFound = 127;
const notRunnable = 126;
const editor = 'exec ${VISUAL:-${EDITOR:-vi}} "$1"';
const pager = 'exec ${PAGER:-less} "$1"';
/** Lines that the pager is given at the most. */
const mostLines = 200_000;

/** Waits for `enter`, so that the last lines of a command can be read before the cockpit is back over them. */
export const untilRead = (result: Result<number>): readonly string[] => {
	const how = result.ok ? `it ended with code ${result.value}` : failureText(result.failure);
	const script = 'printf "\\n[watchdeck: %s; enter comes back]\\n" "$1"; read -r _';
	return ['sh', '-c', script, 'watchdeck-back', how];
};

type Say = (tone: 'plain' | 'warning', text: string) => void;

/** The effects that lead out of the cockpit: a shell, the editor on the config, the pager on a long text. */
export const makeGoingOut = (parts: GoingOut) => {
	const { state, emit, now, run, keep, reload } = parts;
	const say: Say = (tone, text) => emit({ type: 'message/shown', at: now(), message: { tone, text, at: now() } });
	/** Whether it ended well; else it is said, and which variables name the program. */
	const ended = (what: string, by: string, result: Result<number>): boolean => {
		if (!result.ok) say('warning', failureText(result.failure));
		else if (result.value === notFound || result.value === notRunnable) {
			say('warning', `${what} could not be started: ${by} must name a program that is there`);
		} else if (result.value !== 0) say('warning', `${what} ended with code ${result.value}`);
		return result.ok && result.value === 0;
	};
	let shells = 0;
	return {
		shell: async (of: string): Promise<void> => {
			shells += 1;
			await openShell(of, parts, say).finally(() => {
				shells -= 1;
			});
		},
		/** How many shells are open whose end is not written down yet. */
		underWay: (): number => shells,
		edit: async (): Promise<void> => {
			const { config } = state();
			if (config === undefined) return;
			const result = await run(['sh', '-c', editor, 'watchdeck-edit', config]);
			if (ended('the editor', 'VISUAL or EDITOR', result)) await reload();
		},
		page: async (text: string): Promise<void> => {
			const kept = await keep(`${cleanLines(text, mostLines).join('\n')}\n`);
			if (!kept.ok) return say('warning', failureText(kept.failure));
			ended('the pager', 'PAGER', await run(['sh', '-c', pager, 'watchdeck-page', kept.value]));
		},
	};
};

/** Writes into the journal before the shell and after it. Without a journal there is no shell: nobody would know of it. */
const openShell = async (of: string, parts: GoingOut, say: Say): Promise<void> => {
	const { state, now, run, newId, session } = parts;
	const found = shellOf(state(), of, now());
	if (!found.ok) return say('warning', failureText(found.failure));
	const why = shellForbidden(state(), found.value);
	if (why !== undefined) return say('warning', refusalText(why));
	const id = newId();
	const by = state().operator;
	const text = textOf(found.value);
	const opened = await noted(parts, { what: 'shell opened', at: now(), by, run: id, of, text, session });
	if (!opened.ok) return say('warning', refusalText(failureText(opened.failure)));
	const began = now();
	const result = await run(found.value.words);
	const end = result.ok ? `exit ${result.value}` : failureText(result.failure);
	const left = await noted(parts, { what: 'shell left', at: now(), by, run: id, text: end });
	if (!left.ok) return say('warning', `The end of the shell was not written down. ${failureText(left.failure)}`);
	const took = lengthText(now() - began);
	say(result.ok ? 'plain' : 'warning', `back from the shell on ${of} after ${took}: ${end}`);
};

const textOf = ({ host, container, words }: Shell): string => {
	const where = container === undefined ? host : `${container} on ${host}`;
	return `${where}: ${pastable(words)}`;
};

/** Writes a line of the journal and shows it. */
const noted = async ({ journal, emit, now }: GoingOut, note: Note): Promise<Result<JournalEntry>> => {
	if (!journal.ok) return journal;
	const entry = await journal.value.append(note);
	if (entry.ok) emit({ type: 'plan/noted', at: now(), entry: entry.value });
	return entry;
};
