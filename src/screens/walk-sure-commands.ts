import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { type SureDialog, sureLayout } from '../core/select/walk/sure.ts';
import type { State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';
import { type Scrolled, scrollCommands, scrolledTo } from './scroll-commands.ts';
import { didEvents, takenUp } from './walk-events.ts';

interface Here {
	readonly state: State;
	readonly dialog: SureDialog;
	readonly now: number;
}

const about = aboutDialog('walk-sure', (state, now): Here | undefined => {
	const { dialog } = state.ui;
	return dialog?.is === 'walk-sure' ? { state, dialog, now } : undefined;
});

function agreed({ state, dialog, now }: Here): readonly Event[] {
	const closed: Event = { type: 'dialog/closed', at: now };
	if (dialog.of === 'text') return [closed, { type: 'walk/accepted', at: now, walk: dialog.walk }];
	return [closed, ...didEvents(state, takenUp(state), now)];
}

const scrolled: Scrolled = (state, now, by) => {
	const { dialog } = state.ui;
	const layout = sureLayout(state, now);
	if (dialog?.is !== 'walk-sure' || layout === undefined) return [];
	return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, scroll: scrolledTo(layout, by) } }];
};

/** The keys of the question before anything is done in a walk. */
export const commands: readonly Command[] = [
	about({
		id: 'walk-sure.yes',
		title: 'yes',
		titleNow: ({ dialog }) => (dialog.of === 'text' ? 'accept it' : 'take it over'),
		help: 'Accepts the text of the runbook as it is; or takes the walk over.',
		keys: ['y'],
		footer: 1,
		silent: true,
		does: agreed,
	}),
	about({
		id: 'walk-sure.leave',
		title: 'leave',
		help: 'Leaves it as it is: reading and watching are free.',
		keys: ['esc', 'q'],
		footer: 2,
		silent: true,
		does: ({ now }) => [{ type: 'dialog/closed', at: now }],
	}),
	// The row over the keys says when there is more.
	...scrollCommands('walk-sure', scrolled).map(({ footer: _shown, ...one }) => one),
];
