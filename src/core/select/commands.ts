import type { Command, Where } from '../command.ts';
import type { State } from '../state.ts';

/**
 * Where keys are heard now, nearest first. An open dialog takes them alone, so that no key meant for it reaches what lies
 * under it; a command that is also for a dialog names it.
 */
export function placesOf(state: State): readonly Where[] {
	const { dialog, screen } = state.ui;
	return dialog === undefined ? [screen, 'everywhere'] : [`dialog ${dialog.is}`];
}

/** The commands that are heard now, the nearest first; of two for one key the nearest is meant. */
export function commandsHere(state: State, commands: readonly Command[]): readonly Command[] {
	return placesOf(state).flatMap((place) => commands.filter((command) => command.where.includes(place)));
}

/** The command that a key means now. */
export function commandFor(state: State, commands: readonly Command[], key: string): Command | undefined {
	return commandsHere(state, commands).find((command) => command.keys.includes(key));
}
