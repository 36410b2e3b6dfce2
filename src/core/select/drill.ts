import { elapsed, isOver, type Practice } from '../drill/practice.ts';
import { type Score, type ScoreRow, scoreLines, scoreOf } from '../drill/score.ts';
import { elapsedText } from '../length-text.ts';
import type { Line } from '../line.ts';
import type { Millis } from '../model.ts';
import type { Selector } from '../state.ts';
import { headed, lineOf, type Piece, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** The drill in the first line: its clock, or that it has not begun or is over. */
export function drillChip(drill: Practice | undefined, now: Millis): readonly Piece[] {
	if (drill === undefined || drill.stage === 'off') return [];
	const isBegun = drill.stage !== 'wanted' && drill.stage !== 'breaking';
	const text = isBegun ? `DRILL ${elapsedText(elapsed(drill, now))}${isOver(drill) ? ' over' : ''}` : 'DRILL not begun';
	return [piece(text, isOver(drill) ? 'ok' : 'warn'), piece('  ')];
}

function rowLines(rows: readonly ScoreRow[], width: number): readonly TextLine[] {
	return scoreLines(rows).flatMap((text, index) =>
		headed('', text, { width, ...(rows[index]?.bad === true ? { tone: 'warn' as const } : {}) }),
	);
}

function scoreBody({ title, rows, wrong, lessons }: Score, width: number): readonly TextLine[] {
	return [
		lineOf(''),
		lineOf(`DRILL  ${title}`, 'bold'),
		lineOf(''),
		...rowLines(rows, width),
		...wrong.flatMap((text) => headed('  ', text, { width, tone: 'warn' })),
		...lessons.flatMap(({ name, text }) => [lineOf(''), ...headed(`${name}  `.padEnd(14), text, { width })]),
	];
}

function keyLines(real: boolean): readonly TextLine[] {
	const enter = real ? 'closes this' : 'closes this; the fleet stays, to look around in';
	return [
		lineOf(''),
		[piece('enter', 'accent'), piece(`  ${enter}`)],
		[piece('a', 'accent'), piece('      begins it again')],
		[piece('y', 'accent'), piece('      quits; the score is printed')],
	];
}

/** Makes the score of a drill as it is shown. */
export function drillScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return ({ drill, ui }) => {
		const { columns } = ui.size;
		const width = Math.min(columns - 4, 100);
		const lines = drill === undefined ? [] : [...scoreBody(scoreOf(drill), width), ...keyLines(drill.real === true)];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], columns)),
		);
		return kept;
	};
}
