import { refusalText } from '../../failure-text.ts';
import { environmentOf, nameOf } from '../../ids.ts';
import type { Millis } from '../../model.ts';
import { standingIn } from '../../run.ts';
import type { Choice, Field, Run, State } from '../../state.ts';
import { reachOf } from '../../undo.ts';
import { fieldPieces, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { wrapped, wrappedIn } from '../text/wrap.ts';
import { type Asked, asked } from './confirm.ts';

/** What each way out of a run does, in words, with its key. */
export const choiceWords: Readonly<Record<Choice, { readonly key: string; readonly say: string }>> = {
	undo: { key: 'u', say: 'undo every step that began' },
	finish: { key: 'f', say: 'finish what is left of it' },
	retry: { key: 't', say: 'try the proof again' },
	leave: { key: 'l', say: 'leave it as it is' },
};

const nothing = 'nothing has been changed yet';

/** The environment that a change would hit, as a word that cannot be missed. */
export function loud(service: string): string {
	return environmentOf(service).toUpperCase();
}

function enterText(next: 'agreed' | 'y' | 'name', name: string): string {
	switch (next) {
		case 'agreed':
			return 'enter starts it.';
		case 'y':
			return 'enter, then y, starts it.';
		case 'name':
			return `enter opens a line where you type:  ${name}`;
	}
}

interface AskedName {
	readonly name: string;
	readonly typed: string;
}

/** What is wrong with a name that is being typed, or was entered; undefined where it may yet become the name. */
function wrongName({ name, typed }: AskedName, field?: Field): string | undefined {
	const what = typed === '' ? 'nothing was typed' : 'that is not its name';
	if (field?.refused === true) return `${what}: nothing was started. The name is  ${name}`;
	return name.startsWith(typed) ? undefined : `${what}: nothing can start with it. The name is  ${name}`;
}

/** The two rows that ask for a service's name, with what is typed so far. */
export function nameLines(ask: AskedName, field?: Field): readonly TextLine[] {
	const wrong = wrongName(ask, field);
	return [
		[
			piece('type  '),
			piece(ask.name, 'bold'),
			piece('  and press enter:  '),
			...(field === undefined ? [] : fieldPieces(field)),
		],
		wrong === undefined ? lineOf('letters are text here; esc closes this line', 'dim') : lineOf(wrong, 'warn'),
	];
}

/** The room of a foot: cells of a row, and the most rows of a reason, which is read whole but never takes the screen. */
interface Room {
	readonly width: number;
	readonly most: number;
}

const mostRows = 8;

function told(text: string, tone: Tone, { width, most }: Room): readonly TextLine[] {
	return wrappedIn(text, width, most).map((row) => lineOf(row, tone));
}

/** Why the plan was refused when it was last tried; else that it did nothing yet. */
function note(run: Run, room: Room): readonly TextLine[] {
	return run.because === undefined ? [lineOf(nothing, 'dim')] : told(refusalText(run.because), 'warn', room);
}

function heldLines(run: Run, ask: Extract<Asked, { is: 'held' }>, room: Room): readonly TextLine[] {
	const why = told(`${run.outcome ?? 'HELD FOR YOU'}: ${run.because ?? ''}`, 'warn', room);
	const say = (choice: Choice) =>
		choice === 'undo' && reachOf(standingIn(run.plan, run.entries)) === 'some'
			? 'undo what can be undone'
			: choiceWords[choice].say;
	if (ask.chosen !== undefined) return [...why, lineOf(`${say(ask.chosen)}: enter does it, esc takes it back`, 'bold')];
	const choices = ask.choices.map((choice) => `${choiceWords[choice].key} ${say(choice)}`);
	return [...why, ...wrapped(choices.join('   '), room.width).map((row) => lineOf(row, 'bold'))];
}

/** The rows under a plan that say what is asked, or how it ended and why; `width` in cells. */
export function planFoot(state: State, run: Run, now: Millis, width: number): readonly TextLine[] {
	const ask = asked(state, run, now);
	const room = { width, most: Math.max(1, Math.min(mostRows, Math.floor(state.ui.size.rows / 3))) };
	const changes = `This changes ${loud(run.plan.service)}. `;
	switch (ask.is) {
		case 'cannot':
			return [
				...told(ask.why, 'warn', room),
				lineOf('this plan can be read and copied; nothing has been changed', 'dim'),
			];
		case 'planning':
			return [lineOf('planning anew ..', 'bold'), lineOf(nothing, 'dim')];
		case 'replan':
			return [
				...told(`stale: ${ask.why}`, 'warn', room),
				lineOf('press enter to re-plan; nothing has been changed', 'bold'),
			];
		case 'enter':
			return [[piece(changes, 'bold'), piece(enterText(ask.next, nameOf(run.plan.service)))], ...note(run, room)];
		case 'y':
			return [[piece(changes, 'bold'), piece('y starts it; esc leaves', 'bold')], ...note(run, room)];
		case 'name':
			return nameLines(ask, state.ui.field);
		case 'running':
			return [lineOf('running', 'bold'), lineOf('esc leaves it running; the top line tells how it goes', 'dim')];
		case 'held':
			return heldLines(run, ask, room);
		case 'ended':
			return [
				...told(`${run.outcome ?? 'ended'}: ${run.because ?? ''}`, 'bold', room),
				lineOf('esc closes this', 'dim'),
			];
	}
}
