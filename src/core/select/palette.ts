import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import type { Line } from '../line.ts';
import type { Millis } from '../model.ts';
import type { Feeds, Selector, State } from '../state.ts';
import { windowOf } from './rows/rows.ts';
import { conditionTones, conditionWords } from './rows/words.ts';
import { fieldPieces, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';
import { cell } from './text/wrap.ts';

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
}

/** Header, keys and age of the data are the frame's; one row is typed in. */
const around = 4;
const most = 200;

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
function without(state: State): State {
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

/** What fits the letters typed so far, the best first; without letters, the commands. */
function paletteChoices(state: State, commands: readonly Command[]): readonly Choice[] {
	const wanted = state.ui.field?.of === 'palette' ? state.ui.field.text : '';
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
export function paletteMoved(state: State, commands: readonly Command[], by: number): number {
	return Math.max(0, Math.min(paletteChoices(state, commands).length - 1, selectedOf(state) + by));
}

/** What choosing leads to: the palette closes, and then it is as if the key had been pressed. */
export function paletteChosen(
	{ state, feeds, now }: { readonly state: State; readonly feeds: Feeds; readonly now: Millis },
	commands: readonly Command[],
): readonly Event[] {
	const choice = paletteChoices(state, commands)[selectedOf(state)];
	const closed: Event = { type: 'dialog/closed', at: now };
	if (choice === undefined) return [closed];
	if (choice.command === undefined) {
		const service = choice.service ?? '';
		return [closed, { type: 'screen/opened', at: now, screen: 'service', service }];
	}
	const below = without(state);
	const because = choice.command.blocked?.(below, feeds, now);
	if (because === undefined) return [closed, ...[choice.command.run(below, feeds, now)].flat()];
	return [closed, { type: 'message/shown', at: now, message: { tone: 'warning', text: because, at: now } }];
}

function choiceLine(choice: Choice, state: State, blocked: string | undefined, width: number): TextLine {
	const is = choice.service === undefined ? undefined : (state.conditions[choice.service]?.is ?? 'unknown');
	const name = Math.min(40, Math.max(20, width - 52));
	return [
		piece(cell(choice.text, name), blocked === undefined ? 'bold' : 'dim'),
		piece(' '),
		is === undefined ? piece(cell(choice.key, 10), 'accent') : piece(cell(conditionWords[is], 10), conditionTones[is]),
		piece(' '),
		piece(blocked ?? `${choice.help}${choice.tier === undefined ? '' : ` (tier ${choice.tier})`}`, 'dim'),
	];
}

/** The palette, ready to be drawn. */
export interface PaletteScreen {
	readonly head: readonly Line[];
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly selected?: string;
}

/** Makes the palette: the line that is typed in, and what fits it. */
export function paletteScreen(commands: readonly Command[]): Selector<PaletteScreen> {
	let head: readonly Line[] = [];
	let lines: readonly Line[] = [];
	return (state, feeds, now) => {
		const { columns, rows } = state.ui.size;
		const { field } = state.ui;
		const choices = paletteChoices(state, commands);
		const title = [piece(' : ', 'accent'), ...(field?.of === 'palette' ? fieldPieces(field) : [])];
		const none = choices.length === 0 ? [lineOf('   nothing fits these letters')] : [];
		head = keptLines(
			head,
			[title, ...none].map((line) => shownLine(line, columns)),
		);
		const { from, to } = windowOf(selectedOf(state), choices.length, rows - around);
		const below = without(state);
		const shown = choices.slice(from, to);
		lines = keptLines(
			lines,
			shown.map((choice) =>
				shownLine(choiceLine(choice, state, choice.command?.blocked?.(below, feeds, now), columns - 1), columns - 1),
			),
		);
		const selected = choices[selectedOf(state)]?.id;
		const list = shown.map(({ id }, index) => ({ id, line: lines[index] ?? [] }));
		return { head, rows: list, ...(selected === undefined ? {} : { selected }) };
	};
}
