import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { gotoScreen } from '../core/select/walk/goto.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './walk-goto-commands.ts';

/** The steps of a walk, to go to one. */
export function WalkGotoDialog() {
	const { paint } = useDeck();
	const { columns, rows: height } = useSize();
	const { head, rows, selected } = useMade(gotoScreen);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<List rows={rows} selected={selected} paint={paint} width={columns} height={height - 3 - head.length} />
		</Box>
	);
}
