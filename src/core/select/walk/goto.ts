import type { Line } from '../../line.ts';
import { filterMatch } from '../../logs/search.ts';
import type { Step } from '../../runbook/model.ts';
import { isWalked } from '../../runbook/way.ts';
import type { Selector, State } from '../../state.ts';
import { windowOf } from '../rows/rows.ts';
import { fieldPieces, lineOf, piece } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { walkHere } from './here.ts';

/** The steps that fit what is typed: by number from its beginning, else by words. */
function gotoSteps(state: State): readonly Step[] {
	const steps = walkHere(state)?.runbook.steps.filter(isWalked) ?? [];
	const typed = (state.ui.field?.of === 'goto' ? state.ui.field.text : '').trim();
	const numbered = steps.filter(({ number }) => number === typed || number.startsWith(`${typed}.`));
	if (typed !== '' && numbered.length > 0) return numbered;
	const fits = filterMatch(typed);
	return steps.filter(({ number, title }) => fits(`${number} ${title}`));
}

/** The one under the cursor. */
export function gotoStep(state: State): Step | undefined {
	return gotoSteps(state)[selectedOf(state)];
}

function selectedOf({ ui }: State): number {
	return ui.dialog?.is === 'walk-goto' ? ui.dialog.selected : 0;
}

/** The cursor so many rows further. */
export function gotoMoved(state: State, by: number): number {
	return Math.max(0, Math.min(gotoSteps(state).length - 1, selectedOf(state) + by));
}

/** The steps to choose among, ready to be drawn. */
export interface GotoScreen {
	readonly head: readonly Line[];
	readonly rows: readonly { readonly id: string; readonly line: Line }[];
	readonly selected: string | undefined;
}

/** Header, keys and age of the data are the frame's; one row is typed in. */
const around = 4;

/** Makes the list of steps to go to. */
export function gotoScreen(): Selector<GotoScreen> {
	let head: readonly Line[] = [];
	let lines: readonly Line[] = [];
	return (state) => {
		const { field, size } = state.ui;
		const steps = gotoSteps(state);
		const title = [
			piece(' go to step ', 'accent'),
			...(field?.of === 'goto' ? fieldPieces(field, size.columns - 14) : []),
		];
		const none = steps.length === 0 ? [lineOf('   no step has this in its number or title')] : [];
		head = keptLines(
			head,
			[title, ...none].map((line) => shownLine(line, size.columns)),
		);
		const { from, to } = windowOf(selectedOf(state), steps.length, size.rows - around);
		const seen = steps.slice(from, to);
		lines = keptLines(
			lines,
			seen.map(({ number, title: name, depth }) =>
				shownLine(lineOf(`${'  '.repeat(Math.min(8, depth))}${number} ${name}`), size.columns - 1),
			),
		);
		const rows = seen.map(({ id }, at) => ({ id, line: lines[at] ?? [] }));
		return { head, rows, selected: steps[selectedOf(state)]?.id };
	};
}
