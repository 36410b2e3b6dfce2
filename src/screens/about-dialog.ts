import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { Dialog } from '../core/ui.ts';

/** A command of a dialog; its functions are given what the dialog is about, and need not ask whether it is there. */
export type CommandAbout<H> = Omit<Command, 'where' | 'titleNow' | 'blocked' | 'run'> & {
	readonly titleNow?: (here: H) => string | undefined;
	readonly blocked?: (here: H) => string | undefined;
	readonly does: (here: H) => readonly Event[];
};

/** A dialog in which one line is typed, with what stands in it. */
export interface Typed<D extends Dialog> {
	readonly dialog: D;
	readonly typed: string;
	readonly now: Millis;
}

/** What a dialog is about in which a line is typed that is called like it; undefined where another one is open. */
export function typedIn<D extends Dialog>(
	isIt: (dialog: Dialog) => dialog is D,
): (state: State, now: Millis) => Typed<D> | undefined {
	return ({ ui: { dialog, field } }, now) => {
		if (dialog === undefined || !isIt(dialog)) return undefined;
		return { dialog, typed: field?.of === dialog.is ? field.text : '', now };
	};
}

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
