import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { serviceScreen } from '../core/select/service/service.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './service-commands.ts';

/** One service: why it stands as it does, its containers, checks, numbers, releases, actions; on a large screen its log. */
export function ServiceScreen() {
	const { paint } = useDeck();
	const { columns } = useSize();
	const { head, lines, side, low, width, height } = useMade(serviceScreen);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<Box>
				<Lines lines={lines} paint={paint} width={width} height={height} />
				<Lines lines={side} paint={paint} width={columns - width} height={height} />
			</Box>
			{low.length > 0 && <Lines lines={low} paint={paint} width={columns} height={low.length} />}
		</Box>
	);
}
