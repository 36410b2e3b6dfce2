import { Lines } from '../components/lines.tsx';
import { shellScreen } from '../core/select/shell.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './shell-commands.ts';

/** Says what a shell would be before it is opened, and asks as before a change. */
export function ShellDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(shellScreen)} paint={paint} width={columns} height={rows - 3} />;
}
