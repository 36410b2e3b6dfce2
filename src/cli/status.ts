import type { Condition } from '../core/model.ts';
import type { State } from '../core/state.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { type ReadOut, readOnce, worstCode } from './reading.ts';

const codes: { readonly [I in Condition['is']]: number } = {
	ok: readCodes.ok,
	degraded: readCodes.warning,
	down: readCodes.critical,
	unknown: readCodes.unknown,
};
/** Reads the fleet once and prints it; gives the exit code. */
export const printStatus = async (options: Everywhere, wanted?: string): Promise<number> => {
	const { statusOf, statusText } = await import('../app/status.ts');
	const out = (state: State): ReadOut => {
		const lines = statusOf(state, wanted);
		if (lines.length > 0) {
			return { json: { services: lines }, text: statusText(lines), code: worstCode(lines.map(({ is }) => codes[is])) };
		}
		const message = wanted === undefined ? 'There is no container.' : `There is no service ${wanted}.`;
		return { failure: { kind: 'missing', message }, code: wanted === undefined ? readCodes.ok : readCodes.unknown };
	};
	return readOnce(options, out, { decided: true });
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
