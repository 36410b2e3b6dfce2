import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { journalScreen } from '../core/select/journal/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './journal-commands.ts';

/** Who did what, when, with which outcome; `enter` opens one. */
export function Journal() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	const { head, rows: list, selected } = useMade(journalScreen);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<List rows={list} selected={selected} paint={paint} width={columns} height={rows - 3 - head.length} />
		</Box>
	);
}
