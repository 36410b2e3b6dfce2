import type { Command } from '../core/command.ts';
import { hostsParts, hostTabs } from '../core/select/hosts/hosts.ts';
import { listCommands, tabCommands } from './split-commands.ts';

/** The keys of the hosts and the schedule. */
export const commands: readonly Command[] = [
	...tabCommands('hosts', hostTabs),
	...listCommands({ screen: 'hosts', make: hostsParts }),
];
