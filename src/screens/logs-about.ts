import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { known } from '../core/known.ts';
import type { LogLine, Millis } from '../core/model.ts';
import { shownEnvironment } from '../core/select/environment/rows.ts';
import { pointedService, selectedRow } from '../core/select/pointed.ts';
import { kindOf } from '../core/select/rows/rows.ts';
import type { State } from '../core/state.ts';

/** Something that happened to a service, or to one of a group. `at`: missing where that is not known. */
export interface Happened {
	readonly service?: string;
	readonly group?: string;
	readonly at: Millis | undefined;
	readonly what: string;
	/** The text of the line that it was. */
	readonly text?: string;
}

function said(text: string, now: Millis): readonly Event[] {
	return [{ type: 'message/shown', at: now, message: { tone: 'plain', text, at: now } }];
}

/** Opens the logs of the five minutes around something that happened. */
export function around({ service, group, at, what, text }: Happened, now: Millis): readonly Event[] {
	if (at === undefined) return said(`when that was is not known: ${what}`, now);
	return [
		{
			...{ type: 'screen/opened', at: now, screen: 'logs' },
			...(service === undefined ? {} : { service }),
			logs: { around: { at, what, ...known({ text }) }, ...(group === undefined ? {} : { group }) },
		},
	];
}

/** Opens the logs around a line of the log that is shown. */
export function aroundLine({ ui }: State, line: LogLine | undefined, now: Millis): readonly Event[] {
	if (line === undefined) return said('there is no line', now);
	const { group } = ui.logs;
	const what = line.from === 'mark' ? 'a mark' : `a line of ${line.instance}`;
	return around({ at: line.at, what, text: line.text, ...(group === undefined ? {} : { group }) }, now);
}

/** What the key that shows the time around an event is called on the screens that have it. */
export const aroundKey = {
	title: 'logs around it',
	help: 'Shows the logs of the five minutes around it, until you go back.',
	keys: ['v'],
} as const;

/** The environment that the cursor or the screen is about. */
function pointedEnvironment(state: State): string | undefined {
	if (state.ui.screen === 'environment') return shownEnvironment(state);
	const row = state.ui.screen === 'fleet' ? selectedRow(state) : undefined;
	if (row !== undefined && kindOf(row) === 'group') return row.slice(0, -1);
	return (pointedService(state) ?? state.services[state.ui.service ?? ''])?.environment;
}

/** The logs of all services of an environment; `undefined` where none is pointed at. */
export function togetherEvent(state: State, now: Millis): Event | undefined {
	const group = pointedEnvironment(state);
	return group === undefined ? undefined : { type: 'screen/opened', at: now, screen: 'logs', logs: { group } };
}

/** The key for the logs of all services of an environment, in the order of their times. */
export const together: Command = {
	id: 'open.logs-together',
	title: 'logs of all',
	help: 'Opens the logs of all services of the environment together, by time.',
	keys: ['L'],
	where: ['fleet', 'environment', 'service', 'logs'],
	silent: true,
	blocked: (state) =>
		pointedEnvironment(state) === undefined ? 'to see the logs of an environment, select one of its rows' : undefined,
	run: (state, _feeds, now) => togetherEvent(state, now) ?? [],
};
