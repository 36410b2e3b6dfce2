import type { Fleet } from '../core/config/fleet.ts';
import { printProgress } from './print.ts';

/** Milliseconds after which silence looks like a fault. */
const patience = 2000;
/** So many hosts are named. */
const most = 5;

/** Says once on standard error, after two seconds, that hosts are still read. Gives what ends that. */
export const sayWhenSlow = ({ hosts }: Pick<Fleet, 'hosts'>): (() => void) => {
	const names = hosts.slice(0, most).map(({ name }) => name);
	const more = hosts.length > most ? ` and ${hosts.length - most} more` : '';
	const timer = setTimeout(
		() => printProgress(`Still reading ${names.join(', ')}${more}: not every host has answered yet.`),
		patience,
	);
	return () => clearTimeout(timer);
};
