import { Text } from 'ink';
import { memo } from 'react';
import type { Line, Paint } from '../core/line.ts';

interface RowProps {
	readonly line: Line;
	readonly paint: Paint;
	/** Given for a row of a list: it then begins with a column for the mark of the selected one. */
	readonly selected?: boolean;
}

/** One line of the screen as one text; drawn anew only when its line or its being selected changes. */
export const Row = memo(function Row({ line, paint, selected }: RowProps) {
	return <Text wrap="truncate">{paint(line, selected) || ' '}</Text>;
});
