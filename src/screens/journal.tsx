import { journalScreen } from '../core/select/journal/screen.ts';
import { Split } from './split.tsx';

export { commands } from './journal-commands.ts';

/** Who did what, when, with which outcome; on other tabs the locks on the hosts, and the calls to the outside. */
export function Journal() {
	return <Split made={journalScreen} />;
}
