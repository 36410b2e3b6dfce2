import { leftBroken } from '../drill/score.ts';
import type { Line } from '../line.ts';
import type { Run, Selector, State } from '../state.ts';
import { isOfSomebody } from './plan/stand.ts';
import { headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** What a drill has broken in earnest and is not put back. */
function drillLines({ drill }: State, width: number): readonly TextLine[] {
	const left = drill === undefined ? [] : leftBroken(drill);
	return left.flatMap((text, index) => headed('', text, { width, tone: index === 0 ? 'warn' : 'plain' }));
}

/** What quitting means for the runs that go on. */
function runLines({ runs, drill }: State, width: number): readonly TextLine[] {
	const begun = Object.values(runs).filter(isOfSomebody);
	if (begun.length === 0 && drill !== undefined && leftBroken(drill).length > 0) return [];
	if (begun.length === 0) return [lineOf('Nothing runs: quitting changes nothing.')];
	return [
		...begun.map(({ plan, stage }) => lineOf(`${stageWords(stage)}  ${plan.title}`, 'warn')),
		...(begun.some(({ stage }) => stage !== 'watching') ? headed('', cutText, { width }) : []),
		...(begun.some(({ stage }) => stage === 'watching') ? headed('', watchText, { width }) : []),
	];
}

function stageWords(stage: Run['stage']): string {
	if (stage === 'watching') return 'WATCHED';
	return stage === 'held' ? 'HELD FOR YOU' : 'RUNNING';
}

const cutText =
	'Its present step will end and be written down, the rest is not done. The next start asks how to go on: finish, undo, or mark as handled.';
const watchText =
	'What is watched is done and proven. The next start goes on with the watch while its time lasts; else it ends as DONE, NOT VERIFIED.';

/** The runs that another program can go on with: what is held waits for a person. */
export function leavable({ runs }: Pick<State, 'runs'>): readonly Run[] {
	return Object.values(runs).filter((run) => isOfSomebody(run) && run.stage !== 'held');
}

/** Why nothing can be left running now; undefined where it can. */
export function unleavable(state: State): string | undefined {
	const { dialog } = state.ui;
	if (state.demo) return 'the demo ends with its screen';
	if (leavable(state).length === 0) return 'nothing runs that could go on';
	return dialog?.is === 'quit' && dialog.leaving !== undefined ? 'it is being left already' : undefined;
}

/** How far it is to leave what runs, or why that cannot be. */
function leavingLines({ ui: { dialog } }: State, width: number): readonly TextLine[] {
	if (dialog?.is !== 'quit') return [];
	const { leaving, refused } = dialog;
	if (leaving !== undefined) return headed('', leavingText[leaving], { width, tone: 'bold' });
	return refused === undefined ? [] : headed('', `It cannot be left running: ${refused}`, { width, tone: 'warn' });
}

const leavingText = {
	starting: 'Starting what goes on with it ..',
	ending: 'What is under way ends its step first; then it goes on without this screen. y does not wait for that.',
};

/** The keys of the question, and what each does now. */
function keyLines(state: State): readonly TextLine[] {
	const { dialog } = state.ui;
	const leaves: TextLine = [piece('l', 'accent'), piece('      leaves it running, without a screen, to its end')];
	const stays: TextLine = [piece('enter', 'accent'), piece('  stays (so do n and esc)')];
	const back: TextLine = [piece('p', 'accent'), piece('      plans to put back what the drill broke')];
	return [
		...(state.drill !== undefined && leftBroken(state.drill).length > 0 ? [back] : []),
		...(unleavable(state) === undefined ? [leaves] : []),
		[piece('y', 'accent'), piece('      quits')],
		...(dialog?.is === 'quit' && dialog.leaving === 'ending' ? [] : [stays]),
	];
}

/** Makes the question whether to quit. The safe answer is the default. */
export function quitScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { columns } = state.ui.size;
		const lines: readonly TextLine[] = [
			lineOf(''),
			lineOf('Quit watchdeck?', 'bold'),
			lineOf(''),
			...drillLines(state, columns - 4),
			...runLines(state, columns - 4),
			...leavingLines(state, columns - 4),
			lineOf(''),
			...keyLines(state),
		];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], columns)),
		);
		return kept;
	};
}
