import { backupsParts } from '../core/select/backups/backups.ts';
import { splitScreen } from '../core/select/split/split.ts';
import { Split } from './split.tsx';

export { commands } from './backups-commands.ts';

const made = () => splitScreen('backups', backupsParts);

/** The datasets, and how their newest backups stand against what was promised. */
export function Backups() {
	return <Split made={made} />;
}
