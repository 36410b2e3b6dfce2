import { Lines } from '../components/lines.tsx';
import type { Command } from '../core/command.ts';
import { helpLayout, helpScreen, helpScroll } from '../core/select/help.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

function scroll(id: string, keys: readonly string[], help: string, by: (height: number) => number): Command {
	return {
		id: `help.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: ['dialog help'],
		silent: true,
		run: (state, _feeds, now, all = []) => {
			const { height } = helpLayout(state, all);
			return { type: 'dialog/opened', at: now, dialog: { is: 'help', scroll: helpScroll(state, all, by(height)) } };
		},
	};
}

/** The keys of the help. Letters search. */
export const commands: readonly Command[] = [
	{
		id: 'help.close',
		title: 'close',
		help: 'Closes the help.',
		keys: ['esc', 'enter'],
		where: ['dialog help'],
		footer: 10,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
	scroll('down', ['down'], 'A row down.', () => 1),
	scroll('up', ['up'], 'A row up.', () => -1),
	scroll('page-down', ['pagedown', 'ctrl-d'], 'A page down.', (height) => height - 1),
	scroll('page-up', ['pageup'], 'A page up.', (height) => 1 - height),
];

/** The keys of the screen below, searchable. */
export function HelpDialog() {
	const { paint, commands: all } = useDeck();
	const { columns, rows } = useSize();
	const lines = useMade(() => helpScreen(all));
	return <Lines lines={lines} paint={paint} width={columns} height={rows - 3} />;
}
