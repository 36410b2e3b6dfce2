import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { type AskedShell, askedShell, type ShellDialog } from '../core/select/shell.ts';
import type { State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';
import { nameTitle } from './plan-titles.ts';

interface Here {
	readonly dialog: ShellDialog;
	readonly asked: AskedShell;
	readonly isTyping: boolean;
	readonly now: Millis;
}

function hereOf(state: State, now: Millis): Here | undefined {
	const { dialog, field } = state.ui;
	if (dialog?.is !== 'shell') return undefined;
	return { dialog, asked: askedShell(state, dialog, now), isTyping: field?.of === 'confirm', now };
}

const agreed = ({ dialog, now }: Here): readonly Event[] => [{ type: 'shell/agreed', at: now, of: dialog.of }];

function entered(here: Here): readonly Event[] {
	const { asked, dialog, now } = here;
	switch (asked.is) {
		case 'cannot':
		case 'y':
			return [];
		case 'enter':
			if (asked.next === 'agreed') return agreed(here);
			if (asked.next === 'name') return [{ type: 'field/opened', at: now, of: 'confirm', text: '' }];
			return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, stage: 'asking' } }];
		case 'name':
			return asked.typed === asked.name ? agreed(here) : [{ type: 'field/refused', at: now }];
	}
}

function enterBlocked({ asked }: Here): string | undefined {
	if (asked.is === 'cannot') return asked.why;
	return asked.is === 'y' ? 'press y to open it, esc to leave' : undefined;
}

const about = aboutDialog('shell', hereOf);

/** The keys of the dialog before a shell. */
export const commands: readonly Command[] = [
	about({
		id: 'shell.open',
		title: 'open the shell',
		titleNow: ({ asked }) => (asked.is === 'name' ? nameTitle(asked) : undefined),
		help: 'The next step of the confirmation, and then the shell.',
		keys: ['enter'],
		footer: 10,
		tier: 2,
		silent: true,
		blocked: enterBlocked,
		does: entered,
	}),
	about({
		id: 'shell.yes',
		title: 'yes, open it',
		help: 'The second step of the confirmation where the environment is guarded.',
		keys: ['y'],
		footer: 11,
		silent: true,
		blocked: ({ asked }) => (asked.is === 'y' ? undefined : 'y only answers the question after enter'),
		does: (here) => (here.asked.is === 'y' ? agreed(here) : []),
	}),
	about({
		id: 'shell.leave',
		title: 'leave',
		help: 'Back without a shell.',
		keys: ['esc', 'q'],
		footer: 20,
		silent: true,
		does: ({ isTyping, now }) => [{ type: isTyping ? 'field/closed' : 'dialog/closed', at: now }],
	}),
];
