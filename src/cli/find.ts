import { accept, isAccepted } from '../app/accept.ts';
import { type ConfigFound, type Found, findFleet, type Looking } from '../app/find-fleet.ts';
import { pathsOf } from '../app/places.ts';
import type { ConfigFile } from '../app/reload.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { withVariables } from '../core/config/secret.ts';
import { unchanged } from '../core/failure-text.ts';
import type { Result } from '../core/model.ts';
import { askPerson } from './agree.ts';
import type { Everywhere } from './command.ts';
import { print, printFailure, printProgress } from './print.ts';
import { operatorOf, saidBy, type Who } from './who.ts';

/** A fleet that may be watched, with who watches it. `looked`: nothing was found, and where it was looked for. */
export interface Ready extends Who {
	readonly fleet: Fleet;
	readonly looked?: readonly string[];
	/** The config that it was read from. */
	readonly file?: ConfigFile;
}

/** How a strange config comes to be accepted: a person is asked, or said so already. */
export interface Asking {
	readonly ask: boolean;
	readonly accept?: true;
}

const nothing: Fleet = { hosts: [], environments: [], services: [], discover: [] };

/** Who acts by a config, whose name may be a variable of the environment. */
export const operatorIn = ({ fleet, file }: ConfigFound, options: Everywhere): Result<Who> => {
	if (fleet.operator === undefined || saidBy(options) !== undefined) return { ok: true, value: operatorOf(options) };
	const name = withVariables(fleet.operator, process.env);
	if (name.ok) return { ok: true, value: operatorOf(options, name.value) };
	const message = `${file.path}: \`operator\` is the variable ${name.missing} of the environment, which is not set.`;
	return {
		ok: false,
		failure: { kind: 'missing', message, fix: `Set ${name.missing}, or say who you are: --as NAME` },
	};
};

/**
 * Finds what to watch. Prints what is wrong and gives undefined when nothing may be watched. `ask`: a person can be asked
 * whether a strange config is accepted.
 */
export const find = async (options: Everywhere, asking: Asking): Promise<Ready | undefined> => {
	const paths = pathsOf(process.env, process.cwd());
	const uid = process.getuid?.();
	const looking: Looking = {
		...(options.config === undefined ? {} : { config: options.config }),
		...(uid === undefined ? {} : { uid }),
		paths,
		folder: process.cwd(),
		env: process.env,
	};
	return ready(await findFleet(looking), { options, looking, asking });
};

/** Finds what to change something of; where that cannot be, it is said that nothing was changed. */
export const findToChange = async (options: Everywhere): Promise<Ready | undefined> => {
	const found = await find(options, { ask: false });
	if (found === undefined) printProgress(unchanged);
	return found;
};

/** How something was looked for, and by whom. */
interface Finding {
	readonly options: Everywhere;
	readonly looking: Looking;
	readonly asking: Asking;
}

const ready = async (found: Found, { options, looking, asking }: Finding): Promise<Ready | undefined> => {
	const folder = looking.paths.config;
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
			const who = operatorIn(found, options);
			if (!who.ok) {
				printFailure(who.failure);
				return undefined;
			}
			return { fleet: found.fleet, ...who.value, file: { path: found.file.path, looking } };
		}
	}
};

/** So many signs of a line are printed at the least (`core/clean.ts`). */
const most = 2000;

/** What a strange config would do, whole: of a line that is too long for one, what is cut off would be accepted unread. */
export const runsText = (runs: readonly string[]): string =>
	runs
		.flatMap((run) => [...run.matchAll(new RegExp(`.{1,${most}}`, 'gsu'))])
		.map(([piece]) => `  ${piece}`)
		.join('\n');

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
	print(`${path} is new, and ${why}. It would:\n${runsText(found.runs)}`);
	if (!/^y(es)?$/i.test(await askPerson('Accept it? [y/N] '))) return false;
	await accept(found, folder);
	return true;
};
