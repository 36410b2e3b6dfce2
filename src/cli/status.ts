import type { Condition } from '../core/model.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';

const codes: { readonly [I in Condition['is']]: number } = {
	ok: readCodes.ok,
	degraded: readCodes.warning,
	down: readCodes.critical,
	unknown: readCodes.unknown,
};
/** A service that is down counts more than one of which nothing is known. */
const worstFirst = [readCodes.critical, readCodes.unknown, readCodes.warning, readCodes.ok];

/** Reads the fleet once and prints it; gives the exit code. */
export const printStatus = async (options: Everywhere, wanted?: string): Promise<number> => {
	const [{ find }, { withSession }, { statusOf, statusText }, { nothingIn, print, printFailure, printJson }] =
		await Promise.all([
			import('./find.ts'),
			import('../app/run-headless.ts'),
			import('../app/status.ts'),
			import('./print.ts'),
		]);
	const found = await find(options, { ask: false });
	if (found === undefined) return readCodes.unknown;
	if (found.looked !== undefined) {
		printFailure(nothingIn(found.looked));
		return readCodes.unknown;
	}
	return withSession({ ...found, readOnly: true, env: process.env }, async ({ state }) => {
		const lines = statusOf(state(), wanted);
		if (lines.length === 0) {
			printFailure({
				kind: 'missing',
				message: wanted === undefined ? 'There is no container.' : `There is no service ${wanted}.`,
			});
			return wanted === undefined ? readCodes.ok : readCodes.unknown;
		}
		if (options.json === true) printJson({ services: lines });
		else print(statusText(lines));
		const seen = new Set(lines.map(({ is }) => codes[is]));
		return worstFirst.find((code) => seen.has(code)) ?? readCodes.ok;
	});
};

/** `watchdeck status`: what the screen shows, once, with an exit code. */
export const status: CliCommand = (program, exit) => {
	program
		.command('status')
		.description('print the condition of every service and host; exit 0 ok, 1 degraded, 2 down, 3 unknown')
		.argument('[service]', 'only this one; `*` stands for anything')
		.option('--json', 'print JSON')
		.action(async (wanted: string | undefined, own: { readonly json?: true }) => {
			exit(await printStatus({ ...program.opts<Everywhere>(), ...own }, wanted));
		});
};
