import type { Line } from '../line.ts';
import type { Selector, State } from '../state.ts';
import { isOfSomebody } from './plan/stand.ts';
import { headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** What quitting means for the runs that go on. */
function runLines({ runs }: State, width: number): readonly TextLine[] {
	const begun = Object.values(runs).filter(isOfSomebody);
	if (begun.length === 0) return [lineOf('Nothing runs: quitting changes nothing.')];
	return [
		...begun.map(({ plan, stage }) =>
			lineOf(`${stage === 'held' ? 'HELD FOR YOU' : 'RUNNING'}  ${plan.title}`, 'warn'),
		),
		...headed(
			'',
			'Its present step will end and be written down, the rest is not done. The next start asks how to go on: finish, undo, or mark as handled.',
			{ width },
		),
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
			...runLines(state, columns - 4),
			lineOf(''),
			[piece('y', 'accent'), piece('      quits')],
			[piece('enter', 'accent'), piece('  stays (so do n and esc)')],
		];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], columns)),
		);
		return kept;
	};
}
