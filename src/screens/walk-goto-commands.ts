import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { gotoMoved, gotoStep } from '../core/select/walk/goto.ts';
import type { State } from '../core/state.ts';
import type { Dialog } from '../core/ui.ts';
import { aboutDialog } from './about-dialog.ts';
import { didEvents, lookedEvents } from './walk-events.ts';

interface Here {
	readonly state: State;
	readonly dialog: Extract<Dialog, { readonly is: 'walk-goto' }>;
	readonly now: number;
}

const about = aboutDialog('walk-goto', (state, now): Here | undefined => {
	const { dialog } = state.ui;
	return dialog?.is === 'walk-goto' ? { state, dialog, now } : undefined;
});

function went({ state, now }: Here): readonly Event[] {
	const step = gotoStep(state);
	if (step === undefined) return [{ type: 'dialog/closed', at: now }];
	return [
		{ type: 'dialog/closed', at: now },
		...lookedEvents(step.id, now),
		...didEvents(state, [{ is: 'went', to: step.id, because: 'the operator went there' }], now),
	];
}

function move(id: string, keys: readonly string[], help: string, by: number): Command {
	return about({
		id: `walk-goto.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		silent: true,
		does: ({ state, dialog, now }) => [
			{ type: 'dialog/opened', at: now, dialog: { ...dialog, selected: gotoMoved(state, by) } },
		],
	});
}

/** The keys of the steps to go to. Letters search. */
export const commands: readonly Command[] = [
	about({
		id: 'walk-goto.go',
		title: 'go there',
		help: 'The walk goes on at the selected step.',
		keys: ['enter'],
		footer: 1,
		silent: true,
		does: went,
	}),
	about({
		id: 'walk-goto.leave',
		title: 'leave',
		help: 'The walk stays where it is.',
		keys: ['esc'],
		footer: 2,
		silent: true,
		does: ({ now }) => [{ type: 'dialog/closed', at: now }],
	}),
	move('down', ['down', 'tab'], 'The next one.', 1),
	move('up', ['up', 'shift-tab'], 'The one before.', -1),
	move('page-down', ['pagedown'], 'A page down.', 10),
	move('page-up', ['pageup'], 'A page up.', -10),
];
