import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import type { Command } from '../core/command.ts';
import { paletteChosen, paletteMoved, paletteScreen } from '../core/select/palette.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

function move(id: string, keys: readonly string[], help: string, by: number): Command {
	return {
		id: `palette.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: ['dialog palette'],
		silent: true,
		run: (state, _feeds, now, all = []) => ({
			type: 'dialog/opened',
			at: now,
			dialog: { is: 'palette', selected: paletteMoved(state, all, by, now) },
		}),
	};
}

/** The keys of the palette. Letters search. */
export const commands: readonly Command[] = [
	{
		id: 'palette.choose',
		title: 'do it',
		help: 'Does what is selected, as if its key had been pressed.',
		keys: ['enter'],
		where: ['dialog palette'],
		footer: 10,
		silent: true,
		run: (state, feeds, now, all = []) => paletteChosen({ state, feeds, now }, all),
	},
	{
		id: 'palette.close',
		title: 'close',
		help: 'Closes the palette.',
		keys: ['esc'],
		where: ['dialog palette'],
		footer: 20,
		silent: true,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
	move('down', ['down', 'tab'], 'The next one.', 1),
	move('up', ['up', 'shift-tab'], 'The one before.', -1),
	move('page-down', ['pagedown'], 'A page down.', 10),
	move('page-up', ['pageup'], 'A page up.', -10),
];

/** Finds commands and services by a few letters. */
export function PaletteDialog() {
	const { paint, commands: all } = useDeck();
	const { columns, rows: height } = useSize();
	const { head, rows, selected, told } = useMade(() => paletteScreen(all));
	const listed = height - 3 - head.length - told.length;
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<List rows={rows} selected={selected} paint={paint} width={columns} height={listed} />
			{told.length > 0 && <Lines lines={told} paint={paint} width={columns} height={told.length} />}
		</Box>
	);
}
