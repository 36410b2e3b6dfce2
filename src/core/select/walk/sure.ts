import { shortAge } from '../../format.ts';
import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Runbook } from '../../runbook/model.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import type { Selector, State } from '../../state.ts';
import type { Dialog } from '../../ui.ts';
import { counted } from '../rows/words.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { anyRan, shownWalk } from './here.ts';

/** The dialog that stands before anything is done in a walk. */
export type SureDialog = Extract<Dialog, { readonly is: 'walk-sure' }>;

/** How many commands and actions a runbook has. */
function commandCount({ steps }: Runbook): number {
	return steps.reduce((sum, { does }) => {
		if (does.is === 'command') return sum + does.commands().length;
		return sum + (does.is === 'action' ? 1 : 0);
	}, 0);
}

const writers = {
	stock: 'it comes with watchdeck',
	own: 'it lies where only you can write',
	strange: 'it does not lie in your own config folder, or others can write there',
} as const;

function textLines(state: State, open: OpenWalk, width: number): readonly TextLine[] {
	const { walk, runbook, digest } = open;
	const listed = state.runbooks?.all.find(({ path }) => path === walk.head.path);
	const commands = runbook === undefined ? 0 : commandCount(runbook);
	const told: readonly (readonly [string, string])[] = [
		['lies', walk.head.path],
		['writers', writers[listed?.origin ?? 'strange']],
		['digest', digest ?? walk.head.digest],
		['has', `${counted(commands, 'command')}${anyRan(open.walk) ? '' : ', of which none ran yet'}`],
	];
	return [
		lineOf('Accept this text?', 'bold'),
		lineOf(''),
		...told.flatMap(([head, text]) => headed(head.padEnd(9), text, { width })),
		lineOf(''),
		...headed(
			'',
			'Its commands were written by others. Once accepted, they can be run from here, each still by its own key. When the text changes, it is asked again.',
			{ width },
		),
		lineOf(''),
		[piece('y', 'accent'), piece('    accepts this text')],
		[piece('esc', 'accent'), piece('  leaves: it can be read all the same')],
	];
}

function walkLines(open: OpenWalk, now: Millis, width: number): readonly TextLine[] {
	const { walker, seen, id, head } = open.walk;
	const who = `${walker} walks ${head.title} (${id}), and last did something ${shortAge(Math.max(0, now - seen))} ago.`;
	return [
		lineOf('Take this walk over?', 'bold'),
		lineOf(''),
		...headed('', who, { width }),
		...headed('', 'Watching is free. Taken over, you walk it from here on; whoever walks it now watches.', { width }),
		lineOf(''),
		[piece('y', 'accent'), piece('    takes it over')],
		[piece('esc', 'accent'), piece('  watches on')],
	];
}

/** Cells of a sentence that is read in one go. */
const widest = 100;

/** Makes the question. */
export function sureScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state, _feeds, now) => {
		const { dialog, size } = state.ui;
		const open = shownWalk(state);
		if (dialog?.is !== 'walk-sure' || open === undefined) return [];
		const width = Math.min(size.columns - 4, widest);
		const lines = [lineOf(''), ...(dialog.of === 'text' ? textLines(state, open, width) : walkLines(open, now, width))];
		kept = keptLines(
			kept,
			lines.slice(0, Math.max(1, size.rows - 3)).map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
