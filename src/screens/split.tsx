import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { Row } from '../components/row.tsx';
import type { SplitScreen } from '../core/select/split/split.ts';
import type { Selector } from '../core/state.ts';
import { useDeck } from '../hooks/context.ts';
import { useSpot } from '../hooks/use-mouse.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

/** A list, and under or beside it what is known of its selected row. */
export function Split({ made }: { readonly made: () => Selector<SplitScreen> }) {
	const { paint } = useDeck();
	const { columns } = useSize();
	const { layout, head, titles, rows, height, hidden, selected, detail } = useMade(made);
	const box = useSpot(rows);
	return (
		<Box flexDirection="column">
			<Lines lines={head} paint={paint} width={columns} height={head.length} />
			<Box flexDirection={layout.detail === 'beside' ? 'row' : 'column'} columnGap={2}>
				<Box flexDirection="column" flexShrink={0}>
					<Row line={titles} paint={paint} />
					<List box={box} rows={rows} selected={selected} paint={paint} width={layout.width} height={height} />
					{hidden !== undefined && <Row line={hidden} paint={paint} />}
				</Box>
				<Lines lines={detail} paint={paint} width={layout.detailWidth} height={layout.detailHeight} />
			</Box>
		</Box>
	);
}
