import { Lines } from '../components/lines.tsx';
import { entryScreen } from '../core/select/plan/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './entry-commands.ts';

/** The dialog in which a stored run is read: its plan, each call and what it answered. */
export function EntryDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(entryScreen)} paint={paint} width={columns} height={rows - 3} />;
}
