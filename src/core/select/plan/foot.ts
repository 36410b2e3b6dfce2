import stringWidth from 'string-width';
import { refusalText } from '../../failure-text.ts';
import { clock } from '../../format.ts';
import { environmentOf } from '../../ids.ts';
import { clockText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { standingIn } from '../../run.ts';
import type { Run, State } from '../../state.ts';
import type { Choice, Field } from '../../ui.ts';
import { reachOf } from '../../undo.ts';
import { fieldPieces, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { wrapped, wrappedIn } from '../text/wrap.ts';
import { type Room, type Way, wayRows } from './choices.ts';
import { type Asked, asked, nameAsked } from './confirm.ts';
import { isGrave } from './stand.ts';

/** What each way out of a run does, in words, with its key. */
export const choiceWords: Readonly<Record<Choice, Way>> = {
	undo: { key: 'u', say: 'undo every step that began', short: 'undo' },
	other: { key: 'o', say: 'leave it, for another target', short: 'other' },
	finish: { key: 'f', say: 'finish what is left of it', short: 'finish' },
	retry: { key: 't', say: 'try the proof again', short: 'retry' },
	leave: { key: 'l', say: 'leave it as it is', short: 'leave' },
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

function enterTextOf(run: Run, next: 'agreed' | 'y' | 'name'): string {
	const name = nameAsked(run);
	if (!isGrave(run.plan)) return enterText(next, name);
	const first = run.why === undefined ? 'why it is done, and then ' : '';
	return `This is grave: enter opens a line where you type ${first} ${name}`;
}

/** The reason that was given, on a row. */
function whyLines({ why }: Run, { width }: Room): readonly TextLine[] {
	return why === undefined
		? []
		: wrapped(`why: ${why}`, width)
				.slice(0, 1)
				.map((row) => lineOf(row, 'dim'));
}

/** The rows in which the reason is typed. */
function reasonLines({ needed, typed }: Extract<Asked, { is: 'reason' }>, field: Field | undefined, room: Room) {
	const before = 'why:  ';
	const missing = needed && field?.refused === true && typed.trim() === '';
	const hint = missing
		? lineOf('nothing was typed: nothing was started. It is grave, and asks for a reason', 'warn')
		: lineOf('enter keeps it, for the journal and the lock; esc closes this line', 'dim');
	const line = [piece(before, 'bold'), ...(field === undefined ? [] : fieldPieces(field, room.width - before.length))];
	return room.rows > 1 ? [line, hint] : [line];
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

/** The rows that ask for a service's name, with what is typed so far: in one row, where it and the name have room in it. */
export function nameLines(ask: AskedName, field: Field | undefined, room: Room): readonly TextLine[] {
	const wrong = wrongName(ask, field);
	const hint =
		wrong === undefined ? lineOf('letters are text here; esc closes this line', 'dim') : lineOf(wrong, 'warn');
	const before = `type  ${ask.name}  and press enter:  `;
	const typed = (width: number) => (field === undefined ? [] : fieldPieces(field, width));
	if (stringWidth(before + ask.name) < room.width) {
		return [
			[piece('type  '), piece(ask.name, 'bold'), piece('  and press enter:  '), ...typed(room.width - before.length)],
			hint,
		];
	}
	const name = wrapped(`type  ${ask.name}`, room.width).slice(0, room.rows - 1);
	const rows = [...name.map((row) => lineOf(row, 'bold')), typed(room.width)];
	return rows.length < room.rows ? [...rows, hint] : rows;
}

/** How a run came out leaves its steps in sight: so many rows at the most, and no more than so much of the room. */
const mostRows = 8;
const mostOfRoom = 2 / 3;

/**
 * A reason in the rows that `others` leave of the room; what is more goes on in the last row, which is cut. Why something
 * was refused ends with what to do, so that it gets all that there are.
 */
export function told(text: string, tone: Tone, { width, rows }: Room, others: number): readonly TextLine[] {
	return wrappedIn(text, width, Math.max(1, rows - others)).map((row) => lineOf(row, tone));
}

/** How a run came out, and why, in the rows that `others` leave. */
function cameOut({ stage, outcome, because = '' }: Run, room: Room, others: number): readonly TextLine[] {
	const isHeld = stage === 'held';
	const text = `${outcome ?? (isHeld ? 'HELD FOR YOU' : 'ended')}: ${because}`;
	const most = Math.min(mostRows, Math.ceil(room.rows * mostOfRoom), room.rows - others);
	const rows = outcome === 'REFUSED' ? room.rows - others : most;
	return told(text, isHeld ? 'warn' : 'bold', { ...room, rows }, 0);
}

/** What a plan would change and which key does it: in one row, where both have room in it. */
function changeLines(changes: string, keys: string, { width }: Room): readonly TextLine[] {
	if (stringWidth(`${changes} ${keys}`) <= width) return [[piece(`${changes} `, 'bold'), piece(keys)]];
	return [lineOf(changes, 'bold'), ...wrapped(keys, width).map((row) => lineOf(row))];
}

/** What is asked, and under it why the plan was refused when it was last tried, or that it did nothing yet. */
function withNote({ because }: Run, room: Room, asks: readonly TextLine[]): readonly TextLine[] {
	const least = asks.slice(0, Math.max(1, room.rows - 1));
	if (because !== undefined) return [...least, ...told(refusalText(because), 'warn', room, least.length)];
	return asks.length < room.rows ? [...asks, lineOf(nothing, 'dim')] : asks;
}

function heldLines(run: Run, ask: Extract<Asked, { is: 'held' }>, room: Room): readonly TextLine[] {
	const say = (choice: Choice) =>
		choice === 'undo' && reachOf(standingIn(run.plan, run.entries)) === 'some'
			? 'undo what can be undone'
			: choiceWords[choice].say;
	// What is to be done comes before why: of the reason stands what there is room for.
	const least = { ...room, rows: room.rows - 1 };
	const ways = ask.choices.map((choice) => ({ ...choiceWords[choice], say: say(choice) }));
	const asks =
		ask.chosen === undefined
			? wayRows(ways, least)
			: wrapped(`${say(ask.chosen)}: enter does it, esc takes it back`, room.width);
	const why = cameOut(run, room, asks.length);
	return [...(asks.length < room.rows ? why : []), ...asks.map((row) => lineOf(row, 'bold'))];
}

/** The rows under a plan that say what is asked, or how it ended and why. */
export function planFoot(state: State, run: Run, now: Millis, room: Room): readonly TextLine[] {
	const ask = asked(state, run, now);
	const changes = `This changes ${loud(run.plan.service)}.`;
	switch (ask.is) {
		case 'cannot':
			return [
				...told(ask.why, 'warn', room, 1),
				lineOf('this plan can be read and copied; nothing has been changed', 'dim'),
			];
		case 'planning':
			return [lineOf('planning anew ..', 'bold'), lineOf(nothing, 'dim')];
		case 'replan':
			return [
				...told(ask.shut === true ? ask.why : `stale: ${ask.why}`, 'warn', room, 1),
				lineOf(`press enter to ${ask.shut === true ? 'look again' : 're-plan'}; nothing has been changed`, 'bold'),
			];
		case 'enter':
			return withNote(run, room, [...changeLines(changes, enterTextOf(run, ask.next), room), ...whyLines(run, room)]);
		case 'y':
			return withNote(run, room, [...changeLines(changes, 'y starts it; esc leaves', room), ...whyLines(run, room)]);
		case 'name':
			return nameLines(ask, state.ui.field, room);
		case 'reason':
			return reasonLines(ask, state.ui.field, room);
		case 'watching':
			return [
				lineOf(`done and proven; watched until ${clock(ask.until)}, ${clockText(ask.until - now)} left`, 'bold'),
				lineOf('esc leaves it watched; the top line tells how long yet', 'dim'),
			];
		case 'running':
			return [lineOf('running', 'bold'), lineOf('esc leaves it running; the top line tells how it goes', 'dim')];
		case 'held':
			return heldLines(run, ask, room);
		case 'ended':
			return [...cameOut(run, room, 1), lineOf('esc closes this', 'dim')];
	}
}
