import { Lines } from '../components/lines.tsx';
import { drillScreen } from '../core/select/drill.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './drill-commands.ts';

/** The score of a drill that is over. */
export function DrillDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(drillScreen)} paint={paint} width={columns} height={rows - 3} />;
}
