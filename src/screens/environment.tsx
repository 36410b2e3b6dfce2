import { environmentParts } from '../core/select/environment/environment.ts';
import { splitScreen } from '../core/select/split/split.ts';
import { Split } from './split.tsx';

export { commands } from './environment-commands.ts';

const made = () => splitScreen('environment', environmentParts);

/** One environment: how it stands and why, its five panels, its services. */
export function Environment() {
	return <Split made={made} />;
}
