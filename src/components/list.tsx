import { Box, type DOMElement } from 'ink';
import { memo, type Ref } from 'react';
import type { Line, Paint } from '../core/line.ts';
import { Row } from './row.tsx';

/** A row of a list, ready to be drawn: what it is, and how it looks. */
export interface ListRow {
	readonly id: string;
	readonly line: Line;
}

interface ListProps {
	/** Only the rows that fit: the selector cuts the window out. */
	readonly rows: readonly ListRow[];
	readonly selected: string | undefined;
	readonly paint: Paint;
	readonly width: number;
	readonly height: number;
	/** Marks its box, so that the mouse finds it. */
	readonly box?: Ref<DOMElement>;
}

/** The visible rows of a list. A move of the cursor draws two rows. */
export const List = memo(function List({ rows, selected, paint, width, height, box }: ListProps) {
	return (
		<Box ref={box} flexDirection="column" width={width} height={height} flexShrink={0}>
			{rows.slice(0, height).map(({ id, line }) => (
				<Row key={id} line={line} paint={paint} selected={id === selected} />
			))}
		</Box>
	);
});
