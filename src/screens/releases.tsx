import { releasesParts } from '../core/select/releases/releases.ts';
import { splitScreen } from '../core/select/split/split.ts';
import { Split } from './split.tsx';

export { commands } from './releases-commands.ts';

const made = () => splitScreen('releases', releasesParts);

/** What ran when, whether one can go back to it now, and what would change. */
export function Releases() {
	return <Split made={made} />;
}
