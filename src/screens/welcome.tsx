import { Lines } from '../components/lines.tsx';
import type { Command } from '../core/command.ts';
import { welcomeScreen } from '../core/select/frame/welcome.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

/** The key of the screen for where there is nothing to watch. */
export const commands: readonly Command[] = [
	{
		id: 'welcome.demo',
		title: 'open the demo fleet',
		help: 'Opens a simulated fleet, in which everything can be tried.',
		keys: ['enter'],
		where: ['welcome'],
		footer: 10,
		run: (_state, _feeds, now) => ({ type: 'demo/wanted', at: now }),
	},
];

/** Nothing to watch was found: says what was looked for. */
export function Welcome() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(welcomeScreen)} paint={paint} width={columns} height={rows - 3} />;
}
