import type { Read, Word, Write } from '../call.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import type { Filled } from './fill.ts';

/** A command of a runbook as it goes to a host: by which shell, in which folder, with which secrets. */
export interface Typed {
	readonly host: string;
	readonly shell: string;
	readonly cwd?: string;
	readonly filled: Filled;
	readonly timeout: Millis;
	/** It is given this terminal. */
	readonly terminal?: true;
	/** It ends as soon as nobody holds it any more: it runs in the background. */
	readonly held?: true;
	/** The exit codes that are no failure; unless given 0. */
	readonly fine?: readonly number[];
}

/** How long a command may take unless its fence says otherwise. */
export const usualTimeout: {
	readonly read: Millis;
	readonly write: Millis;
	readonly terminal: Millis;
	readonly background: Millis;
} = {
	...{ read: 60_000, write: 600_000 },
	// A person sits before it.
	terminal: 86_400_000,
	// It ends with its walk.
	background: 86_400_000,
};
/** Bytes of an answer that are kept for its verdict; what people see is bounded by `core/runbook/output.ts`. */
const most = 1024 * 1024;
/** As which the script is carried that runs a command of a walk. */
export const walkName = 'watchdeck-walk';

/** The fences whose shell is another than `sh`; where it is not installed, `sh` runs them. */
const shells: Readonly<Record<string, string>> = {
	...{ bash: 'bash', zsh: 'zsh', ksh: 'ksh', ash: 'ash', dash: 'dash' },
	...{ shell: 'bash', console: 'bash', terminal: 'bash' },
};

/** The shell of a fence's language. */
export function shellOf(language: string): string {
	return shells[language] ?? (language.includes('session') ? 'bash' : 'sh');
}

/** `here` is the machine on which watchdeck runs. */
export function hostName(host: string): string {
	return host === 'here' ? 'local' : host;
}

function way({ host, shell, cwd = '', filled: { script, secrets }, timeout, terminal, held, fine }: Typed) {
	const argv: readonly Word[] = [
		...['sh', '-c', { program: 'walk' } as const, walkName],
		...[shell, cwd, String(terminal === true ? -1 : secrets.length), script, ...(held === true ? ['held'] : [])],
	];
	const input: Word | undefined = secrets.length === 0 ? undefined : secrets.flatMap((secret) => [{ secret }, '\n']);
	return { via: 'exec' as const, host: hostName(host), argv, ...known({ input, fine, terminal, held }), timeout, most };
}

/** The call of a command that only reads. */
export function readCall(typed: Typed): Read {
	return { ...way(typed), effect: 'read' };
}

/** The call of a command that changes something; only a plan has one. */
export function writeCall(typed: Typed): Write {
	return { ...way(typed), effect: 'write' };
}
