import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { Row } from '../components/row.tsx';
import { fleetScreen } from '../core/select/fleet/fleet.ts';
import { useDeck } from '../hooks/context.ts';
import { useSpot } from '../hooks/use-mouse.ts';
import { useMade } from '../hooks/use-select.ts';

export { commands } from './fleet-commands.ts';

/**
 * Every environment, worst first; below or beside the rows the story of the selected one, and on a large screen below them
 * what was done, and the errors in its log.
 */
export function Fleet() {
	const { paint } = useDeck();
	const { layout, headline, titles, rows, height, hidden, selected, story, activity, errors } = useMade(fleetScreen);
	const box = useSpot(rows);
	const { headed, width, beside, storyWidth, storyHeight, lowHeight } = layout;
	const list = (
		<Box flexDirection="column" flexShrink={0}>
			{headed && <Row line={titles} paint={paint} />}
			<List box={box} rows={rows} selected={selected} paint={paint} width={width} height={height} />
			{hidden !== undefined && <Row line={hidden} paint={paint} />}
		</Box>
	);
	const told = <Lines lines={story} paint={paint} width={storyWidth} height={storyHeight} />;
	return (
		<Box flexDirection="column">
			{headed && <Row line={headline} paint={paint} />}
			<Box flexDirection={beside ? 'row' : 'column'} columnGap={2}>
				{list}
				{told}
			</Box>
			{lowHeight > 0 && (
				<Box columnGap={2}>
					<Lines lines={activity} paint={paint} width={width} height={lowHeight} />
					<Lines lines={errors} paint={paint} width={storyWidth} height={lowHeight} />
				</Box>
			)}
		</Box>
	);
}
