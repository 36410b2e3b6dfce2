import type { Line } from '../../line.ts';
import { behindAt } from '../../runbook/open.ts';
import type { Selector, State } from '../../state.ts';
import type { Dialog } from '../../ui.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { barred, behindWhy, busyWhy, readOnlyWhy } from './enter.ts';
import { isBusy, shownWalk, walkHere } from './here.ts';

/** The dialog of what else can be done in a walk. */
export type MoreDialog = Extract<Dialog, { readonly is: 'walk-more' }>;

/** What else can be done at a step or with a walk. */
export const moreItems = [
	{ id: 'again', key: 'a', title: 'run it again', help: 'Runs what is picked once more.' },
	{ id: 'skip', key: 's', title: 'skip this step', help: 'Asks why, and goes on.' },
	{ id: 'fail', key: 'f', title: 'mark it failed', help: 'Asks why; goes on where the runbook says so.' },
	{ id: 'done', key: 'd', title: 'mark it done', help: 'As if it had been run: goes on.' },
	{ id: 'stop', key: 'c', title: 'stop it', help: 'Ends what runs in the background here.' },
	{ id: 'note', key: 'n', title: 'add a note', help: 'A line for the journal and the evidence.' },
	{ id: 'goto', key: 'g', title: 'go to another step', help: 'By its number or its words.' },
	{ id: 'host', key: 'h', title: 'run on another host', help: 'From here on commands run there.' },
	{ id: 'value', key: 'v', title: 'give a value', help: 'NAME VALUE: what stands for {{NAME}}.' },
	{ id: 'save', key: 'S', title: 'save the evidence', help: 'Writes all of the walk to a Markdown file.' },
	{ id: 'close', key: 'e', title: 'end the walk: done', help: 'It is over.' },
	{ id: 'give up', key: 'E', title: 'end the walk: given up', help: 'Asks why.' },
] as const;
/** One of these. */
export type MoreId = (typeof moreItems)[number]['id'];

/** What would be said of a step whose command still runs. */
const ofStep: readonly MoreId[] = ['again', 'skip', 'fail', 'done'];

/** Why it cannot be done now, in words. A walk of somebody else is taken over first, and not blocked here. */
export function moreBlocked(id: MoreId, state: State): string | undefined {
	const open = shownWalk(state);
	if (open === undefined) return 'no walk is open here';
	if (id === 'save') return undefined;
	if (id === 'stop') return isBehind(state) ? undefined : 'nothing runs in the background at this step';
	if (state.readOnly) return readOnlyWhy;
	const bar = barred(state, { open });
	if (bar?.is === 'cannot') return bar.why;
	if (isBusy(open) && id !== 'note') return busyWhy(state);
	return hereBlocked(id, state);
}

/** The same of what depends on the step that is looked at. */
function hereBlocked(id: MoreId, state: State): string | undefined {
	const here = walkHere(state);
	if (ofStep.includes(id) && isBehind(state)) return behindWhy(state);
	if (here === undefined && id !== 'close' && id !== 'give up') return 'its document is gone';
	return id === 'again' ? notAgain(here?.step.does.is) : undefined;
}

/** Whether the command of the step that is looked at runs in the background. */
function isBehind(state: State): boolean {
	const here = walkHere(state);
	return here !== undefined && behindAt(here.open, here.step.id) !== undefined;
}

function notAgain(does: string | undefined): string | undefined {
	return does === 'command' || does === 'action' || does === 'check' ? undefined : 'nothing runs at this step';
}

function itemLine(item: (typeof moreItems)[number], state: State): TextLine {
	const because = moreBlocked(item.id, state);
	return [
		piece(item.key, 'accent'),
		piece(`  ${item.title.padEnd(24)}`, because === undefined ? 'bold' : 'dim'),
		piece(because ?? item.help, 'dim'),
	];
}

/** What is drawn of it: rows of a list under a title. */
export interface MoreScreen {
	readonly head: readonly Line[];
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly selected: string | undefined;
}

/** Makes the list of what else can be done. */
export function moreScreen(): Selector<MoreScreen> {
	let head: readonly Line[] = [];
	let lines: readonly Line[] = [];
	return (state) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'walk-more') return { head: [], rows: [], selected: undefined };
		const step = walkHere(state)?.step;
		const title = step === undefined ? 'this walk' : `step ${step.number} ${step.title}`;
		head = keptLines(head, [
			shownLine([piece('  MORE  ', 'bold'), piece(title)], size.columns),
			shownLine(lineOf(''), 0),
		]);
		lines = keptLines(
			lines,
			moreItems.map((item) => shownLine([piece(' '), ...itemLine(item, state)], size.columns - 1)),
		);
		const rows = moreItems.map(({ id }, at) => ({ id, line: lines[at] ?? [] }));
		return { head, rows, selected: moreItems[dialog.selected]?.id };
	};
}
