import { refusalText } from '../failure-text.ts';
import type { Line } from '../line.ts';
import type { Millis } from '../model.ts';
import { pastable } from '../quote.ts';
import { type Shell, shellForbidden, shellOf } from '../shell.ts';
import type { Selector, State } from '../state.ts';
import type { Dialog } from '../ui.ts';
import { firstEnter } from './plan/confirm.ts';
import { nameLines } from './plan/foot.ts';
import { headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** The dialog that stands before a shell. */
export type ShellDialog = Extract<Dialog, { readonly is: 'shell' }>;

/** What is asked of the operator before a shell: the same questions as before a change. */
export type AskedShell =
	| { readonly is: 'cannot'; readonly why: string }
	| { readonly is: 'enter'; readonly shell: Shell; readonly next: 'agreed' | 'y' | 'name' }
	| { readonly is: 'y'; readonly shell: Shell }
	| { readonly is: 'name'; readonly shell: Shell; readonly name: string; readonly typed: string };

/** What is asked now. */
export function askedShell(state: State, dialog: ShellDialog, now: Millis): AskedShell {
	const found = shellOf(state, dialog.of, now);
	if (!found.ok) {
		const { message, fix } = found.failure;
		return { is: 'cannot', why: fix === undefined ? message : `${message} ${fix}` };
	}
	const shell = found.value;
	const why = shellForbidden(state, shell);
	if (why !== undefined || shell.protection === 'locked') return { is: 'cannot', why: refusalText(why ?? 'locked') };
	const next = firstEnter(shell.protection);
	const { field } = state.ui;
	if (next === 'name' && field?.of === 'confirm') return { is: 'name', shell, name: shell.name, typed: field.text };
	return next === 'y' && dialog.stage === 'asking' ? { is: 'y', shell } : { is: 'enter', shell, next };
}

const first = {
	agreed: 'enter opens it',
	y: 'enter, then y, opens it',
	name: 'enter opens a line where you type its name',
} as const;

function questionLines(state: State, asked: AskedShell, width: number): readonly TextLine[] {
	switch (asked.is) {
		case 'cannot':
			return headed('', asked.why, { width, tone: 'warn' });
		case 'enter':
			return [lineOf(first[asked.next], 'bold')];
		case 'y':
			return [lineOf('y opens it, esc does not', 'bold')];
		case 'name':
			return nameLines(asked, state.ui.field, { width, rows: 4 });
	}
}

function shellLines({ host, container, words }: Shell, width: number): readonly TextLine[] {
	const where = container === undefined ? `on ${host}` : `in the container ${container} on ${host}`;
	return [
		...headed('where    ', where, { width }),
		...headed('runs     ', `$ ${pastable(words)}`, { width }),
		...headed('journal  ', 'when it was opened and left; what is done in it is not known', { width }),
		...headed('', '', { width }),
		...headed('', 'The cockpit waits behind it, and is back when the shell ends (exit, or ctrl-d).', {
			width,
			tone: 'dim',
		}),
	];
}

/** Makes the dialog that says what a shell would be, and asks. */
export function shellScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state, _feeds, now) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'shell') return [];
		const asked = askedShell(state, dialog, now);
		const width = size.columns - 4;
		const lines: readonly TextLine[] = [
			lineOf(''),
			[piece('SHELL  ', 'bold'), piece(dialog.of, 'bold')],
			lineOf(''),
			...(asked.is === 'cannot' ? [] : [...shellLines(asked.shell, width), lineOf('')]),
			...questionLines(state, asked, width),
		];
		kept = keptLines(
			kept,
			lines.slice(0, Math.max(1, size.rows - 3)).map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
