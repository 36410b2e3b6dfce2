import type { Client } from 'ssh2';
import { failed } from '../../core/failed.ts';
import type { Host, Millis, Result } from '../../core/model.ts';
import type { Link } from '../../core/state.ts';
import { Broken, type Carrier } from '../carrier.ts';
import { unlessEnded } from '../deadline.ts';
import { makeEngine } from '../engine.ts';
import { failureOf } from '../failure.ts';
import { type Dial, makeWeb, plainUrl } from '../web.ts';
import { resolveTarget, type SshSetting, type SshTarget } from './config.ts';
import { execRemotely } from './exec.ts';
import { forward } from './forward.ts';
import { type Identities, identitiesOf } from './identities.ts';
import { makeLink } from './link.ts';
import { login, loginFailure } from './login.ts';

/** Asks a person for the passphrase of a key file; undefined: they do not want to. `again`: the last one was wrong. */
export type AskPassphrase = (host: string, path: string, again: boolean) => Promise<string | undefined>;

/** What a host that is reached by ssh needs besides its name. */
export interface SshOptions extends SshSetting {
	readonly passphrase?: AskPassphrase;
	/** Passphrases by the path of their key, shared by all hosts: a person is asked once for a key. */
	readonly passphrases: Map<string, string>;
	readonly remember: (secret: string) => void;
	readonly onLink: (link: Link) => void;
	readonly now: () => Millis;
	readonly random: () => number;
}

const passphraseTries = 3;

/** Asks for the passphrase of one key until it fits; it is kept in memory, and nowhere else. */
async function unlock(target: SshTarget, path: string, options: SshOptions): Promise<Identities | undefined> {
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
async function enter(target: SshTarget, options: SshOptions, signal: AbortSignal): Promise<Result<Client>> {
	const identities = await identitiesOf(target, options.passphrases);
	const [locked] = identities.locked;
	const first =
		identities.methods.length > 0 || locked === undefined
			? await login(target, identities, signal)
			: ({ ok: false, failure: loginFailure(target, [], identities) } as const);
	if (first.ok || first.failure.kind !== 'login' || locked === undefined) return first;
	const unlocked = await unlock(target, locked, options);
	return unlocked === undefined ? first : login(target, unlocked, signal);
}

/** A host that is reached by ssh: one connection carries its commands, its engine and its web servers. */
export function makeSsh(host: Host, destination: string, options: SshOptions): Carrier {
	const life = new AbortController();
	const link = makeLink({
		...options,
		name: host.name,
		open: async (signal) => {
			if (destination.startsWith('-')) return failed('refused', `${destination} is no name of a host.`);
			const target = await resolveTarget(destination, options, signal);
			return target.ok ? enter(target.value, options, signal) : target;
		},
	});
	const dial: Dial = async (target) => {
		const connection = await link.use(life.signal);
		if (!connection.ok) throw new Broken(connection.failure);
		return forward(connection.value, host.name, target);
	};
	const web = makeWeb({ dial });
	const engine = makeEngine(host, dial);
	return {
		exec: async (command, signal) => {
			try {
				const connection = await link.use(signal);
				return connection.ok ? await execRemotely(connection.value, host.name, command, signal) : connection;
			} catch (error) {
				return { ok: false, failure: failureOf(error, `A command on ${host.name}`, signal) };
			}
		},
		engine: engine.request,
		http: (request, signal) =>
			web.request(request, `${request.method} ${plainUrl(request.url)} from ${host.name}`, signal),
		dial: async (port, signal) => {
			const opening = dial(port);
			// One that stands only when nobody wants it any more is closed again.
			opening.then((stream) => signal.aborted && stream.destroy()).catch(() => undefined);
			try {
				return { ok: true, value: await unlessEnded(opening, signal) };
			} catch (error) {
				return { ok: false, failure: failureOf(error, `${port.name} port ${port.port} from ${host.name}`, signal) };
			}
		},
		retry: link.retry,
		close: async () => {
			life.abort();
			await Promise.all([web.close(), engine.close()]);
			link.close();
		},
	};
}
