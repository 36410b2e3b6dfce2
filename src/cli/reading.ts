import type { Failure } from '../core/model.ts';
import type { Feeds, State } from '../core/state.ts';
import { type Everywhere, readCodes } from './command.ts';

/** What a command that reads comes to: its value for `--json`, its text for people, and its exit code; or why not. */
export type ReadOut =
	| { readonly json: object; readonly text: string; readonly code: number }
	| { readonly failure: Failure; readonly code: number };

/** Something critical counts more than something of which nothing is known. */
const worstFirst = [readCodes.critical, readCodes.unknown, readCodes.warning, readCodes.ok];

/** The exit code of several findings. */
export const worstCode = (codes: Iterable<number>): number => {
	const seen = new Set(codes);
	return worstFirst.find((code) => seen.has(code)) ?? readCodes.ok;
};

/**
 * Reads the fleet once, prints what `out` makes of it, and gives the exit code. Conditions are those of that time;
 * `decided`: checks that fail are read until that counts; `journal`: what the journal has is read too.
 */
export const readOnce = async (
	options: Everywhere,
	out: (state: State, now: number, feeds: Feeds) => ReadOut | Promise<ReadOut>,
	how: { readonly decided?: true; readonly journal?: true } = {},
): Promise<number> => {
	const [{ find }, { withSession }, { nothingIn, print, printFailure, printJson }] = await Promise.all([
		import('./find.ts'),
		import('../app/run-headless.ts'),
		import('./print.ts'),
	]);
	const found = await find(options, { ask: false });
	if (found === undefined) return readCodes.unknown;
	if (found.looked !== undefined) {
		printFailure(nothingIn(found.looked));
		return readCodes.unknown;
	}
	return withSession({ ...found, ...how, readOnly: true, env: process.env }, async ({ state, feeds }) => {
		const came = await out(state(), Date.now(), feeds);
		if ('failure' in came) printFailure(came.failure);
		else if (options.json === true) printJson(came.json);
		else print(came.text);
		return came.code;
	});
};
