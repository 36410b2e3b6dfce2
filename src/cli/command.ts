import type { Command } from 'commander';

/** Exit codes of commands that read (as monitoring plug-ins have them). */
export const readCodes = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
/** Exit codes of commands that change something. */
export const changeCodes = { verified: 0, notVerified: 1, failed: 2, nothingChanged: 3 } as const;

/** What every command understands. */
export interface Everywhere {
	readonly config?: string;
	readonly as?: string;
	readonly readOnly?: true;
	readonly json?: true;
	readonly theme?: string;
	readonly screenReader?: true;
}

/** One command of the command line: adds itself to the program. `exit` takes its exit code when it is done. */
export type CliCommand = (program: Command, exit: (code: number) => void) => void;
