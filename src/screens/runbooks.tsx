import { runbooksParts } from '../core/select/runbooks/runbooks.ts';
import { splitScreen } from '../core/select/split/split.ts';
import { Split } from './split.tsx';

export { commands } from './runbooks-commands.ts';

const made = () => splitScreen('runbooks', runbooksParts);

/** The walks that are open, and the runbooks, those that fit what is wrong first. */
export function Runbooks() {
	return <Split made={made} />;
}
