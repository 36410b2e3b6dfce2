import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { walkScreen } from '../core/select/walk/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useSpot } from '../hooks/use-mouse.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './walk-commands.ts';

/** A walk through a runbook: its steps, the one that is looked at, and how what it is about does. */
export function Walk() {
	const { paint } = useDeck();
	const { columns } = useSize();
	const { layout, head, steps, selected, body, side, low } = useMade(walkScreen);
	const { stepsWidth, stepsHeight, bodyWidth, bodyHeight, sideWidth, lowHeight, wide } = layout;
	const box = useSpot(steps);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<Box flexDirection={wide ? 'row' : 'column'} columnGap={2}>
				{stepsHeight > 0 && (
					<List box={box} rows={steps} selected={selected} paint={paint} width={stepsWidth} height={stepsHeight} />
				)}
				<Lines lines={body} paint={paint} width={bodyWidth} height={bodyHeight + 1} />
				{sideWidth > 0 && <Lines lines={side} paint={paint} width={sideWidth} height={bodyHeight + 1} />}
			</Box>
			{lowHeight > 0 && <Lines lines={low} paint={paint} width={columns} height={lowHeight} />}
		</Box>
	);
}
