import { readFile } from 'node:fs/promises';
import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import { codeOf } from '../failure.ts';
import { type Agent, askAgent } from './agent.ts';
import type { SshTarget } from './config.ts';

/** One thing to log in with, and how it is called in sentences. */
export interface Method {
	readonly say: string;
	readonly auth: AnyAuthMethod;
}

/** What there is to log in with. `locked`: key files whose passphrase is not known. `notes`: what cannot be used, and why. */
export interface Identities {
	readonly methods: readonly Method[];
	readonly locked: readonly string[];
	readonly notes: readonly string[];
	/** Those of the notes that only the system's `ssh` can use. */
	readonly hardware: readonly string[];
}

type Parse = (data: Buffer | string, passphrase?: string) => ParsedKey | Error;
type KeyFile =
	| { readonly is: 'ready'; readonly path: string; readonly key: ParsedKey }
	| { readonly is: 'locked'; readonly path: string; readonly shown?: ParsedKey }
	/** Only the public half, to name a key of the agent. */
	| { readonly is: 'public'; readonly path: string; readonly key: ParsedKey }
	| { readonly is: 'unusable'; readonly path: string; readonly why: string }
	/** Only the system's `ssh` can use it. */
	| { readonly is: 'hardware'; readonly path: string; readonly why: string };

async function textOf(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
		throw error;
	}
}

/** ssh2 gives a list for files with several keys, and an Error for what it cannot read. */
async function parser(): Promise<Parse> {
	const { default: ssh2 } = await import('ssh2');
	return (data, passphrase) => {
		const parsed = ssh2.utils.parseKey(data, passphrase);
		return Array.isArray(parsed) ? (parsed[0] ?? new Error('no key in it')) : parsed;
	};
}

async function publicHalf(path: string, parse: Parse): Promise<ParsedKey | undefined> {
	const text = await textOf(`${path}.pub`).catch(() => undefined);
	const key = text === undefined ? undefined : parse(text);
	return key instanceof Error ? undefined : key;
}

/** A key on a security token; its kind stands in clear even in an encrypted file. */
function isHardware(text: string): boolean {
	const body = text.replace(/-----[^-]+-----/g, '');
	return /sk-(ssh|ecdsa)-/.test(Buffer.from(body, 'base64').toString('latin1'));
}

function read(path: string, text: string, shown: ParsedKey | undefined, parsed: ParsedKey | Error): KeyFile {
	if (!(parsed instanceof Error)) return { is: parsed.isPrivateKey() ? 'ready' : 'public', path, key: parsed };
	if (isHardware(text)) return { is: 'hardware', path, why: `${path} is a hardware key (sk-)` };
	if (/encrypted|passphrase|bad decrypt|integrity/i.test(parsed.message))
		return { is: 'locked', path, ...(shown === undefined ? {} : { shown }) };
	return { is: 'unusable', path, why: `${path} cannot be read: ${parsed.message}` };
}

async function readKey(path: string, parse: Parse, passphrase: string | undefined): Promise<KeyFile | undefined> {
	try {
		const shown = await publicHalf(path, parse);
		const text = await textOf(path);
		if (text !== undefined) return read(path, text, shown, parse(text, passphrase));
		return shown === undefined ? undefined : { is: 'public', path, key: shown };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { is: 'unusable', path, why: `${path} cannot be read: ${why}` };
	}
}

/** The files of a target that are there, each read; passphrases by path. */
async function readKeys(target: SshTarget, passphrases: ReadonlyMap<string, string>): Promise<readonly KeyFile[]> {
	const parse = await parser();
	const files = await Promise.all(target.identities.map((path) => readKey(path, parse, passphrases.get(path))));
	return files.filter((file) => file !== undefined);
}

function publicOf(file: KeyFile): ParsedKey | undefined {
	if (file.is === 'unusable' || file.is === 'hardware') return undefined;
	return file.is === 'locked' ? file.shown : file.key;
}

function sameKey(one: ParsedKey, other: ParsedKey): boolean {
	return one.getPublicSSH().equals(other.getPublicSSH());
}

function agentMethod(agent: Agent, keys: readonly ParsedKey[], username: string): readonly Method[] {
	if (keys.length === 0) return [];
	const say = `the agent (${keys.length === 1 ? '1 key' : `${keys.length} keys`})`;
	return [{ say, auth: { type: 'agent', username, agent: agent.offering(keys) } }];
}

/**
 * What to log in with, in this order: keys of the agent that the config names, key files, the agent's other keys. A
 * server counts each key that is offered, so the likely ones come first.
 */
export async function identitiesOf(target: SshTarget, passphrases: ReadonlyMap<string, string>): Promise<Identities> {
	const [files, agent] = await Promise.all([readKeys(target, passphrases), askAgent(target.agent)]);
	const named = (key: ParsedKey) =>
		files.some((file) => {
			const half = publicOf(file);
			return half !== undefined && sameKey(half, key);
		});
	const held = (file: KeyFile) => {
		const half = publicOf(file);
		return half !== undefined && agent?.keys.some((key) => sameKey(key, half)) === true;
	};
	const { user: username } = target;
	const ready = files.flatMap((file): readonly Method[] =>
		file.is === 'ready' && !held(file)
			? [{ say: file.path, auth: { type: 'publickey', username, key: file.key } }]
			: [],
	);
	const mine = agent === undefined ? [] : agentMethod(agent, agent.keys.filter(named), username);
	const others =
		agent === undefined || target.identitiesOnly
			? []
			: agentMethod(
					agent,
					agent.keys.filter((key) => !named(key)),
					username,
				);
	return {
		methods: [...mine, ...ready, ...others],
		locked: files.filter((file) => file.is === 'locked' && !held(file)).map((file) => file.path),
		notes: files.flatMap((file) => (file.is === 'unusable' || file.is === 'hardware' ? [file.why] : [])),
		hardware: files.flatMap((file) => (file.is === 'hardware' ? [file.why] : [])),
	};
}
