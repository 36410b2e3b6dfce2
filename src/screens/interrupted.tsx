import { Lines } from '../components/lines.tsx';
import { interruptedScreen } from '../core/select/plan/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './interrupted-commands.ts';

/** The dialog about a run that was begun and has no end: undo it, finish it, or say that it was handled. */
export function InterruptedDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(interruptedScreen)} paint={paint} width={columns} height={rows - 3} />;
}
