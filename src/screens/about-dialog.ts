import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import type { Dialog, State } from '../core/state.ts';

/** A command of a dialog; its functions are given what the dialog is about, and need not ask whether it is there. */
export type CommandAbout<H> = Omit<Command, 'where' | 'titleNow' | 'blocked' | 'run'> & {
	readonly titleNow?: (here: H) => string | undefined;
	readonly blocked?: (here: H) => string | undefined;
	readonly does: (here: H) => readonly Event[];
};

/**
 * Makes the commands of a dialog. `hereOf` finds what it is about; where that is gone the command is blocked with `gone`,
 * if there is such a word, and running it closes the dialog.
 */
export function aboutDialog<H>(
	dialog: Dialog['is'],
	hereOf: (state: State, now: Millis) => H | undefined,
	gone?: string,
): (command: CommandAbout<H>) => Command {
	return ({ titleNow, blocked, does, ...rest }) => ({
		...rest,
		where: [`dialog ${dialog}`],
		titleNow: (state, _feeds, now) => {
			const here = hereOf(state, now);
			return here === undefined ? undefined : titleNow?.(here);
		},
		blocked: (state, _feeds, now) => {
			const here = hereOf(state, now);
			return here === undefined ? gone : blocked?.(here);
		},
		run: (state, _feeds, now) => {
			const here = hereOf(state, now);
			return here === undefined ? [{ type: 'dialog/closed', at: now }] : does(here);
		},
	});
}
