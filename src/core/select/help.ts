import type { Command } from '../command.ts';
import type { Line } from '../line.ts';
import type { Selector, State } from '../state.ts';
import { fieldPieces, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';
import { cell, wrapped } from './text/wrap.ts';

/** Header, keys and age of the data are the frame's; two rows stand over the keys. */
const around = 5;
const keyWidth = 16;

/** What a key leads to, behind its sentence and behind its words. */
const tiers: Readonly<Record<NonNullable<Command['tier']>, { readonly help: string; readonly title: string }>> = {
	1: { help: ' (done at once)', title: '' },
	2: { help: ' (CHANGES; opens a plan first)', title: ' CHANGES' },
	4: { help: ' (GRAVE; opens a plan first)', title: ' GRAVE' },
};

/** The help as text. */
export interface HelpLayout {
	readonly lines: readonly TextLine[];
	/** Rows for them. */
	readonly height: number;
}

/** The commands of the screen below the help: its own first, then those of every screen. */
function helpCommands(state: State, commands: readonly Command[]): readonly Command[] {
	const wanted = (state.ui.field?.of === 'help' ? state.ui.field.text : '').toLowerCase();
	const here = commands.filter(({ where }) => where.includes(state.ui.screen));
	const all = [
		...here,
		...commands.filter((command) => command.where.includes('everywhere') && !here.includes(command)),
	];
	return all.filter(({ keys, title, help }) => `${keys.join(' ')} ${title} ${help}`.toLowerCase().includes(wanted));
}

/** The keys of a command; one that has none is found in the palette. */
function keysText({ keys }: Command): string {
	return keys.length === 0 ? '(palette)' : keys.join(' ');
}

/** One command as rows: its keys, and what they do in a sentence or, where there is little room, in a word or two. */
function entry(command: Command, width: number, words: 'help' | 'title'): readonly TextLine[] {
	const tier = command.tier === undefined ? '' : tiers[command.tier][words];
	const rows = wrapped(`${command[words]}${tier}`, Math.max(10, width - keyWidth - 1));
	return rows.map((row, index) => [
		piece(cell(index === 0 ? keysText(command) : '', keyWidth), 'accent'),
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

/** The help as text, and how many rows of it fit: whole sentences where they do, else words in two columns. */
export function helpLayout(state: State, commands: readonly Command[]): HelpLayout {
	const { columns, rows } = state.ui.size;
	const height = Math.max(1, rows - around);
	const found = helpCommands(state, commands);
	const across = columns >= 160 ? 2 : 1;
	const room = Math.floor((columns - 2) / across);
	const sentences = columned(
		found.map((command) => entry(command, room - 1, 'help')),
		across,
		room,
	);
	if (sentences.length <= height || columns < 72) return { lines: sentences, height };
	const half = Math.floor((columns - 2) / 2);
	const words = columned(
		found.map((command) => entry(command, half - 1, 'title')),
		2,
		half,
	);
	return { lines: words, height };
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
