import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { journalHeight, journalIndex, journalRows } from '../core/select/journal/journal.ts';
import { storedRunOf } from '../core/select/journal/runs.ts';
import { isBegun } from '../core/select/plan/stand.ts';
import type { Dialog, State } from '../core/state.ts';
import { around, aroundKey } from './logs-about.ts';

/** Asked for every footer: it looks at no row. */
const none = (state: State): string | undefined =>
	state.journal.entries.length === 0 ? 'there is nothing in the journal' : undefined;

/** The row so many rows away, or the first or last one. */
function moved(state: State, now: Millis, by: number): readonly Event[] {
	const rows = journalRows(state);
	const index = Math.max(0, Math.min(rows.length - 1, journalIndex(state, rows) + by));
	const row = rows[index];
	return row === undefined ? [] : [{ type: 'row/selected', at: now, id: row.id }];
}

function selectedRun(state: State): string | undefined {
	const rows = journalRows(state);
	return rows[journalIndex(state, rows)]?.id;
}

function move(id: string, keys: readonly string[], help: string, by: (state: State) => number): Command {
	return {
		id: `journal.${id}`,
		title: id,
		help,
		keys,
		where: ['journal'],
		silent: true,
		blocked: none,
		run: (state, _feeds, now) => moved(state, now, by(state)),
	};
}

/** Why a run needs no settling: it has an end, or it goes on here. */
function settled(state: State, id: string | undefined): string | undefined {
	const stored = id === undefined ? undefined : storedRunOf(state, id);
	if (stored === undefined) return 'there is nothing in the journal';
	const live = state.runs[stored.id];
	if (live !== undefined && isBegun(live)) return 'it runs here';
	return stored.open && stored.plan !== undefined ? undefined : 'only for a run without an end';
}

/** The logs of the service that a run was about, around its beginning. */
function aroundRun(state: State, now: Millis): readonly Event[] {
	const run = storedRunOf(state, selectedRun(state) ?? '');
	const service = run?.plan?.service ?? run?.shell;
	if (run === undefined || service === undefined || state.services[service] === undefined) {
		const text = 'what this was about is no service that is watched now';
		return [{ type: 'message/shown', at: now, message: { tone: 'plain', text, at: now } }];
	}
	return around({ service, at: run.first, what: `a ${run.plan?.action ?? 'shell'} by ${run.by}` }, now);
}

/** The run that was selected, or the newest, without making the rows. */
function likelyRun({ ui, journal }: State): string | undefined {
	return ui.selected.journal ?? journal.entries.findLast(({ what }) => what === 'planned')?.run;
}

/** The keys of the journal's screen. */
export const commands: readonly Command[] = [
	{
		id: 'journal.open',
		title: 'open',
		help: 'Opens the stored run: its plan, each call and what it answered; one that runs here is followed.',
		keys: ['enter'],
		where: ['journal'],
		footer: 1,
		// While a filter is typed, enter ends the typing.
		blocked: (state) => (state.ui.field === undefined ? none(state) : undefined),
		run: (state, _feeds, now) => {
			if (state.ui.field !== undefined) return [{ type: 'field/entered', at: now }];
			const run = selectedRun(state);
			if (run === undefined) return [];
			const live = state.runs[run];
			const dialog: Dialog =
				live !== undefined && isBegun(live)
					? { is: 'plan', run, scroll: 0, more: false }
					: { is: 'entry', run, scroll: 0 };
			return [{ type: 'dialog/opened', at: now, dialog }];
		},
	},
	{
		id: 'journal.filter',
		title: 'filter',
		help: 'Shows only the rows with a text; after ! those without it.',
		keys: ['/'],
		where: ['journal'],
		footer: 2,
		run: (state, _feeds, now) => ({
			type: 'field/opened',
			at: now,
			of: 'filter',
			text: state.ui.filter.journal ?? '',
		}),
	},
	{
		id: 'journal.settle',
		title: 'settle a run without an end',
		help: 'For a run that was begun and has no end: undo it, finish it, or say that it was handled.',
		keys: ['x'],
		where: ['journal'],
		tier: 2,
		footer: 3,
		blocked: (state) => settled(state, likelyRun(state)),
		run: (state, _feeds, now) => {
			const run = selectedRun(state);
			const why = settled(state, run);
			if (why !== undefined)
				return [{ type: 'message/shown', at: now, message: { tone: 'plain', text: why, at: now } }];
			return run === undefined ? [] : [{ type: 'dialog/opened', at: now, dialog: { is: 'interrupted', run } }];
		},
	},
	{
		id: 'journal.copy',
		title: 'copy',
		help: 'Copies the row as evidence.',
		keys: ['y'],
		where: ['journal'],
		footer: 4,
		blocked: none,
		run: (state, _feeds, now) => {
			const rows = journalRows(state);
			const row = rows[journalIndex(state, rows)];
			if (row === undefined) return [];
			const text = [row.time, row.who, row.what, row.where, row.result, row.took, row.why, row.id].join('  ').trimEnd();
			return [{ type: 'text/copied', at: now, text }];
		},
	},
	{
		id: 'journal.around',
		...aroundKey,
		where: ['journal'],
		footer: 5,
		blocked: none,
		run: (state, _feeds, now) => aroundRun(state, now),
	},
	move('down', ['down', 'j'], 'The next row.', () => 1),
	move('up', ['up', 'k'], 'The row before.', () => -1),
	move('page-down', ['pagedown', 'ctrl-d'], 'A page down.', ({ ui }) => journalHeight(ui.size) - 1),
	move('page-up', ['pageup', 'ctrl-u'], 'A page up.', ({ ui }) => 1 - journalHeight(ui.size)),
	move('top', ['g', 'home'], 'The newest run.', () => Number.NEGATIVE_INFINITY),
	move('bottom', ['G', 'end'], 'The oldest run that was read.', () => Number.POSITIVE_INFINITY),
];
