import type { Command } from '../core/command.ts';
import { isOver } from '../core/drill/practice.ts';
import type { State } from '../core/state.ts';

/** Why a drill cannot be given up now. */
function notUnderWay({ drill }: State): string | undefined {
	if (drill !== undefined && isOver(drill)) return 'the drill is over';
	return drill?.stage === 'broken' ? undefined : 'nothing was broken yet';
}

/** What can be done about a drill from anywhere, where there is one. */
export const drillCommands: readonly Command[] = [
	{
		id: 'drill.score',
		title: 'score of the drill',
		help: 'Shows the score of the drill that is over.',
		keys: [],
		where: ['everywhere'],
		blocked: ({ drill }) => (drill !== undefined && isOver(drill) ? undefined : 'the drill is not over yet'),
		run: (_state, _feeds, now) => ({ type: 'dialog/opened', at: now, dialog: { is: 'drill' } }),
	},
	{
		id: 'drill.give-up',
		title: 'give up the drill',
		help: 'Ends the drill; what it broke outside the demo is planned to be put back.',
		keys: [],
		where: ['everywhere'],
		blocked: notUnderWay,
		run: (_state, _feeds, now) => ({ type: 'drill/given up', at: now }),
	},
];
