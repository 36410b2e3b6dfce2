import { failureText } from '../../failure-text.ts';
import type { Line } from '../../line.ts';
import type { Selector, State } from '../../state.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { type JournalRow, journalHead, journalLine, journalRows, journalWindow } from './journal.ts';

/** The journal's screen, ready to be drawn. */
export interface JournalScreen {
	/** Rows over the list: what it is, and why it could not be read. */
	readonly head: readonly Line[];
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly selected?: string;
}

function titleLine(state: State, count: number): TextLine {
	const filter = state.ui.filter.journal ?? '';
	return [
		piece('JOURNAL', 'bold'),
		piece(`  ${count} ${count === 1 ? 'run' : 'runs'}, newest first`, 'dim'),
		...(filter === '' ? [] : [piece(`  filter ${filter}`, 'bold')]),
	];
}

/** Why there is no row, or no newer one. */
function newsLines(state: State, count: number, width: number): readonly TextLine[] {
	const failure = state.journal.failure;
	if (failure !== undefined) {
		return headed('', `the journal could not be read: ${failureText(failure)}`, { width, tone: 'bad' });
	}
	if (count > 0) return [];
	const filter = state.ui.filter.journal ?? '';
	return [
		lineOf(
			filter === ''
				? 'nothing was planned yet: r on a service plans a roll back, R a restart'
				: `no run has "${filter}": / changes the filter`,
		),
	];
}

/** Makes the journal's screen; rows are read again only when the journal, the runs or the filter changed. */
export function journalScreen(): Selector<JournalScreen> {
	let known: { readonly state: State; readonly rows: readonly JournalRow[] } | undefined;
	let head: readonly Line[] = [];
	const lines = new WeakMap<JournalRow, { readonly width: number; readonly line: Line }>();

	const rowsOf = (state: State): readonly JournalRow[] => {
		const same =
			known?.state.journal === state.journal &&
			known.state.runs === state.runs &&
			known.state.ui.filter === state.ui.filter;
		if (known === undefined || !same) known = { state, rows: journalRows(state) };
		return known.rows;
	};
	const lineOfRow = (row: JournalRow, width: number): Line => {
		const kept = lines.get(row);
		if (kept?.width === width) return kept.line;
		const line = shownLine(journalLine(row, width), width);
		lines.set(row, { width, line });
		return line;
	};

	return (state) => {
		const width = state.ui.size.columns - 1;
		const all = rowsOf(state);
		const { rows, selected } = journalWindow(state, all);
		const above = [titleLine(state, all.length), ...newsLines(state, all.length, width - 1), journalHead(width)];
		head = keptLines(
			head,
			above.map((line) => shownLine([piece(' '), ...line], width + 1)),
		);
		const list = rows.map((row) => ({ id: row.id, line: lineOfRow(row, width) }));
		return selected === undefined ? { head, rows: list } : { head, rows: list, selected };
	};
}
