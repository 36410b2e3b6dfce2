import { Lines } from '../components/lines.tsx';
import { askScreen } from '../core/select/walk/ask.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './walk-ask-commands.ts';

/** Asks for a line in a walk: why, a note, a host, a value, a file. */
export function WalkAskDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(askScreen)} paint={paint} width={columns} height={rows - 3} />;
}
