import { Lines } from '../components/lines.tsx';
import { operatorScreen } from '../core/select/operator.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './operator-commands.ts';

/** Asks who acts, where the account's name does not say it. */
export function OperatorDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(operatorScreen)} paint={paint} width={columns} height={rows - 3} />;
}
