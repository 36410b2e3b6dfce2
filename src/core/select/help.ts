import type { Command } from '../command.ts';
import type { Line } from '../line.ts';
import type { Selector, State } from '../state.ts';
import { cell, fieldPieces, lineOf, piece, type TextLine, wrapped } from './plan-line.ts';
import { keptLines, shownLine } from './plan-shown.ts';

/** Header, keys and age of the data are the frame's; two rows stand over the keys. */
const around = 5;
const keyWidth = 16;

const tiers: Readonly<Record<NonNullable<Command['tier']>, string>> = {
	1: ' (done at once)',
	2: ' (CHANGES; opens a plan first)',
	4: ' (GRAVE; opens a plan first)',
};

/** The commands of the screen below the help: its own first, then those of every screen. */
export function helpCommands(state: State, commands: readonly Command[]): readonly Command[] {
	const wanted = (state.ui.field?.of === 'help' ? state.ui.field.text : '').toLowerCase();
	const here = commands.filter(({ where }) => where.includes(state.ui.screen));
	const all = [
		...here,
		...commands.filter((command) => command.where.includes('everywhere') && !here.includes(command)),
	];
	return all.filter(({ keys, title, help }) => `${keys.join(' ')} ${title} ${help}`.toLowerCase().includes(wanted));
}

/** One command as rows: its keys, and what they do. */
function entry(command: Command, width: number): readonly TextLine[] {
	const tier = command.tier === undefined ? '' : tiers[command.tier];
	const rows = wrapped(`${command.help}${tier}`, Math.max(10, width - keyWidth - 1));
	return rows.map((row, index) => [
		piece(cell(index === 0 ? command.keys.join(' ') : '', keyWidth), 'accent'),
		piece(' '),
		piece(row, command.tier === 2 || command.tier === 4 ? 'bold' : 'plain'),
	]);
}

/** Rows in columns of the same height, each filled up to its width; a command is not torn apart. */
function columned(entries: readonly (readonly TextLine[])[], columns: number, width: number): readonly TextLine[] {
	const rows = entries.reduce((sum, one) => sum + one.length, 0);
	const height = Math.ceil(rows / columns);
	const blocks: TextLine[][] = [[]];
	for (const one of entries) {
		const last = blocks.at(-1);
		if (
			last !== undefined &&
			(last.length === 0 || last.length + one.length <= height + 1 || blocks.length === columns)
		) {
			last.push(...one);
		} else blocks.push([...one]);
	}
	const tallest = Math.max(0, ...blocks.map(({ length }) => length));
	return Array.from({ length: tallest }, (_, row) =>
		blocks.flatMap((block, index) => {
			const line = block[row] ?? [];
			const used = line.reduce((sum, { text }) => sum + text.length, 0);
			return index === blocks.length - 1 ? line : [...line, piece(' '.repeat(Math.max(0, width - used)))];
		}),
	);
}

/** The help as text, and how many rows of it fit. */
export function helpLayout(
	state: State,
	commands: readonly Command[],
): { readonly lines: readonly TextLine[]; readonly height: number } {
	const { columns, rows } = state.ui.size;
	const across = columns >= 160 ? 3 : columns >= 72 ? 2 : 1;
	const width = Math.floor((columns - 2) / across);
	const entries = helpCommands(state, commands).map((command) => entry(command, width - 1));
	return { lines: columned(entries, across, width), height: Math.max(1, rows - around) };
}

/** How far the help is scrolled: never past its end. */
export function helpScroll(state: State, commands: readonly Command[], by: number): number {
	const { lines, height } = helpLayout(state, commands);
	const at = state.ui.dialog?.is === 'help' ? (state.ui.dialog.scroll ?? 0) : 0;
	return Math.max(0, Math.min(lines.length - height, at + by));
}

/** Makes the help of the screen below it. */
export function helpScreen(commands: readonly Command[]): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { lines, height } = helpLayout(state, commands);
		const from = helpScroll(state, commands, 0);
		const below = lines.length - from - height;
		const { field, screen } = state.ui;
		const title = [
			piece('KEYS', 'bold'),
			piece(`  of ${screen} and of every screen   search: `, 'dim'),
			...(field?.of === 'help' ? fieldPieces(field) : []),
		];
		const none = lines.length === 0 ? [lineOf('no key has this in its words')] : [];
		const more = below > 0 ? lineOf(`${below} more below: pagedown`, 'dim') : lineOf('');
		const shown = [title, more, ...none, ...lines.slice(from, from + height)];
		kept = keptLines(
			kept,
			shown.map((line) => shownLine([piece(' '), ...line], state.ui.size.columns)),
		);
		return kept;
	};
}
