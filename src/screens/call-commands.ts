import type { Command } from '../core/command.ts';
import { callLayout } from '../core/select/journal/call-layout.ts';
import { callEvidence } from '../core/select/journal/call-rows.ts';
import { type Scrolled, scrollCommands, scrolledTo } from './scroll-commands.ts';

const scrolled: Scrolled = (state, now, by) => {
	const dialog = state.ui.dialog;
	if (dialog?.is !== 'call') return [];
	const scroll = scrolledTo(callLayout(state, dialog.call, dialog.scroll), by);
	return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, scroll } }];
};

/** The keys of the dialog in which a call to the outside is read. */
export const commands: readonly Command[] = [
	{
		id: 'call.close',
		title: 'close',
		help: 'Back to the list of calls.',
		keys: ['esc', 'q', 'enter'],
		where: ['dialog call'],
		footer: 1,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
	{
		id: 'call.copy',
		title: 'copy',
		help: 'Copies the whole call with what came of it.',
		keys: ['y'],
		where: ['dialog call'],
		footer: 3,
		run: ({ ui: { dialog } }, _feeds, now) =>
			dialog?.is === 'call' ? { type: 'text/copied', at: now, text: callEvidence(dialog.call) } : [],
	},
	...scrollCommands('call', scrolled),
];
