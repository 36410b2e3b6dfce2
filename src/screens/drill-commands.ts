import type { Command } from '../core/command.ts';
import { leftBroken } from '../core/drill/score.ts';

/** The keys of the score of a drill, and the one that puts back what it broke before watchdeck is left. */
export const commands: readonly Command[] = [
	{
		id: 'drill.close',
		title: 'look around',
		help: 'Closes the score; what was recovered stays, to be looked at.',
		keys: ['enter', 'esc', 'q'],
		where: ['dialog drill'],
		footer: 10,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
	{
		id: 'drill.again',
		title: 'again',
		help: 'Begins the drill again from its beginning.',
		keys: ['a'],
		where: ['dialog drill'],
		footer: 20,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'drill/wanted', at: now }),
	},
	{
		id: 'drill.quit',
		title: 'quit',
		help: 'Leaves watchdeck; the score is printed.',
		keys: ['y'],
		where: ['dialog drill'],
		footer: 30,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'quit/wanted', at: now }),
	},
	{
		id: 'quit.back',
		title: 'put it back',
		help: 'Plans to put back what a drill broke outside the demo.',
		keys: ['p'],
		where: ['dialog quit'],
		footer: 5,
		silent: true,
		blocked: ({ drill }) =>
			drill === undefined || leftBroken(drill).length === 0 ? 'no drill has left anything broken' : undefined,
		run: (_state, _feeds, now) => [
			{ type: 'dialog/closed', at: now },
			{ type: 'drill/given up', at: now },
		],
	},
];
