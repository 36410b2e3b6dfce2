import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { type AskDialog, answerOf } from '../core/select/walk/ask.ts';
import type { State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';
import { didEvents, markedEvents } from './walk-events.ts';

interface Here {
	readonly state: State;
	readonly dialog: AskDialog;
	readonly now: number;
}

const about = aboutDialog('walk-ask', (state, now): Here | undefined => {
	const { dialog } = state.ui;
	return dialog?.is === 'walk-ask' ? { state, dialog, now } : undefined;
});

function entered(here: Here): readonly Event[] {
	const { state, dialog, now } = here;
	const answer = answerOf(dialog, state.ui.field?.text ?? '', state);
	const closed: Event = { type: 'dialog/closed', at: now };
	switch (answer.is) {
		case 'refused':
			return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, refused: answer.why } }];
		case 'mark':
			return [closed, ...markedEvents(state, dialog.step, answer, now)];
		case 'did':
			return [closed, ...didEvents(state, [answer.did], now)];
		case 'save':
			return [closed, { type: 'walk/saved', at: now, walk: dialog.walk, path: answer.path }];
	}
}

/** The keys of a line that is asked for in a walk. Letters are typed. */
export const commands: readonly Command[] = [
	about({
		id: 'walk-ask.take',
		title: 'take it',
		help: 'Takes what was typed.',
		keys: ['enter'],
		footer: 1,
		silent: true,
		does: entered,
	}),
	about({
		id: 'walk-ask.leave',
		title: 'leave',
		help: 'Leaves it as it is.',
		keys: ['esc'],
		footer: 2,
		silent: true,
		does: ({ now }) => [{ type: 'dialog/closed', at: now }],
	}),
];
