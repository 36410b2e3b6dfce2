import type { Host } from '../model.ts';

/** What stands behind the account in `user@host`, without `ssh://` and a port. */
const machineOf = (address: string): string =>
	address
		.replace(/^ssh:\/\//, '')
		.replace(/^[^@]*@/, '')
		.replace(/:\d+$/, '');

/** The host of the config that an address of ssh leads to; by `exactly` also as the same account. */
export function hostAt(address: string, hosts: readonly Host[], exactly = false): Host | undefined {
	const reached = hosts.filter(({ reach }) => typeof reach === 'object');
	const same = reached.find(({ reach }) => typeof reach === 'object' && reach.ssh === address);
	if (same !== undefined || exactly) return same;
	const machine = machineOf(address);
	return reached.find(
		({ name, reach }) => name === machine || (typeof reach === 'object' && machineOf(reach.ssh) === machine),
	);
}
