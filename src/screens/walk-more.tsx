import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { moreScreen } from '../core/select/walk/more.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './walk-more-commands.ts';

/** What else can be done in a walk. */
export function WalkMoreDialog() {
	const { paint } = useDeck();
	const { columns, rows: height } = useSize();
	const { head, rows, selected } = useMade(moreScreen);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<List rows={rows} selected={selected} paint={paint} width={columns} height={height - 3 - head.length} />
		</Box>
	);
}
