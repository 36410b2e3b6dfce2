import { Lines } from '../components/lines.tsx';
import { planScreen } from '../core/select/plan/screen.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './plan-commands.ts';

/** The dialog in which a plan is read and confirmed; from then on it is the run. */
export function PlanDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(planScreen)} paint={paint} width={columns} height={rows - 3} />;
}
