import { Lines } from '../components/lines.tsx';
import { sureScreen } from '../core/select/walk/sure.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './walk-sure-commands.ts';

/** Asks before anything is done in a walk: whether its text is accepted, or whether it is taken over. */
export function WalkSureDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(sureScreen)} paint={paint} width={columns} height={rows - 3} />;
}
