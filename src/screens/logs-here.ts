import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { keySaid } from '../core/key-said.ts';
import type { LogsUi } from '../core/logs/looks.ts';
import type { Millis } from '../core/model.ts';
import { logsHeight, logsView } from '../core/select/logs/logs.ts';
import { type LogsPlace, logsPlace } from '../core/select/logs/place.ts';
import type { Feeds, State } from '../core/state.ts';

/** What a command of the log works with. `rows`: how many lines fit. */
export interface Here {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly rows: number;
}

/** Where the view stands. It looks at every line where there is a filter: asked for only when a key was pressed. */
export function placeOf({ state, feeds, now, rows }: Here): LogsPlace {
	return logsPlace(state.ui.logs, logsView(state, feeds, now).lines, rows);
}

/** The event that changes how the log is looked at. */
export function changed(now: Millis, logs: Partial<LogsUi>): Event {
	return { type: 'logs/moved', at: now, logs };
}

/** A command that is heard on the log's screen. */
export function about(
	command: Omit<Command, 'where' | 'run'> & { readonly does: (here: Here) => readonly Event[] },
): Command {
	const { does, ...rest } = command;
	return {
		...rest,
		where: ['logs'],
		run: (state, feeds, now) => does({ state, feeds, now, rows: logsHeight(state, now) }),
	};
}

/** What is of a time that is past neither goes on nor has other times. */
export const fixed = (state: State): string | undefined =>
	state.ui.logs.around === undefined
		? undefined
		: `these are the five minutes around an event: ${keySaid(state, 'everywhere.back', 'esc')} goes back`;
