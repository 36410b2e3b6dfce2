import type { Line } from '../line.ts';
import { operatorName } from '../operator.ts';
import type { Selector, State } from '../state.ts';
import type { Dialog } from '../ui.ts';
import { fieldPieces, headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** The dialog that asks who acts. */
export type OperatorDialog = Extract<Dialog, { readonly is: 'operator' }>;

const remedy =
	'Begin with a letter or digit, then letters, digits and _ . @ - only, 63 in all at the most: anna, or anna@example.org.';

/** What is wrong with the name that was entered, until another one is typed. */
function wrongLines({ refused }: OperatorDialog, typed: string, width: number): readonly TextLine[] {
	if (refused === undefined || refused !== typed || operatorName(typed) !== undefined) return [lineOf('')];
	return [
		lineOf(''),
		...headed('', `“${typed.trim()}” cannot be used as a name.`, { width, tone: 'bad' }),
		...headed('', remedy, { width }),
	];
}

function textOf({ ui, operator }: State, dialog: OperatorDialog): readonly TextLine[] {
	const width = ui.size.columns - 4;
	const field = ui.field?.of === 'operator' ? ui.field : undefined;
	const why = `This account (${dialog.account}) is shared; locks and journal name the operator.`;
	return [
		lineOf(''),
		lineOf('Who are you?', 'bold'),
		lineOf(''),
		...headed('', why, { width }),
		lineOf(''),
		[piece('your name  ', 'accent'), ...(field === undefined ? [] : fieldPieces(field))],
		...wrongLines(dialog, field?.text ?? '', width),
		lineOf(''),
		[piece('enter', 'accent'), piece(`  takes the name; without one you stay ${operator}`)],
		[piece('esc', 'accent'), piece(`    stays ${operator}`)],
		lineOf(''),
		...headed('', 'Not asked where --as, $WATCHDECK_OPERATOR or the config names the operator.', {
			width,
			tone: 'dim',
		}),
	];
}

/** Makes the question who acts. */
export function operatorScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'operator') return [];
		const lines = textOf(state, dialog);
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
