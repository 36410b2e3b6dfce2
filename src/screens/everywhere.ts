import type { Command, Where } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { behindAt } from '../core/runbook/open.ts';
import { journalTab, journalTabs } from '../core/select/journal/parts.ts';
import { pausable } from '../core/select/paused.ts';
import { isOfSomebody } from '../core/select/plan/stand.ts';
import { pointedService } from '../core/select/pointed.ts';
import { isBusy, walkHere } from '../core/select/walk/here.ts';
import type { State } from '../core/state.ts';
import type { Dialog, ScreenName } from '../core/ui.ts';
import { togetherEvent } from './logs-about.ts';

const dialogs: readonly Where[] = [
	'dialog help',
	'dialog palette',
	'dialog plan',
	'dialog entry',
	'dialog call',
	'dialog locked',
	'dialog quit',
	'dialog operator',
	'dialog image',
	'dialog interrupted',
	'dialog shell',
	'dialog walk-more',
	'dialog walk-ask',
	'dialog walk-goto',
	'dialog walk-sure',
	'dialog drill',
];

/** What ctrl-c closes: dialogs in which no change waits for a word. */
const harmlessDialogs: readonly Dialog['is'][] = [
	'help',
	'palette',
	'quit',
	'operator',
	'image',
	'shell',
	'call',
	'locked',
	'walk-more',
	'walk-ask',
	'walk-goto',
	'walk-sure',
];

/** Between the two `ctrl-c` that quit there may be so much time. */
const quitTime: Millis = 2_000;
const quitWords = 'ctrl-c again within 2 s quits';

/** A command of the walk on the screen that is under way: it ends; first the one in the background that is looked at. */
function stopped(state: State, now: Millis): readonly Event[] {
	const { ui, walks } = state;
	const open = ui.screen === 'walk' && ui.walk !== undefined ? walks[ui.walk] : undefined;
	const step = walkHere(state)?.step.id ?? '';
	if (open !== undefined && behindAt(open, step) !== undefined)
		return [{ type: 'walk/stopped', at: now, walk: open.walk.id, step }];
	return open === undefined || !isBusy(open) ? [] : [{ type: 'walk/stopped', at: now, walk: open.walk.id }];
}

/** The first `ctrl-c` closes what is open and says what a second one does; it never ends a run that has begun. */
function interrupted(state: State, now: Millis): readonly Event[] {
	const { ui, runs } = state;
	const { text: said = '', until = 0 } = ui.message ?? {};
	const isSecond = said.startsWith(quitWords) && now <= until;
	if (isSecond) return [{ type: 'quit/wanted', at: now }];
	const begun = Object.values(runs).some(isOfSomebody);
	const stops = stopped(state, now);
	const what = stops.length > 0 ? '; the command of this walk is asked to stop' : '';
	const text = `${quitWords}${what}${begun ? '; what has begun ends its step first' : ''}`;
	const harmless = ui.dialog !== undefined && harmlessDialogs.includes(ui.dialog.is);
	return [
		...(ui.field === undefined ? [] : [{ type: 'field/closed', at: now } as const]),
		...(harmless ? [{ type: 'dialog/closed', at: now } as const] : []),
		...stops,
		{ type: 'message/shown', at: now, message: { tone: 'plain', text, at: now, until: now + quitTime } },
	];
}

/** Back: what is typed goes first, then the filter, then the screen. Never out of the program. */
function back({ ui }: State, now: Millis): readonly Event[] {
	if (ui.field !== undefined || (ui.filter[ui.screen] ?? '') !== '') return [{ type: 'field/closed', at: now }];
	return ui.screen === 'fleet' || ui.screen === 'welcome' ? [] : [{ type: 'screen/left', at: now }];
}

function screen(name: ScreenName, key: string, words: { readonly title: string; readonly help: string }): Command {
	const needsService = name === 'service' || name === 'logs';
	return {
		id: `open.${name}`,
		...words,
		keys: [key],
		where: ['everywhere'],
		blocked: (state) =>
			needsService && pointedService(state) === undefined && state.ui.service === undefined
				? 'select a service first: on Fleet, for example'
				: undefined,
		run: (state, _feeds, now) => {
			const service = needsService ? pointedService(state)?.id : undefined;
			return { type: 'screen/opened', at: now, screen: name, ...(service === undefined ? {} : { service }) };
		},
	};
}

/** The releases of the service under the cursor; where there is none, those of all. */
const releases: Command = {
	id: 'open.releases',
	title: 'releases',
	help: 'What ran when, and whether one can go back to it now: of the selected service, or of all.',
	keys: ['5'],
	where: ['everywhere'],
	run: (state, _feeds, now) => {
		const service = pointedService(state)?.id;
		if (service !== undefined) return { type: 'screen/opened', at: now, screen: 'releases', service };
		return [
			{ type: 'screen/opened', at: now, screen: 'releases' },
			{ type: 'view/scrolled', at: now, scroll: 0, tab: 1 },
		];
	},
};

/** The log of commands; once more shows what was only read, and back. */
const calls: Command = {
	id: 'open.commands',
	title: 'command log',
	help: 'Every order that watchdeck gave and what failed; once more, also what it only read.',
	keys: ['@'],
	where: ['everywhere'],
	run: (state, _feeds, now) => {
		const isOpen = state.ui.screen === 'journal' && journalTab(state) === 'commands';
		return [
			...(state.ui.screen === 'journal' ? [] : [{ type: 'screen/opened', at: now, screen: 'journal' } as const]),
			{ type: 'view/scrolled', at: now, scroll: 0, tab: journalTabs.indexOf(isOpen ? 'calls' : 'commands') },
		];
	},
};

