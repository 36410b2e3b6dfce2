import type { Command } from './command.ts';
import type { Event } from './event.ts';
import { edited, inserted, onOneLine } from './field.ts';
import type { Millis } from './model.ts';
import { commandFor, commandsHere } from './select/commands.ts';
import type { Feeds, State } from './state.ts';
import type { Field } from './ui.ts';

/** What a key is heard with. */
export interface Hearing {
	readonly state: State;
	readonly feeds: Feeds;
	readonly commands: readonly Command[];
	readonly now: Millis;
}

/** What a key leads to: first the text field's editing, then the open dialog, then the screen, then everywhere. */
export function pressed(hearing: Hearing, key: string): readonly Event[] {
	const { state, feeds, commands, now } = hearing;
	if (now < state.ui.guard) return [];
	const typing = state.ui.field === undefined ? undefined : typed(state.ui.field, key, now);
	if (typing !== undefined) return [typing];
	const command = commandFor(state, commands, key);
	if (command === undefined) return state.ui.field === undefined ? [] : ended(key, now);
	const because = command.blocked?.(state, feeds, now);
	return because === undefined ? [command.run(state, feeds, now, commands)].flat() : [said(because, now)];
}

/**
 * What pasted text leads to; it is never keys. A text field takes it, a list is filtered by it, and where typing is the
 * point it is refused.
 */
export function pasted(hearing: Hearing, text: string): readonly Event[] {
	const { state, feeds, commands, now } = hearing;
	const { field } = state.ui;
	if (field?.of === 'confirm') return [said('Pasted text is refused here: type the name.', now)];
	if (field !== undefined) return put(field, text, now);
	// By what it does: its key may be another.
	const filter = commandsHere(state, commands).find(({ id }) => /(^|\.)(filter|search)$/.test(id));
	const events = filter === undefined ? [] : [filter.run(state, feeds, now)].flat();
	const opens = events.find((event) => event.type === 'field/opened');
	if (opens === undefined) return [said('Pasted text is not keys: nothing was done with it.', now)];
	return [...events, ...put({ text: '', at: 0 }, text.trim(), now)];
}

/** A pasted text in a field; where it is too long for one, that is said. */
function put(field: Pick<Field, 'text' | 'at'>, text: string, now: Millis): readonly Event[] {
	const next = inserted(field, text);
	const taken = next.text.length - field.text.length;
	const isCut = taken < onOneLine(text).length;
	return [edit(next, now), ...(isCut ? [said(`the paste was cut to its first ${taken} characters`, now)] : [])];
}

/** Whether a key that is held down is not to be heard again: in every dialog that asks something. */
export function refusesRepeats(state: State): boolean {
	const { dialog } = state.ui;
	return dialog !== undefined && !['help', 'palette', 'walk-goto', 'walk-more'].includes(dialog.is);
}

/** Whether a key that is held down is not to be heard again here: what runs the next step is pressed for it. */
export function refusesHeld({ ui }: State, keys: readonly string[]): boolean {
	return ui.screen === 'walk' && keys.includes('enter');
}

/** The text field's own use of a key. Enter and Escape it never takes. */
function typed(field: Field, key: string, now: Millis): Event | undefined {
	if (key === 'enter' || key === 'esc') return undefined;
	const next = edited(field, key);
	return next === undefined ? undefined : edit(next, now);
}

/** Enter and Escape in a text field for which no command asks. */
function ended(key: string, at: Millis): readonly Event[] {
	if (key === 'enter') return [{ type: 'field/entered', at }];
	return key === 'esc' ? [{ type: 'field/closed', at }] : [];
}

function edit({ text, at: cursor }: Pick<Field, 'text' | 'at'>, at: Millis): Event {
	return { type: 'field/edited', at, text, cursor };
}

function said(text: string, at: Millis): Event {
	return { type: 'message/shown', at, message: { tone: 'warning', text, at } };
}
