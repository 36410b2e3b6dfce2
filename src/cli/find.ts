import { accept, isAccepted } from '../app/accept.ts';
import { type ConfigFound, type Found, findFleet } from '../app/find-fleet.ts';
import { accountName, pathsOf, userName } from '../app/places.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { askPerson } from './agree.ts';
import type { Everywhere } from './command.ts';
import { print, printFailure } from './print.ts';

/** Who acts. `account`: nobody said it, and the operator is only this account and the machine. */
export interface Who {
	readonly operator: string;
	readonly account?: string;
}

/** A fleet that may be watched, with who watches it. `looked`: nothing was found, and where it was looked for. */
export interface Ready extends Who {
	readonly fleet: Fleet;
	readonly looked?: readonly string[];
}

/** How a strange config comes to be accepted: a person is asked, or said so already. */
export interface Asking {
	readonly ask: boolean;
	readonly accept?: true;
}

const nothing: Fleet = { hosts: [], environments: [], services: [], discover: [] };

/** Who acts: `--as`, `$WATCHDECK_OPERATOR`, the config, else the account and machine. An empty name says nothing. */
export const operatorOf = ({ as }: Everywhere, fleet?: Fleet): Who => {
	const said = [as, process.env['WATCHDECK_OPERATOR'], fleet?.operator].find((name) => (name ?? '') !== '');
	if (said !== undefined) return { operator: said };
	return { operator: accountName(process.env), account: userName(process.env) };
};

/**
 * Finds what to watch. Prints what is wrong and gives undefined when nothing may be watched. `ask`: a person can be asked
 * whether a strange config is accepted.
 */
export const find = async (options: Everywhere, asking: Asking): Promise<Ready | undefined> => {
	const paths = pathsOf(process.env, process.cwd());
	const uid = process.getuid?.();
	const found = await findFleet({
		...(options.config === undefined ? {} : { config: options.config }),
		...(uid === undefined ? {} : { uid }),
		paths,
		folder: process.cwd(),
		env: process.env,
	});
	return ready(found, options, paths.config, asking);
};

const ready = async (found: Found, options: Everywhere, folder: string, asking: Asking): Promise<Ready | undefined> => {
	switch (found.is) {
		case 'failed':
			printFailure(found.failure);
			return undefined;
		case 'none':
			return { fleet: nothing, ...operatorOf(options), looked: found.looked };
		case 'engine':
			return { fleet: found.fleet, ...operatorOf(options) };
		case 'config': {
			if (!(await isAccepted(found, folder)) && !(await accepted(found, folder, asking))) return undefined;
			return { fleet: found.fleet, ...operatorOf(options, found.fleet) };
		}
	}
};

/** Asks once whether what a strange config does may be done. */
const accepted = async (found: ConfigFound, folder: string, { ask, accept: said }: Asking): Promise<boolean> => {
	if (said === true) {
		await accept(found, folder);
		return true;
	}
	const { path } = found.file;
	const why = found.file.foreign ? 'others than you can write to it' : 'it lies in the current folder';
	if (!ask) {
		printFailure({
			kind: 'refused',
			message: `${path} was not accepted yet: ${why}.`,
			fix: `Read it, then run: watchdeck check --accept. Or name it: --config ${path}`,
		});
		return false;
	}
	print(`${path} is new, and ${why}. It would:\n${found.runs.map((line) => `  ${line}`).join('\n')}`);
	if (!/^y(es)?$/i.test(await askPerson('Accept it? [y/N] '))) return false;
	await accept(found, folder);
	return true;
};
