import { shown } from '../../clean.ts';
import { keySaid } from '../../key-said.ts';
import { type Line, type Segment, sameLine } from '../../line.ts';
import { filterMatch } from '../../logs/search.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import { type Column, headLine, placed, tableLine } from '../../table.ts';
import type { ScreenName } from '../../ui.ts';
import { withHidden } from '../fleet/hidden.ts';
import { windowOf } from '../rows/rows.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { wrapped } from '../text/wrap.ts';
import { type SplitLayout, splitLayout, splitRows } from './layout.ts';

/** A row of such a list. `find`: the text in which a filter looks for what was typed. */
export interface SplitRow {
	readonly id: string;
	readonly find: string;
	readonly cell: (column: string) => Segment;
}

/** What stands in a detail is told within so many cells and rows. */
export interface DetailRoom {
	readonly width: number;
	readonly height: number;
}

/** What a screen with a list is made of, before it is cut to what fits. */
export interface SplitParts {
	readonly head: readonly TextLine[];
	readonly columns: readonly Column[];
	readonly rows: readonly SplitRow[];
	/** What is said where there is no row at all. */
	readonly none: string;
	/** What is known of a row; its first line is a rule. Without it the list stands alone. */
	readonly detail?: (id: string, room: DetailRoom) => readonly TextLine[];
}

/** Makes the parts of one screen; only of what is told by the state, so that its keys can ask for them too. */
export type MakeParts = (state: State, feeds: Feeds, now: Millis) => SplitParts;

/** A list with what is known of its selected row, ready to be drawn. */
export interface SplitScreen {
	readonly layout: SplitLayout;
	readonly head: readonly Line[];
	readonly titles: Line;
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly height: number;
	/** The row under a list that has no detail under it: how many rows are out of sight. */
	readonly hidden: Line | undefined;
	readonly selected: string | undefined;
	readonly detail: readonly Line[];
}

/** What of a list is there to be walked over. */
export interface SplitView {
	readonly layout: SplitLayout;
	/** The rows that the filter lets through. */
	readonly rows: readonly SplitRow[];
	/** The place of the selected one among them; that of the first where the selected one is not there. */
	readonly index: number;
	/** Rows on the screen. */
	readonly height: number;
}

/** Which rows the filter lets through, which is selected, and how many fit. */
export function splitView(screen: ScreenName, parts: SplitParts, state: State): SplitView {
	const { ui } = state;
	const fits = filterMatch(ui.filter[screen] ?? '');
	const rows = parts.rows.filter(({ find }) => fits(find));
	const { detail } = parts;
	const needs = {
		size: ui.size,
		head: headOf(parts, rows, screen, state).length,
		count: parts.rows.length,
	};
	const layout = splitLayout({ ...needs, detail: detail !== undefined && parts.rows.length > 0 });
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id === ui.selected[screen]),
	);
	return { layout, rows, index, height: splitRows(layout, rows.length) };
}

/** The lines over a list; with why it is empty. */
function headOf(
	{ head, none, rows: all }: SplitParts,
	rows: readonly SplitRow[],
	screen: ScreenName,
	state: Pick<State, 'ui' | 'keys'>,
): readonly TextLine[] {
	const filter = state.ui.filter[screen] ?? '';
	const back = keySaid(state, 'everywhere.back', 'esc');
	const [title = [], ...more] = head;
	// Before the sentence at its end, which is what is cut first.
	const filtered = filter === '' ? title : title.toSpliced(-1, 0, piece(`  filter ${filter}`, 'accent'));
	if (rows.length > 0) return [filtered, ...more];
	const room = Math.max(1, state.ui.size.columns - 2);
	const why =
		all.length === 0
			? wrapped(none, room).map((row) => lineOf(row, 'dim'))
			: [lineOf(`no row has "${filter}": ${back} shows all`, 'warn')];
	return [filtered, ...more, ...why];
}

/** What makes a list and its detail anew at once; other readings wait for the next second. */
function inputsOf(
	{ ui, services, conditions, links, journal, runbooks, walks }: State,
	now: Millis,
): readonly unknown[] {
	// What a command of a walk says is news for the list of walks alone.
	return [now, ui, services, conditions, links, journal, runbooks, ui.screen === 'runbooks' ? walks : undefined];
}

/** Makes the screen of a list; a line that says the same keeps its identity, and is not drawn anew. */
export function splitScreen(screen: ScreenName, make: MakeParts): Selector<SplitScreen> {
	let inputs: readonly unknown[] = [];
	let kept: SplitScreen | undefined;
	return (state, feeds, now) => {
		const next = inputsOf(state, now);
		if (kept !== undefined && next.every((one, index) => one === inputs[index])) return kept;
		inputs = next;
		kept = drawn(kept, screen, make(state, feeds, now), state);
		return kept;
	};
}

function drawn(before: SplitScreen | undefined, screen: ScreenName, parts: SplitParts, state: State): SplitScreen {
	const { layout, rows, index, height } = splitView(screen, parts, state);
	const { from, to } = windowOf(index, rows.length, height);
	const key = keySaid(state, `${screen}.page-down`, 'pagedown');
	const hidden = { above: from, below: rows.length - to, key };
	const columns = placed(parts.columns, layout.width - 1);
	const selected = rows[index];
	const room = { width: Math.max(0, layout.detailWidth - 2), height: layout.detailHeight };
	const detail = selected === undefined || room.height === 0 ? [] : (parts.detail?.(selected.id, room) ?? []);
	const [rule = [], ...rest] = detail;
	const under = layout.detail === 'under';
	const head = headOf(parts, rows, screen, state);
	const dashes = lineOf('-'.repeat(Math.max(0, layout.width - 2)), 'dim');
	const isCut = !under && hidden.above + hidden.below > 0 && height < layout.height - 1;
	const below = isCut ? [withHidden(dashes, hidden)] : [];
	return {
		layout,
		head: block(before?.head, head, state.ui.size.columns),
		titles: same(before?.titles, [{ text: shown` ` }, ...headLine(columns)]),
		rows: rowLines(before, rows.slice(from, to), (row) => tableLine(columns, row.cell)),
		height,
		hidden: block(before?.hidden === undefined ? [] : [before.hidden], below, layout.width)[0],
		selected: selected?.id,
		detail: block(before?.detail, [under ? withHidden(rule, hidden) : rule, ...rest], layout.detailWidth),
	};
}

function rowLines(
	before: SplitScreen | undefined,
	rows: readonly SplitRow[],
	line: (row: SplitRow) => Line,
): SplitScreen['rows'] {
	const known = new Map(before?.rows.map((row) => [row.id, row]));
	return rows.map((row) => {
		const old = known.get(row.id);
		const next = line(row);
		return old !== undefined && sameLine(old.line, next) ? old : { id: row.id, line: next };
	});
}

function same(before: Line | undefined, line: Line): Line {
	return before !== undefined && sameLine(before, line) ? before : line;
}

function block(before: readonly Line[] | undefined, lines: readonly TextLine[], width: number): readonly Line[] {
	return keptLines(
		before ?? [],
		lines.map((line) => shownLine([piece(' '), ...line], width)),
	);
}
