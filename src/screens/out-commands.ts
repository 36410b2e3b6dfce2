import type { Command } from '../core/command.ts';
import { hostOf } from '../core/ids.ts';
import { keySaid } from '../core/key-said.ts';
import type { Millis } from '../core/model.ts';
import { logsView } from '../core/select/logs/logs.ts';
import { pointedId } from '../core/select/pointed.ts';
import { shellForbidden, shellOf } from '../core/shell.ts';
import type { State } from '../core/state.ts';

/** The id that a shell would be on: a service's or a host's; a group of rows has none. */
function shellId(state: State): string | undefined {
	const id = pointedId(state);
	return id !== undefined && (state.services[id] !== undefined || hostOf(id) !== undefined) ? id : undefined;
}

function noShell(state: State, now: Millis): string | undefined {
	const id = shellId(state);
	if (id === undefined)
		return `${keySaid(state, 'out.shell', 's')} opens a shell on a host or in a service: select one`;
	const shell = shellOf(state, id, now);
	if (!shell.ok) return [shell.failure.message, shell.failure.fix].filter((text) => text !== undefined).join(' ');
	return shellForbidden(state, shell.value);
}

/** What leads out of the cockpit and back: a shell, the editor, the pager. */
export const commands: readonly Command[] = [
	{
		id: 'out.shell',
		title: 'shell',
		help: 'On a host a shell there, on a service one in its container; asks as before a change, and the journal has it.',
		keys: ['s'],
		where: ['fleet', 'environment', 'service', 'hosts'],
		tier: 2,
		blocked: (state, _feeds, now) => noShell(state, now),
		run: (state, _feeds, now) => {
			const of = shellId(state);
			return of === undefined ? [] : { type: 'dialog/opened', at: now, dialog: { is: 'shell', of } };
		},
	},
	{
		id: 'out.edit',
		title: 'edit the config',
		help: 'Opens the config in $VISUAL, $EDITOR or vi; what was changed is taken over when the editor ends.',
		keys: [],
		where: ['everywhere'],
		blocked: ({ config }) => (config === undefined ? 'there is no config: watchdeck --config FILE' : undefined),
		run: (_state, _feeds, now) => ({ type: 'edit/wanted', at: now }),
	},
	{
		id: 'out.page',
		title: 'read the log in the pager',
		help: 'Opens the lines that the log shows, all of them, in $PAGER or less.',
		keys: [],
		where: ['logs'],
		blocked: (state, feeds, now) =>
			logsView(state, feeds, now).lines.length === 0 ? 'there is no line yet' : undefined,
		run: (state, feeds, now) => {
			const { lines } = logsView(state, feeds, now);
			const text = lines.map(({ instance, text: line }) => `${instance} ${line}`).join('\n');
			return { type: 'page/wanted', at: now, text };
		},
	},
];
