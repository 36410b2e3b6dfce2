import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines } from '../components/lines.tsx';
import { Row } from '../components/row.tsx';
import { frameOf } from '../core/select/frame/frame.ts';
import { useDeck } from '../hooks/context.ts';
import { useLiveMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

/** What stands around every screen: how all is, the keys that work here, how old the data is. Exactly as high as the terminal. */
export function Frame({ children }: { readonly children: ReactNode }) {
	const { commands, paint } = useDeck();
	const { columns, rows } = useSize();
	const { header, over, keys, age } = useLiveMade(() => frameOf(commands));
	// What is drawn fits, but for terminals of a few rows and under a long message; to clip costs a third of a frame.
	const overflow = rows < 15 || over.length > 0 ? 'hidden' : 'visible';
	const height = Math.max(0, rows - 3 - over.length);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow={overflow}>
			<Row line={header} paint={paint} />
			<Box flexDirection="column" height={height} width={columns} flexShrink={0} overflow={overflow}>
				{children}
			</Box>
			{over.length > 0 && <Lines lines={over} paint={paint} width={columns} height={over.length} />}
			<Row line={keys} paint={paint} />
			<Row line={age} paint={paint} />
		</Box>
	);
}
