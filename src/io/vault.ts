import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { failed } from '../core/failed.ts';
import type { Millis, Result } from '../core/model.ts';
import { formsOf, redact } from '../core/redact.ts';
import { failureOf } from './failure.ts';
import { type Env, execLocally } from './local/exec.ts';
import { collect } from './pieces.ts';

/** Gives the secrets that the config refers to, and remembers each so that no text shows it. */
export interface Vault {
	/** The value of `env:NAME`, `file:PATH` or `cmd:["word",…]`. */
	readonly resolve: (reference: string) => Promise<Result<string>>;
	readonly remember: (secret: string) => void;
	readonly redact: (text: string) => string;
}

/** What a vault needs. `accepted`: may this config's commands be run? */
export interface VaultOptions {
	readonly env: Env;
	readonly accepted: (words: readonly string[]) => boolean;
	readonly now: () => Millis;
	/** What things are called: a secret that is such a name is hidden from nobody, and hiding it would spoil every text about the thing. */
	readonly names?: () => ReadonlySet<string>;
	readonly uid?: number;
}

/** A shorter text would be found everywhere, in characters. */
const shortest = 4;
/** A command for a secret may take this long, and its value is used for so long. */
const commandTimeout: Millis = 10_000;
const commandKept: Millis = 300_000;
const largest = 64 * 1024;
const othersMayRead = 0o077;

function fromEnv(name: string, env: Env): Result<string> {
	const value = env[name];
	if (value !== undefined && value !== '') return { ok: true, value };
	return failed('missing', `The environment variable ${name} is not set.`, `Set ${name} before you start watchdeck.`);
}

async function fromFile(path: string, options: VaultOptions): Promise<Result<string>> {
	const home = options.env['HOME'] ?? '/';
	const file = path.startsWith('~/') ? join(home, path.slice(2)) : path;
	if (!isAbsolute(file))
		return failed('refused', `The secret file ${path} is not an absolute path.`, 'Write it whole.');
	try {
		const { mode, uid } = await stat(file);
		if ((mode & othersMayRead) !== 0)
			return failed('forbidden', `The secret file ${path} may be read by others.`, `Run: chmod 600 ${path}`);
		if (options.uid !== undefined && options.uid !== 0 && uid !== options.uid)
			return failed('forbidden', `The secret file ${path} belongs to another user.`, `Run: chown "$USER" ${path}`);
		return { ok: true, value: (await readFile(file, 'utf8')).replace(/\r?\n$/, '') };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `The secret file ${path}`) };
	}
}

function wordsOf(text: string): readonly string[] {
	try {
		const words: unknown = JSON.parse(text);
		if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
	} catch {
		// Not a list: words with spaces between.
	}
	return text.trim().split(/\s+/);
}

async function fromCommand(words: readonly string[], options: VaultOptions): Promise<Result<string>> {
	const [name = ''] = words;
	if (!options.accepted(words)) {
		const message = `The command ${name} for a secret was not run: this config was not accepted yet.`;
		return failed('forbidden', message, 'Look at the config and accept it when watchdeck asks.');
	}
	const run = await execLocally(
		{ argv: words, timeout: commandTimeout },
		options.env,
		AbortSignal.timeout(commandTimeout + 2000),
	);
	if (!run.ok) return run;
	try {
		const { out } = await collect(run.value.pieces, largest, true);
		const code = await run.value.code;
		if (!code.ok) return code;
		if (code.value !== 0)
			return failed(
				'refused',
				`The command ${name} for a secret ended with code ${code.value}.`,
				'Run it by hand to see why.',
			);
		return { ok: true, value: out.replace(/\r?\n$/, '') };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `The command ${name} for a secret`) };
	}
}

const none: ReadonlySet<string> = new Set();

/** Secrets in all their forms, but for those that are names of things just now. */
function makeSecrets(names: () => ReadonlySet<string>) {
	const all = new Map<string, readonly string[]>();
	let told = { names: none, size: 0, forms: none };
	return {
		add: (secret: string): void => {
			if (!all.has(secret)) all.set(secret, formsOf(secret));
		},
		/** Each log line asks: they are gathered anew only when a secret came or the names are others. */
		forms: (): ReadonlySet<string> => {
			const now = names();
			if (told.names !== now || told.size !== all.size) {
				const forms = [...all].flatMap(([secret, its]) => (now.has(secret) ? [] : its));
				told = { names: now, size: all.size, forms: new Set(forms) };
			}
			return told.forms;
		},
	};
}

/** An empty vault. */
export function makeVault(options: VaultOptions): Vault {
	const secrets = makeSecrets(options.names ?? (() => none));
	const commands = new Map<string, { readonly until: Millis; readonly value: Promise<Result<string>> }>();
	const remember = (secret: string) => {
		for (const line of secret.split('\n').map((one) => one.trim())) {
			if (line.length >= shortest) secrets.add(line);
		}
	};
	const command = (text: string): Promise<Result<string>> => {
		const known = commands.get(text);
		if (known !== undefined && known.until > options.now()) return known.value;
		const value = fromCommand(wordsOf(text), options);
		commands.set(text, { until: options.now() + commandKept, value });
		return value.then((result) => {
			if (!result.ok) commands.delete(text);
			return result;
		});
	};
	const found = (reference: string): Result<string> | Promise<Result<string>> => {
		const [kind = '', rest = ''] = reference.split(/:(.*)/s);
		if (kind === 'env') return fromEnv(rest, options.env);
		if (kind === 'file') return fromFile(rest, options);
		if (kind === 'cmd') return command(rest);
		return failed('bug', 'A secret is neither env:, file: nor cmd:.');
	};
	return {
		resolve: async (reference) => {
			const result = await found(reference);
			if (result.ok) remember(result.value);
			return result;
		},
		remember,
		redact: (text) => redact(text, secrets.forms()),
	};
}
