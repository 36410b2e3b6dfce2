import { failureText } from '../../failure-text.ts';
import { keySaid } from '../../key-said.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { unkeptText } from '../../unkept.ts';
import { entryText } from '../entry.ts';
import { ruled } from '../fleet/story.ts';
import { counted } from '../rows/words.ts';
import { titleLine } from '../split/head.ts';
import { isWide } from '../split/layout.ts';
import type { DetailRoom, MakeParts, SplitParts, SplitRow } from '../split/split.ts';
import { headed, type TextLine } from '../text/line.ts';
import { callCell, callColumns, withoutReads } from './call-rows.ts';
import { type JournalRow, journalCell, journalColumns, journalRows, journalText } from './journal.ts';
import { lockCell, lockColumns, lockDetail, lockRows, lockText } from './lock-rows.ts';
import { storedRunOf } from './runs.ts';

/** The tabs of the journal's screen, in order: runs, locks, and calls to the outside. */
export const journalTabs = ['all', 'running', 'mine', 'locks', 'commands', 'calls'] as const;
/** One of them. */
export type JournalTab = (typeof journalTabs)[number];

/** The tab that is open. */
export function journalTab({ ui }: Pick<State, 'ui'>): JournalTab {
	return journalTabs[ui.tab] ?? 'all';
}

/** Finds the rows of all runs; the screen remembers them as long as nothing changed, its keys make them when one is pressed. */
export type RunRows = (state: State) => readonly JournalRow[];

/** The rows of runs, made again only when the journal or the runs changed. */
export function rememberedRows(): RunRows {
	let known: { readonly state: State; readonly rows: readonly JournalRow[] } | undefined;
	return (state) => {
		const same = known?.state.journal === state.journal && known.state.runs === state.runs;
		if (known === undefined || !same) known = { state, rows: journalRows(state) };
		return known.rows;
	};
}

/** Why there are no newer runs, why there will be none, and why the history is lost. */
function newsLines({ journal, unkept, ui }: State): readonly TextLine[] {
	const { failure, unwritable } = journal;
	const closed = 'changes are refused, since none could be written down';
	return [
		...(failure === undefined ? [] : [`the journal could not be read: ${failureText(failure)}`]),
		...(failure !== undefined || unwritable === undefined ? [] : [`${closed}: ${failureText(unwritable)}`]),
		...(unkept === undefined ? [] : [unkeptText(unkept)]),
	].flatMap((text) => headed('', text, { width: ui.size.columns - 2, tone: 'bad' }));
}

const fits: Readonly<Record<'all' | 'running' | 'mine', (row: JournalRow, state: State) => boolean>> = {
	all: () => true,
	running: ({ open }) => open,
	mine: ({ who }, { operator }) => who === operator,
};

function noRuns(state: State, tab: 'all' | 'running' | 'mine'): string {
	const said = (id: string, usual: string) => keySaid(state, id, usual);
	if (tab === 'running') return 'nothing is under way: every run that was begun has an end';
	const plans = `${said('action/rollback', 'r')} on a service plans a roll back, ${said('action/restart', 'R')} a restart`;
	return tab === 'mine'
		? `nothing was planned by ${state.operator} yet: ${plans}`
		: `nothing was planned yet: ${plans}`;
}

function runDetail(state: State, id: string, { width }: DetailRoom): readonly TextLine[] {
	const stored = storedRunOf(state, id);
	return stored === undefined ? [] : [ruled(`run ${id}`, width), ...entryText(stored, width)];
}

function runs(state: State, tab: 'all' | 'running' | 'mine', rowsOf: RunRows): SplitParts {
	const rows = rowsOf(state).filter((row) => fits[tab](row, state));
	const isUnread = state.journal.failure !== undefined && state.journal.entries.length === 0;
	const count = isUnread ? '' : counted(rows.length, 'run');
	const news = newsLines(state);
	return {
		head: [titleLine('JOURNAL', journalTabs, state.ui.tab, count), ...news],
		columns: journalColumns,
		rows: rows.map((row): SplitRow => ({ id: row.id, find: journalText(row), cell: (key) => journalCell(row, key) })),
		none: isUnread ? 'what was done is not known' : noRuns(state, tab),
		...(isWide(state.ui.size) ? { detail: (id: string, room: DetailRoom) => runDetail(state, id, room) } : {}),
	};
}

function locks(state: State, now: Millis): SplitParts {
	const rows = lockRows(state, now);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return {
		head: [titleLine('JOURNAL', journalTabs, state.ui.tab, counted(rows.length, 'lock'))],
		columns: lockColumns,
		rows: rows.map((row): SplitRow => ({ id: row.id, find: lockText(row), cell: (key) => lockCell(row, now, key) })),
		none: 'no lock lies on a host that was read: nobody is changing anything there',
		detail: (id, room) => {
			const row = byId.get(id);
			return row === undefined ? [] : lockDetail(row, state, now, room);
		},
	};
}

function calls(state: State, feeds: Feeds, tab: 'commands' | 'calls'): SplitParts {
	const all = feeds.calls?.() ?? [];
	const listed = tab === 'calls' ? all : withoutReads(all);
	const key = keySaid(state, 'open.commands', '@');
	return {
		head: [titleLine('JOURNAL', journalTabs, state.ui.tab, counted(listed.length, 'call'))],
		columns: callColumns,
		rows: listed.map((call): SplitRow => {
			const find = `${call.host} ${call.effect === 'write' ? 'order' : 'read'} ${call.text} ${call.failure?.message ?? ''}`;
			return { id: `call/${call.seq}`, find, cell: (column) => callCell(call, column) };
		}),
		none:
			tab === 'calls'
				? 'nothing was asked yet'
				: `nothing was ordered and nothing failed; ${key} shows what was only read as well`,
	};
}

/** The journal on the tab that is open; `rowsOf` finds the rows of its runs. */
export function journalPartsBy(rowsOf: RunRows): MakeParts {
	return (state, feeds, now) => {
		const tab = journalTab(state);
		switch (tab) {
			case 'all':
			case 'running':
			case 'mine':
				return runs(state, tab, rowsOf);
			case 'locks':
				return locks(state, now);
			case 'commands':
			case 'calls':
				return calls(state, feeds, tab);
		}
	};
}

/** The journal on the tab that is open, made of the state alone. */
export const journalParts: MakeParts = journalPartsBy(journalRows);
