import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';
import type { Failure, Result } from '../../core/model.ts';
import type { Target } from '../web.ts';
import { beyondOwn } from './beyond.ts';
import type { SshSetting, SshTarget } from './config.ts';
import { duplexOf } from './duplex.ts';
import { type Identities, identitiesOf } from './identities.ts';
import { type Login, login } from './login.ts';
import { loginFailure } from './login-failure.ts';
import type { Channel, Session } from './session.ts';

/** Asks a person for the passphrase of a key file; undefined: they do not want to. `again`: the last one was wrong. */
export type AskPassphrase = (host: string, path: string, again: boolean) => Promise<string | undefined>;

/** What a login needs besides the target: who may be asked for passphrases. */
export interface LoginOptions extends SshSetting {
	readonly passphrase?: AskPassphrase;
	/** Passphrases by the path of their key, shared by all hosts: a person is asked once for a key. */
	readonly passphrases: Map<string, string>;
	readonly remember: (secret: string) => void;
}

/** A login that failed, and why the system's `ssh` may still come in where ours cannot. */
export type OwnResult = Result<Session> | { readonly ok: false; readonly failure: Failure; readonly system?: string };

const passphraseTries = 3;

/** Asks for the passphrase of one key until it fits; it is kept in memory, and nowhere else. */
async function unlock(target: SshTarget, path: string, options: LoginOptions): Promise<Identities | undefined> {
	for (let attempt = 0; attempt < passphraseTries; attempt += 1) {
		const passphrase = await options.passphrase?.(target.name, path, attempt > 0);
		if (passphrase === undefined) return undefined;
		options.remember(passphrase);
		options.passphrases.set(path, passphrase);
		const identities = await identitiesOf(target, options.passphrases);
		if (!identities.locked.includes(path)) return identities;
		options.passphrases.delete(path);
	}
	return undefined;
}

/** Logs in with what needs no person first; only when that is refused, or is nothing, a locked key is asked for. */
async function enter(
	target: SshTarget,
	identities: Identities,
	options: LoginOptions,
	signal: AbortSignal,
): Promise<Result<Login>> {
	const [locked] = identities.locked;
	const first =
		identities.methods.length > 0 || locked === undefined
			? await login(target, identities, signal)
			: ({ ok: false, failure: loginFailure(target, [], identities) } as const);
	if (first.ok || first.failure.kind !== 'login' || locked === undefined) return first;
	const unlocked = await unlock(target, locked, options);
	return unlocked === undefined ? first : login(target, unlocked, signal);
}

function codeOf(status: number | null, by: string): number {
	const numbers: Readonly<Record<string, number>> = constants.signals;
	return status ?? 128 + (numbers[by.startsWith('SIG') ? by : `SIG${by}`] ?? 0);
}

function channelOf(channel: ClientChannel): Channel {
	let open = true;
	const ended = new Promise<number | undefined>((resolve) => {
		let code: number | undefined;
		channel.once('exit', (status: number | null, by?: string) => {
			code = codeOf(status, by ?? '');
		});
		channel.once('close', () => {
			open = false;
			resolve(code);
		});
	});
	// What breaks is told by `ended`.
	channel.on('error', () => undefined);
	const stop = () => {
		if (!open) return;
		try {
			channel.signal('TERM');
			channel.close();
		} catch {
			// The channel is closed already.
		}
	};
	return { stream: duplexOf(channel), stderr: channel.stderr, ended, stop };
}

/** A connection that our own ssh made. */
function sessionOf({ client, roundTrip }: Login): Session {
	const opened = (target: Target): Promise<ClientChannel> =>
		new Promise((resolve, reject) => {
			const done = (error: Error | undefined, channel: ClientChannel) =>
				error === undefined ? resolve(channel) : reject(error);
			if ('socket' in target) client.openssh_forwardOutStreamLocal(target.socket, done);
			else client.forwardOut('127.0.0.1', 0, target.name, target.port, done);
		});
	return {
		through: "watchdeck's own ssh",
		roundTrip,
		start: (line) =>
			new Promise((resolve, reject) => {
				client.exec(line, (error, channel) => (error === undefined ? resolve(channelOf(channel)) : reject(error)));
			}),
		open: async (target) => duplexOf(await opened(target)),
		onClose: (tell) => void client.once('close', tell),
		end: async () => void client.end(),
	};
}

/** Connects by our own ssh and logs in with what there is, once. */
export async function openByOwn(target: SshTarget, options: LoginOptions, signal: AbortSignal): Promise<OwnResult> {
	const identities = await identitiesOf(target, options.passphrases);
	const entered = await enter(target, identities, options, signal);
	if (entered.ok) return { ok: true, value: sessionOf(entered.value) };
	if (entered.failure.kind !== 'login') return entered;
	const system = await beyondOwn(target, identities, options.env, signal);
	return system === undefined ? entered : { ...entered, system };
}
