import { Box } from 'ink';
import { useMemo, useSyncExternalStore } from 'react';
import { Lines } from '../components/lines.tsx';
import { List } from '../components/list.tsx';
import { Row } from '../components/row.tsx';
import { logsScreen, logsWidth, sideWidth } from '../core/select/logs/screen.ts';
import { type Deck, useDeck } from '../hooks/context.ts';
import { useSpot } from '../hooks/use-mouse.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './logs-commands.ts';

/** The screen as a source of its own: log lines lie beside the state, and come without an event. */
function sourceOf({ store, feeds, clock }: Deck) {
	const screen = logsScreen();
	return {
		read: () => screen(store.state(), feeds, clock.tick()),
		subscribe: (changed: () => void) => {
			const ends = [store.subscribe(changed), clock.subscribe(changed), feeds.linesChanged?.(changed)];
			return () => {
				for (const end of ends) end?.();
			};
		},
	};
}

/** The log of a service: follows, searches, filters; only the lines that fit are built. */
export function Logs() {
	const deck = useDeck();
	const size = useSize();
	const source = useMemo(() => sourceOf(deck), [deck]);
	const { status, rows, height, selected, side } = useSyncExternalStore(source.subscribe, source.read);
	const box = useSpot(rows);
	return (
		<Box>
			<Box flexDirection="column">
				<Row line={status} paint={deck.paint} />
				<List box={box} rows={rows} selected={selected} paint={deck.paint} width={logsWidth(size)} height={height} />
			</Box>
			{side.length === 0 ? null : (
				<Box marginLeft={2}>
					<Lines lines={side} paint={deck.paint} width={sideWidth} height={height + 1} />
				</Box>
			)}
		</Box>
	);
}