/** The commands that are heard on every screen, and `l`, which all lists of services know. */
export const commands: readonly Command[] = [
	screen('fleet', '1', { title: 'fleet', help: 'Every environment, worst first.' }),
	screen('service', '2', { title: 'service', help: 'The selected service: checks, numbers, releases, actions.' }),
	screen('logs', '3', { title: 'logs', help: 'The log of the selected service.' }),
	releases,
	screen('runbooks', '6', {
		title: 'runbooks',
		help: 'The walks that are open, and the runbooks, those for what is wrong first.',
	}),
	screen('backups', '7', {
		title: 'backups',
		help: 'How the backups of each dataset stand: ran, off-site, sane, restored.',
	}),
	screen('journal', '9', { title: 'journal', help: 'Who did what, when, with which outcome.' }),
	calls,
	screen('hosts', '0', {
		title: 'hosts and schedule',
		help: 'How each host is reached and stands; what runs by the clock.',
	}),
	{
		id: 'open.log',
		title: 'logs',
		help: 'Opens the log of the selected service; on the row of an environment, those of all its services.',
		keys: ['l'],
		where: ['fleet', 'environment', 'service', 'releases', 'walk'],
		footer: 25,
		silent: true,
		blocked: (state) =>
			pointedService(state) === undefined && togetherEvent(state, 0) === undefined
				? 'to see the log of a service, select one'
				: undefined,
		run: (state, _feeds, now) => {
			const service = pointedService(state)?.id;
			if (service === undefined) return togetherEvent(state, now) ?? [];
			return { type: 'screen/opened', at: now, screen: 'logs', service };
		},
	},
	{
		id: 'everywhere.pause',
		title: 'pause',
		help: 'Holds the screen as it is now, or lets it go on.',
		keys: ['p'],
		where: pausable,
		run: ({ ui }, _feeds, now) => ({ type: 'updates/paused', at: now, paused: ui.paused === undefined }),
	},
	{
		id: 'everywhere.refresh',
		title: 'refresh',
		help: 'Reads everything and draws the screen anew. Rarely needed: data is live.',
		keys: ['ctrl-r'],
		where: ['everywhere'],
		run: (_state, _feeds, now) => ({ type: 'refresh/wanted', at: now }),
	},
	{
		id: 'everywhere.palette',
		title: 'palette',
		help: 'Finds any command or service by a few letters.',
		keys: [':'],
		where: ['everywhere'],
		footer: 60,
		silent: true,
		run: (_state, _feeds, now) => [
			{ type: 'dialog/opened', at: now, dialog: { is: 'palette', selected: 0 } },
			{ type: 'field/opened', at: now, of: 'palette', text: '' },
		],
	},
	{
		id: 'everywhere.help',
		title: 'all keys',
		help: 'Lists the keys of this screen; typing searches in them.',
		keys: ['?'],
		where: ['everywhere'],
		footer: 70,
		run: (_state, _feeds, now) => [
			{ type: 'dialog/opened', at: now, dialog: { is: 'help' } },
			{ type: 'field/opened', at: now, of: 'help', text: '' },
		],
	},
	{
		id: 'everywhere.back',
		title: 'back',
		help: 'Takes the filter away, or goes back to the screen before. It never acts and never quits.',
		keys: ['esc'],
		where: ['everywhere'],
		silent: true,
		run: (state, _feeds, now) => back(state, now),
	},
	{
		id: 'everywhere.last',
		title: 'last view',
		help: 'Goes back to the screen before.',
		keys: ['-'],
		where: ['everywhere'],
		silent: true,
		blocked: ({ ui }) => (ui.back.length === 0 ? 'there was no screen before' : undefined),
		run: ({ ui }, _feeds, now) => ({ type: 'screen/opened', at: now, screen: ui.back.at(-1) ?? 'fleet' }),
	},
	{
		id: 'everywhere.quit',
		title: 'back or quit',
		help: 'Goes back one level; at Fleet asks whether to quit.',
		keys: ['q'],
		where: ['everywhere'],
		footer: 80,
		silent: true,
		run: ({ ui }, _feeds, now) =>
			ui.screen === 'fleet' || ui.screen === 'welcome'
				? { type: 'dialog/opened', at: now, dialog: { is: 'quit' } }
				: { type: 'screen/left', at: now },
	},
	{
		id: 'everywhere.suspend',
		title: 'suspend',
		help: 'Gives the terminal back to the shell; fg returns.',
		keys: ['ctrl-z'],
		where: ['everywhere', ...dialogs],
		run: (_state, _feeds, now) => ({ type: 'suspend/wanted', at: now }),
	},
	{
		id: 'everywhere.interrupt',
		title: 'stop waiting',
		help: 'Closes what is open, and stops the command of a walk; a second time within 2 s quits. A run that has begun is not stopped by it.',
		keys: ['ctrl-c'],
		where: ['everywhere', ...dialogs],
		silent: true,
		run: (state, _feeds, now) => interrupted(state, now),
	},
];
