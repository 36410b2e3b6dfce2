// A machine of stand-ins: programs that write down the words they are given, found before the real ones.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Reach } from '../../src/core/probe.ts';
import { execLocally } from '../../src/io/local/exec.ts';
import { collect } from '../../src/io/pieces.ts';

/** The shells that scripts must run in and that are here, each by one of its programs. */
export const posixShells = (
	[
		['dash', '/usr/bin/dash'],
		['busybox', '/bin/busybox'],
	] as const
).filter(([, path]) => existsSync(path));

/** Names as the worst host, engine or config gives them: `pwned` is a program that writes down that it ran. */
export const hostileNames: readonly string[] = [
	'$(pwned)`pwned`',
	"'; pwned; '",
	'"; pwned; "$(pwned)',
	'| pwned & pwned && pwned; pwned',
	'a\npwned\n$(pwned)',
	'>pwned.txt <pwned.in',
	'-rf',
	'--help',
	'*',
	'~ ? [a-z]*',
	'${IFS}$0 $PATH $$',
	"\\'\\\\ %s%n # a\tb",
	's/e &\\U/e',
];

/** A folder whose programs stand before the real ones. `sh` is the shell that was asked for. */
export interface StandIns {
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
	/** Puts a program there that writes down its words, and then does what this POSIX sh says. */
	readonly put: (name: string, then?: string) => void;
	/** The lines by which a shell finds these programs also where it has them built in, as busybox does. */
	readonly before: (...names: readonly string[]) => string;
	/** The words of each call of a program, without its name. */
	readonly given: (name: string) => readonly (readonly string[])[];
	/** Whether a hostile name ever ran, or sent its output into a file of its own. */
	readonly ran: () => boolean;
	/** Runs a command as `io` does on the own machine, with these variables besides. */
	readonly run: (argv: readonly string[], more?: Readonly<Record<string, string>>, input?: string) => Promise<Answer>;
	readonly reach: Reach;
	/** The scripts that were given to a shell through `reach`. */
	readonly scripts: () => readonly string[];
	readonly remove: () => void;
}

const endOfCall = '\u001e';

/** A fresh machine of stand-ins with this shell. */
export function makeStandIns(shell: string): StandIns {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-words-'));
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	symlinkSync(shell, join(bin, 'sh'));
	const env = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, HOME: folder, LANG: 'C.UTF-8' };
	const log = (name: string) => join(folder, `${name}.given`);
	const put = (name: string, then = '') => {
		const text = `#!/bin/sh\n{ for word; do printf '%s\\0' "$word"; done; printf '${endOfCall}\\0'; } >>'${log(name)}'\n${then}\n`;
		writeFileSync(join(bin, name), text);
		chmodSync(join(bin, name), 0o755);
	};
	put('pwned');
	const scripts: string[] = [];
	const run: StandIns['run'] = async (argv, more = {}, input = '') => {
		if (argv[0] === 'sh') scripts.push(argv[2] ?? '');
		const started = await execLocally({ argv, input }, { ...env, ...more }, new AbortController().signal);
		if (!started.ok) return { ok: false, took: 1, failure: started.failure };
		const { out, err } = await collect(started.value.pieces, 1 << 20, true);
		const code = await started.value.code;
		if (!code.ok) return { ok: false, took: 1, failure: code.failure };
		return { ok: true, took: 1, value: { code: code.value, text: out, err } };
	};
	const ask = async (call: Read): Promise<Answer> => {
		if (call.via !== 'exec') throw new Error(`asked ${call.via}`);
		return run(call.argv.map(String));
	};
	return {
		folder,
		env,
		put,
		before: (...names) => names.map((name) => `${name}() { '${bin}/${name}' "$@"; }\n`).join(''),
		given: (name) => {
			if (!existsSync(log(name))) return [];
			const calls = readFileSync(log(name), 'utf8').split(`${endOfCall}\0`).slice(0, -1);
			return calls.map((call) => call.split('\0').slice(0, -1));
		},
		ran: () => existsSync(log('pwned')) || existsSync('pwned.txt') || existsSync(join(folder, 'pwned.txt')),
		run,
		reach: { ask, follow: async function* () {}, now: Date.now, signal: new AbortController().signal },
		scripts: () => scripts,
		remove: () => rmSync(folder, { recursive: true }),
	};
}
