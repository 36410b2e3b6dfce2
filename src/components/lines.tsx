import { Box } from 'ink';
import { memo } from 'react';
import type { Line, Paint } from '../core/line.ts';
import { Row } from './row.tsx';

interface LinesProps {
	readonly lines: readonly Line[];
	readonly paint: Paint;
	readonly width: number;
	/** Rows on the screen: what is more is not drawn, what is less stays blank. */
	readonly height: number;
}

/** A block of lines of a fixed size. Keyed by place: a line that did not change is not drawn anew. */
export const Lines = memo(function Lines({ lines, paint, width, height }: LinesProps) {
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			{lines.slice(0, height).map((line, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the place on the screen is what a line of a block is
				<Row key={place} line={line} paint={paint} />
			))}
		</Box>
	);
});
