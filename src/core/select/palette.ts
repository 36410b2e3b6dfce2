import type { Command, TypedChoice } from '../command.ts';
import type { Event } from '../event.ts';
import type { Line } from '../line.ts';
import type { Millis } from '../model.ts';
import type { Feeds, Selector, State } from '../state.ts';
import { windowOf } from './rows/rows.ts';
import { conditionTones, conditionWords } from './rows/words.ts';
import { fieldPieces, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';
import { cell, wrappedIn } from './text/wrap.ts';

/** Something that the palette finds: what it says, and what choosing it leads to. */
export interface Choice {
	readonly id: string;
	readonly text: string;
	/** The key for next time, or the condition of a service. */
	readonly key: string;
	readonly help: string;
	readonly tier?: Command['tier'];
	readonly service?: string;
	readonly command?: Command;
	/** What the command does with the words that are typed. */
	readonly typed?: TypedChoice;
}

/** Header, keys and age of the data are the frame's; one row is typed in. */
const around = 4;
const most = 200;
/** Below so many columns the sentences are cut: that of the selected row is said whole under the list, in so many rows. */
const narrow = 120;
const told = 2;
/** A list keeps so many rows, whatever is told under it. */
const leastRows = 8;

/**
 * How well a text has the letters of a search in their order: the lower the better, undefined when it has not. Letters
 * that stand together and at the beginnings of words count as near.
 */
export function fuzzy(wanted: string, text: string): number | undefined {
	const letters = text.toLowerCase();
	let at = -1;
	let distance = 0;
	for (const letter of wanted.toLowerCase().replaceAll(' ', '')) {
		const next = letters.indexOf(letter, at + 1);
		if (next === -1) return undefined;
		const begins = next === 0 || /[\s/_.-]/.test(letters[next - 1] ?? '');
		distance += next === at + 1 || begins ? 0 : next - at;
		at = next;
	}
	return distance * 1000 + text.length;
}

/** The state as it is without the palette: what its commands are asked about. */
function withoutPalette(state: State): State {
	const { dialog: _dialog, field: _field, ...ui } = state.ui;
	return { ...state, ui };
}

function commandChoices(state: State, commands: readonly Command[]): readonly Choice[] {
	const { screen } = state.ui;
	return commands
		.filter(({ silent, where }) => silent !== true && (where.includes(screen) || where.includes('everywhere')))
		.map((command) => ({
			id: command.id,
			text: command.title,
			key: command.keys[0] ?? '',
			help: command.help,
			tier: command.tier,
			command,
		}));
}

function serviceChoices(state: State): readonly Choice[] {
	return Object.values(state.services).map(({ id }) => ({
		id: `service ${id}`,
		text: id,
		key: '',
		help: 'opens it',
		service: id,
	}));
}

/** What a command does with the words after its own. */
function typedChoices(state: State, commands: readonly Command[], wanted: string, now: Millis): readonly Choice[] {
	return commands.flatMap((command) => {
		const { typed, id, tier } = command;
		if (typed === undefined || !wanted.startsWith(`${typed.word} `)) return [];
		return typed.choices(wanted.slice(typed.word.length + 1), state, now).map((one) => {
			const words = { id: `${id} ${one.text}`, text: one.text, key: '', help: one.help };
			return { ...words, tier, command, typed: one };
		});
	});
}

/** What fits the letters typed so far, the best first; without letters, the commands. */
function paletteChoices(state: State, commands: readonly Command[], now: Millis): readonly Choice[] {
	const wanted = state.ui.field?.of === 'palette' ? state.ui.field.text : '';
	const typed = typedChoices(state, commands, wanted.trimStart(), now);
	if (typed.length > 0) return typed.slice(0, most);
	if (wanted.trim() === '') return [...commandChoices(state, commands), ...serviceChoices(state)].slice(0, most);
	return [...commandChoices(state, commands), ...serviceChoices(state)]
		.flatMap((choice) => {
			const distance = fuzzy(wanted, choice.text);
			return distance === undefined ? [] : [{ choice, distance }];
		})
		.sort((a, b) => a.distance - b.distance)
		.slice(0, most)
		.map(({ choice }) => choice);
}

function selectedOf(state: State): number {
	return state.ui.dialog?.is === 'palette' ? state.ui.dialog.selected : 0;
}

/** The cursor of the palette so many rows further. */
export function paletteMoved(state: State, commands: readonly Command[], by: number, now: Millis): number {
	return Math.max(0, Math.min(paletteChoices(state, commands, now).length - 1, selectedOf(state) + by));
}

/** Why it cannot be done now, in words. */
function blockedOf({ command, typed }: Choice, below: State, feeds: Feeds, now: Millis): string | undefined {
	return typed === undefined ? command?.blocked?.(below, feeds, now) : typed.blocked;
}

/** What choosing leads to: the palette closes, and then it is as if the key had been pressed. */
export function paletteChosen(
	{ state, feeds, now }: { readonly state: State; readonly feeds: Feeds; readonly now: Millis },
	commands: readonly Command[],
): readonly Event[] {
	const choice = paletteChoices(state, commands, now)[selectedOf(state)];
	const closed: Event = { type: 'dialog/closed', at: now };
	if (choice === undefined) return [closed];
	if (choice.command === undefined) {
		const service = choice.service ?? '';
		return [closed, { type: 'screen/opened', at: now, screen: 'service', service }];
	}
	const below = withoutPalette(state);
	const because = blockedOf(choice, below, feeds, now);
	const run = choice.typed?.run(now) ?? choice.command.run(below, feeds, now);
	if (because === undefined) return [closed, ...[run].flat()];
	return [closed, { type: 'message/shown', at: now, message: { tone: 'warning', text: because, at: now } }];
}

/** What choosing it does; or why that cannot be done now. */
function wordsOf({ help, tier }: Choice, blocked: string | undefined): string {
	return blocked ?? `${help}${tier === undefined ? '' : ` (tier ${tier})`}`;
}

/** The words of the selected row in full, under a rule, where rows have no room for them. */
function toldLines(words: string | undefined, columns: number): readonly TextLine[] {
	const rows = words === undefined ? [] : wrappedIn(words, columns - 2, told);
	const blank = Array.from({ length: told - rows.length }, () => '');
	return [lineOf('-'.repeat(Math.max(0, columns - 2)), 'dim'), ...[...rows, ...blank].map((row) => lineOf(row))];
}

function choiceLine(choice: Choice, state: State, blocked: string | undefined, width: number): TextLine {
	const is = choice.service === undefined ? undefined : (state.conditions[choice.service]?.is ?? 'unknown');
	const name = Math.min(40, Math.max(20, width - 52));
	const tone = blocked === undefined ? 'bold' : 'dim';
	// What was typed says itself what it does, and has no key.
	if (choice.typed !== undefined)
		return [piece(choice.text, tone), piece('  '), piece(wordsOf(choice, blocked), 'dim')];
	return [
		piece(cell(choice.text, name), tone),
		piece(' '),
		is === undefined ? piece(cell(choice.key, 10), 'accent') : piece(cell(conditionWords[is], 10), conditionTones[is]),
		piece(' '),
		piece(wordsOf(choice, blocked), 'dim'),
	];
}

/** The palette, ready to be drawn. */
export interface PaletteScreen {
	readonly head: readonly Line[];
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly selected?: string;
	/** What is told of the selected row under the list; empty where its row says it. */
	readonly told: readonly Line[];
}

/** Makes the palette: the line that is typed in, and what fits it. */
export function paletteScreen(commands: readonly Command[]): Selector<PaletteScreen> {
	let head: readonly Line[] = [];
	let lines: readonly Line[] = [];
	let below: readonly Line[] = [];
	return (state, feeds, now) => {
		const { columns, rows } = state.ui.size;
		const under = columns < narrow && rows - around - told - 1 >= leastRows ? told + 1 : 0;
		const { field } = state.ui;
		const choices = paletteChoices(state, commands, now);
		const title = [piece(' : ', 'accent'), ...(field?.of === 'palette' ? fieldPieces(field) : [])];
		const none = choices.length === 0 ? [lineOf('   nothing fits these letters')] : [];
		head = keptLines(
			head,
			[title, ...none].map((line) => shownLine(line, columns)),
		);
		const { from, to } = windowOf(selectedOf(state), choices.length, rows - around - under);
		const without = withoutPalette(state);
		const shown = choices.slice(from, to);
		lines = keptLines(
			lines,
			shown.map((choice) =>
				shownLine(choiceLine(choice, state, blockedOf(choice, without, feeds, now), columns - 1), columns - 1),
			),
		);
		const chosen = choices[selectedOf(state)];
		const texts =
			under === 0 ? [] : toldLines(chosen && wordsOf(chosen, blockedOf(chosen, without, feeds, now)), columns);
		below = keptLines(
			below,
			texts.map((line) => shownLine([piece(' '), ...line], columns)),
		);
		const selected = chosen?.id;
		const list = shown.map(({ id }, index) => ({ id, line: lines[index] ?? [] }));
		return { head, rows: list, told: below, ...(selected === undefined ? {} : { selected }) };
	};
}
