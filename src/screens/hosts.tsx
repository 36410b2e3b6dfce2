import { hostsParts } from '../core/select/hosts/hosts.ts';
import { splitScreen } from '../core/select/split/split.ts';
import { Split } from './split.tsx';

export { commands } from './hosts-commands.ts';

const made = () => splitScreen('hosts', hostsParts);

/** How each host is reached and stands; on the second tab what runs there by the clock. */
export function Hosts() {
	return <Split made={made} />;
}
