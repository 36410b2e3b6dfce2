import { actionWords } from '../action-words.ts';
import { unchanged } from '../failure-text.ts';
import { lengthText } from '../length-text.ts';
import type { Line } from '../line.ts';
import type { Selector } from '../state.ts';
import { headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** Makes the dialog that says who holds the lock of a service, and offers to wait for it. */
export function lockedScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state, _feeds, now) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'locked') return [];
		const { want, service, text, waiting } = dialog;
		const width = size.columns - 4;
		const question =
			waiting === undefined
				? 'w waits, and plans anew when the lock is free; nothing is done without your word then either'
				: `waiting for ${lengthText(now - waiting)}: the plan opens by itself when the lock is free; esc stops waiting`;
		const lines: readonly TextLine[] = [
			lineOf(''),
			[piece('LOCKED  ', 'bold'), piece(service, 'bold')],
			lineOf(''),
			...headed('wanted   ', `${actionWords[want.action]} ${service}`, { width }),
			...headed('refused  ', text, { width, tone: 'warn' }),
			...headed('         ', unchanged, { width }),
			lineOf(''),
			...headed('', question, { width, tone: 'bold' }),
		];
		kept = keptLines(
			kept,
			lines.slice(0, Math.max(1, size.rows - 3)).map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
