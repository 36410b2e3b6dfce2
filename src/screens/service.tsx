import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { serviceScreen } from '../core/select/service/service.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './service-commands.ts';

/** One service: why it stands as it does, its containers, checks, numbers, releases and actions. */
export function ServiceScreen() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	const { head, lines, side, width } = useMade(serviceScreen);
	const height = rows - 3 - head.length;
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<Box>
				<Lines lines={lines} paint={paint} width={width} height={height} />
				<Lines lines={side} paint={paint} width={columns - width} height={height} />
			</Box>
		</Box>
	);
}
