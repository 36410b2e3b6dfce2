import type { Command } from '../core/command.ts';
import { entryText } from '../core/select/entry.ts';
import { entryLayout } from '../core/select/entry-layout.ts';
import { storedRunOf } from '../core/select/journal/runs.ts';
import { planScript } from '../core/select/plan/script.ts';
import type { State } from '../core/state.ts';
import { type Scrolled, scrollCommands, scrolledTo } from './scroll-commands.ts';

/** Wide enough that no command is broken in a copy. */
const copyWidth = 10_000;

const scrolled: Scrolled = (state, now, by) => {
	const dialog = state.ui.dialog;
	if (dialog?.is !== 'entry') return [];
	const scroll = scrolledTo(entryLayout(state, dialog.run, dialog.scroll), by);
	return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, scroll } }];
};

function shownRun(state: State) {
	const dialog = state.ui.dialog;
	return dialog?.is === 'entry' ? storedRunOf(state, dialog.run) : undefined;
}

function evidence(state: State): string | undefined {
	const stored = shownRun(state);
	if (stored === undefined) return undefined;
	return entryText(stored, copyWidth)
		.map((line) =>
			line
				.map(({ text }) => text)
				.join('')
				.trimEnd(),
		)
		.join('\n');
}

/** The keys of the dialog in which a stored run is read. */
export const commands: readonly Command[] = [
	{
		id: 'entry.close',
		title: 'close',
		help: 'Back to the journal.',
		keys: ['esc', 'q', 'enter'],
		where: ['dialog entry'],
		footer: 1,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
	{
		id: 'entry.copy',
		title: 'copy',
		help: 'Copies all of this as evidence.',
		keys: ['y'],
		where: ['dialog entry'],
		footer: 3,
		blocked: (state) => (shownRun(state) === undefined ? 'it was not read' : undefined),
		run: (state, _feeds, now) => ({ type: 'text/copied', at: now, text: evidence(state) ?? '' }),
	},
	{
		id: 'entry.copy-commands',
		title: 'copy as shell',
		help: 'Copies the commands of the plan.',
		keys: ['c'],
		where: ['dialog entry'],
		footer: 4,
		blocked: (state) => (shownRun(state)?.plan === undefined ? 'its plan was not read' : undefined),
		run: (state, _feeds, now) => {
			const plan = shownRun(state)?.plan;
			return plan === undefined ? [] : { type: 'text/copied', at: now, text: planScript(plan) };
		},
	},
	...scrollCommands('entry', scrolled),
];
