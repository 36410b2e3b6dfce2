import { accountName, userName } from '../app/places.ts';
import type { Everywhere } from './command.ts';

/** Who acts. `account`: nobody said it, and the operator is only this account and the machine. */
export interface Who {
	readonly operator: string;
	readonly account?: string;
}

/** The name that the command line or the environment gives; undefined where neither does. */
export const saidBy = ({ as }: Everywhere): string | undefined =>
	[as, process.env['WATCHDECK_OPERATOR']].find((name) => (name ?? '') !== '');

/** Who acts: `--as`, `$WATCHDECK_OPERATOR`, the config, else the account and machine. An empty name says nothing. */
export const operatorOf = (options: Everywhere, configured?: string): Who => {
	const said = saidBy(options) ?? configured;
	if (said !== undefined) return { operator: said };
	return { operator: accountName(process.env), account: userName(process.env) };
};
