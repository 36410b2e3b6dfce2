import { join } from 'node:path';
import { failed } from '../../core/failed.ts';
import type { Millis, Result } from '../../core/model.ts';
import { failureOf } from '../failure.ts';
import { type Env, execLocally } from '../local/exec.ts';
import { collect } from '../pieces.ts';

/** What `ssh -G` says of a destination: the values of each option, its name in lower case. */
export type SshOptions = ReadonlyMap<string, readonly string[]>;

/** A destination after the user's ssh config: all that is needed to connect to it. */
export interface SshTarget {
	/** As the user wrote it, for sentences. */
	readonly name: string;
	readonly hostname: string;
	readonly port: number;
	readonly user: string;
	/** Under these names known_hosts may know it, the best first. */
	readonly knownAs: readonly string[];
	readonly knownHosts: readonly string[];
	readonly identities: readonly string[];
	/** Only the keys of `identities` may be offered. */
	readonly identitiesOnly: boolean;
	/** The socket of the agent. */
	readonly agent?: string;
	/** What stands between us and the host, to be read after "since". */
	readonly way?: string;
	/** Why only the system's `ssh` can reach it, to be read after "since"; missing: ours can, as far as its config says. */
	readonly system?: string;
}

/** Where ssh's own config lies, when not at its usual places, and the environment. */
export interface SshSetting {
	readonly env: Env;
	readonly configFile?: string;
}

const usualPort = 22;
const resolveTimeout: Millis = 5000;
const most = 256 * 1024;

/** The lines of `ssh -G`, by option. */
export function parseSshOptions(text: string): SshOptions {
	const options = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const [, name, value] = /^(\S+) (.*)$/.exec(line.trim()) ?? [];
		if (name === undefined || value === undefined) continue;
		const key = name.toLowerCase();
		options.set(key, [...(options.get(key) ?? []), value]);
	}
	return options;
}

function first(options: SshOptions, name: string): string | undefined {
	const [value] = options.get(name) ?? [];
	return value === undefined || value.toLowerCase() === 'none' ? undefined : value;
}

/** What stands between us and a destination; only the system's `ssh` goes through it. */
function wayOf(options: SshOptions): string | undefined {
	const jump = first(options, 'proxyjump');
	if (jump !== undefined) return `it goes through another host (ProxyJump ${jump})`;
	return first(options, 'proxycommand') === undefined ? undefined : 'it goes through a command (ProxyCommand)';
}

/** What else only the system's `ssh` can do, by the option that asks for it. */
const beyond: readonly (readonly [option: string, says: string])[] = [
	['certificatefile', 'its login uses a certificate (CertificateFile)'],
	['pkcs11provider', 'its login uses a smart card (PKCS11Provider)'],
	['knownhostscommand', 'a command knows its host key (KnownHostsCommand)'],
	['revokedhostkeys', 'there is a list of revoked host keys (RevokedHostKeys)'],
];

function beyondOf(options: SshOptions): Pick<SshTarget, 'way' | 'system'> {
	const way = wayOf(options);
	if (way !== undefined) return { way, system: way };
	const found = beyond.find(([option]) => first(options, option) !== undefined);
	return found === undefined ? {} : { system: found[1] };
}

/** `~/` and the percent words that ssh allows in paths. */
function expanded(path: string, options: SshOptions, home: string): string {
	const words: Readonly<Record<string, string>> = {
		'%d': home,
		'%h': first(options, 'hostname') ?? '',
		'%r': first(options, 'user') ?? '',
		'%%': '%',
	};
	const plain = path.startsWith('~/') ? join(home, path.slice(2)) : path;
	return plain.replace(/%[dhr%]/g, (word) => words[word] ?? word);
}

/** Paths with spaces come in quotes; the others are separated by spaces. */
function pathsOf(line: string): readonly string[] {
	return [...line.matchAll(/"([^"]*)"|(\S+)/g)]
		.map((found) => found[1] ?? found[2] ?? '')
		.filter((path) => path !== 'none');
}

function agentOf(options: SshOptions, env: Env, home: string): string | undefined {
	const [set] = options.get('identityagent') ?? [];
	if (set?.toLowerCase() === 'none') return undefined;
	if (set === undefined || set === 'SSH_AUTH_SOCK') return env['SSH_AUTH_SOCK'] || undefined;
	if (set.startsWith('$')) return env[set.replace(/^\$\{?|\}$/g, '')];
	return expanded(set, options, home);
}

/** The target that these options describe. */
export function targetOf(name: string, options: SshOptions, env: Env): SshTarget {
	const home = env['HOME'] ?? '/';
	const hostname = first(options, 'hostname') ?? name;
	const port = Number(first(options, 'port') ?? usualPort);
	const alias = first(options, 'hostkeyalias');
	const plain = (alias ?? hostname).toLowerCase();
	const agent = agentOf(options, env, home);
	const files = [...(options.get('userknownhostsfile') ?? []), ...(options.get('globalknownhostsfile') ?? [])];
	return {
		name,
		hostname,
		port,
		user: first(options, 'user') ?? env['USER'] ?? 'root',
		knownAs: alias !== undefined || port === usualPort ? [plain] : [`[${plain}]:${port}`, plain],
		knownHosts: files.flatMap(pathsOf).map((path) => expanded(path, options, home)),
		identities: (options.get('identityfile') ?? []).flatMap(pathsOf).map((path) => expanded(path, options, home)),
		identitiesOnly: first(options, 'identitiesonly') === 'yes',
		...(agent === undefined ? {} : { agent }),
		...beyondOf(options),
	};
}

/** Asks the system's ssh what a destination means, as the user's own config says it. */
export async function resolveTarget(
	name: string,
	setting: SshSetting,
	signal: AbortSignal,
): Promise<Result<SshTarget>> {
	const config = setting.configFile === undefined ? [] : ['-F', setting.configFile];
	const argv = ['ssh', '-G', ...config, '--', name];
	try {
		const run = await execLocally({ argv, timeout: resolveTimeout }, setting.env, signal);
		if (!run.ok) return run;
		const { out, err } = await collect(run.value.pieces, most, true);
		const code = await run.value.code;
		if (!code.ok) return code;
		if (code.value !== 0)
			return failed('refused', `ssh does not understand the host ${name}: ${err.trim()}`, `Run: ssh -G -- ${name}`);
		return { ok: true, value: targetOf(name, parseSshOptions(out), setting.env) };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `ssh -G ${name}`, signal) };
	}
}
