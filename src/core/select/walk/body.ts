import type { Millis } from '../../model.ts';
import { filledText } from '../../runbook/fill.ts';
import type { Block, Step } from '../../runbook/model.ts';
import { behindAt } from '../../runbook/open.ts';
import type { Walk } from '../../runbook/walk.ts';
import type { Feeds, State } from '../../state.ts';
import { lineOf, type TextLine } from '../text/line.ts';
import { blockLines } from './blocks.ts';
import { doingRows } from './doing.ts';
import type { WalkHere } from './here.ts';
import { type LazyRows, lazyRows } from './lazy.ts';

/** What stands below the list of steps: as much of it as fits, and how much is out of sight. */
export interface WalkBody {
	readonly lines: readonly TextLine[];
	readonly above: number;
	/** Rows below; `more`: there are so many that they were not counted. */
	readonly below: number;
	readonly more: boolean;
}

/** What the body of a walk is drawn from. */
export interface BodyRoom {
	readonly state: State;
	readonly feeds: Feeds;
	readonly here: WalkHere;
	readonly now: Millis;
	readonly width: number;
	readonly height: number;
}

/** The text of a step in rows, made once for a width and for the values that stand in it. */
export type TextOf = (step: Step, walk: Walk, width: number) => LazyRows<TextLine>;

/** Rows below the last one that is seen are counted up to so many. */
const counted = 200;

function withValues(block: Block, values: Walk['values']): Block {
	return 'text' in block && block.text.includes('{{') ? { ...block, text: filledText(block.text, values) } : block;
}

function linesIn(text: string): readonly string[] {
	const lines = text.split('\n').map((line) => line.trim());
	return lines.filter((line) => line !== '');
}

/** What is told in another form already: a command or message as it goes out, the ways of a decision. */
function isToldElsewhere({ does }: Step, block: Block): boolean {
	if (does.is === 'decision') return block.is === 'item';
	if (block.is !== 'code' || !('code' in does) || block.line !== does.code.line) return false;
	if (block.text.trim() === '') return true;
	switch (does.is) {
		case 'message':
			return true;
		case 'check':
			return linesIn(block.text).every((line) => does.facts.some((fact) => fact.text.trim() === line));
		case 'command': {
			const [only, ...more] = does.commands();
			return only !== undefined && more.length === 0 && only.text.trim() === block.text.trim();
		}
		case 'action':
			return false;
	}
}

function* textRows(step: Step, { values }: Walk, width: number): Generator<TextLine> {
	const [first, ...rest] = step.blocks;
	// The heading is the title over it.
	const own = first?.is === 'heading' ? rest : step.blocks;
	const blocks = own.filter((block) => !isToldElsewhere(step, block)).map((block) => withValues(block, values));
	yield* blockLines(blocks, width);
}

/** Keeps the text of the step that was drawn last: while it is scrolled, its rows are not made again. */
function keptText(): TextOf {
	let kept: { readonly inputs: readonly unknown[]; readonly rows: LazyRows<TextLine> } | undefined;
	return (step, walk, width) => {
		const inputs = [step, walk.values, width];
		if (kept === undefined || inputs.some((one, at) => one !== kept?.inputs[at]))
			kept = { inputs, rows: lazyRows(textRows(step, walk, width)) };
		return kept.rows;
	};
}

/** The one memory of it, for the screen and for the keys that scroll it. */
export const walkText: TextOf = keptText();

/** Two lists of rows under each other, with a blank row between them. */
function joined(first: LazyRows<TextLine>, second: LazyRows<TextLine>): LazyRows<TextLine> {
	if (first.count(1).rows === 0) return second;
	if (second.count(1).rows === 0) return first;
	return {
		count: (upTo) => {
			const above = first.count(upTo);
			if (!above.whole) return above;
			const under = second.count(Math.max(0, upTo - above.rows - 1));
			return { rows: above.rows + 1 + under.rows, whole: under.whole };
		},
		slice: (from, to) => {
			const above = first.slice(from, to);
			const { rows, whole } = first.count(to);
			if (!whole || to <= rows) return above;
			const between = from <= rows ? [lineOf('')] : [];
			return [...above, ...between, ...second.slice(Math.max(0, from - rows - 1), to - rows - 1)];
		},
	};
}

/**
 * The text of a step and what it does. The text comes first where both are seen whole; else what goes out does, since nothing may be run
 * that is out of sight, and once it was run what came of it.
 */
function rowsOf({ state, feeds, here, now, width, height }: BodyRoom, textOf: TextOf): LazyRows<TextLine> {
	const { step, walk, stand, open } = here;
	const newest = Math.max(3, height - 6);
	const doing = lazyRows(doingRows({ state, feeds, here, now, width, newest }));
	const text = textOf(step, walk, width);
	const isBegun = stand !== undefined || open.telling?.step === step.id || behindAt(open, step.id) !== undefined;
	const all = text.count(height + 1).rows + doing.count(height + 1).rows;
	return !isBegun && all < height ? joined(text, doing) : joined(doing, text);
}

/** The row at which the body begins where it is scrolled so far: never past its end. */
export function bodyFrom(room: BodyRoom, scroll: number, textOf: TextOf): number {
	return fromOf(rowsOf(room, textOf), scroll, room.height);
}

function fromOf(rows: LazyRows<TextLine>, scroll: number, height: number): number {
	return Math.max(0, Math.min(scroll, rows.count(scroll + height).rows - height));
}

/** What is seen of the body now. */
export function walkBody(room: BodyRoom, textOf: TextOf): WalkBody {
	const { height, state } = room;
	const rows = rowsOf(room, textOf);
	const from = fromOf(rows, state.ui.scroll, height);
	const found = rows.count(from + height + counted);
	const lines = rows.slice(from, from + height);
	return { lines, above: from, below: Math.max(0, found.rows - from - lines.length), more: !found.whole };
}
