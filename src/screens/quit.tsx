import { Lines } from '../components/lines.tsx';
import type { Command } from '../core/command.ts';
import { quitScreen, unleavable } from '../core/select/quit.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

/** The keys of the question whether to quit. */
export const commands: readonly Command[] = [
	{
		id: 'quit.yes',
		title: 'quit',
		help: 'Leaves watchdeck.',
		keys: ['y'],
		where: ['dialog quit'],
		footer: 10,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'quit/wanted', at: now }),
	},
	{
		id: 'quit.leave',
		title: 'leave it running',
		help: 'Leaves watchdeck; what runs goes on to its end in a process of its own.',
		keys: ['l'],
		where: ['dialog quit'],
		footer: 15,
		silent: true,
		blocked: unleavable,
		run: (_state, _feeds, now) => ({ type: 'leave/wanted', at: now }),
	},
	{
		id: 'quit.no',
		title: 'stay',
		help: 'Goes on watching.',
		keys: ['enter', 'esc', 'n', 'q'],
		where: ['dialog quit'],
		footer: 20,
		silent: true,
		blocked: ({ ui: { dialog } }) =>
			dialog?.is === 'quit' && dialog.leaving === 'ending' ? 'what runs is being left already' : undefined,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
];

/** Asks whether to quit, and says what goes on meanwhile. */
export function QuitDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(quitScreen)} paint={paint} width={columns} height={rows - 3} />;
}
