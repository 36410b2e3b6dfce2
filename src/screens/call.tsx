import { Lines } from '../components/lines.tsx';
import { callScreen } from '../core/select/plan/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './call-commands.ts';

/** The dialog in which a call to the outside is read. */
export function CallDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(callScreen)} paint={paint} width={columns} height={rows - 3} />;
}
