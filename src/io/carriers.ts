import { canonical } from '../core/canonical.ts';
import { failed } from '../core/failed.ts';
import type { Host, Millis, Result } from '../core/model.ts';
import type { Link } from '../core/state.ts';
import type { Carrier } from './carrier.ts';
import { makeLocal } from './local/carrier.ts';
import type { Env } from './local/exec.ts';
import { type AskPassphrase, makeSsh } from './ssh/carrier.ts';
import type { Vault } from './vault.ts';

/** What ssh may do: ask for passphrases, and read another config than the user's own. */
export interface SshAbilities {
	readonly passphrase?: AskPassphrase;
	readonly configFile?: string;
}

interface CarriersOptions {
	readonly hosts: readonly Host[];
	readonly vault: Vault;
	readonly env: Env;
	readonly now: () => Millis;
	readonly onLink: (host: string, link: Link) => void;
	readonly demo?: (host: Host) => Carrier;
	readonly ssh?: SshAbilities;
}

/** The carriers of all hosts, each made when it is first needed. */
export interface Carriers {
	readonly of: (host: string) => Result<Carrier>;
	/** A host by its name. */
	readonly host: (name: string) => Host | undefined;
	readonly retry: (host: string) => void;
	/** The hosts there are from now on; connections of those that are gone or reached otherwise are closed. */
	readonly setHosts: (hosts: readonly Host[]) => Promise<void>;
	readonly close: () => Promise<void>;
}

function makeOne(host: Host, options: CarriersOptions, passphrases: Map<string, string>): Carrier | undefined {
	const onLink = (link: Link) => options.onLink(host.name, link);
	if (typeof host.reach === 'object') {
		const { remember } = options.vault;
		const { env, now } = options;
		const ssh = { ...options.ssh, passphrases, env, now, remember, onLink, random: Math.random };
		return makeSsh(host, host.reach.ssh, ssh);
	}
	const carrier = host.reach === 'local' ? makeLocal(host, options.env) : options.demo?.(host);
	if (carrier !== undefined) onLink({ is: 'up', since: options.now() });
	return carrier;
}

/** Carriers by the names of their hosts; `local` always means this machine, also where no host is called so. */
export function makeCarriers(options: CarriersOptions): Carriers {
	const here: Host = { name: 'local', reach: 'local' };
	let hosts = new Map([here, ...options.hosts].map((host) => [host.name, host]));
	const made = new Map<string, Carrier>();
	const passphrases = new Map<string, string>();
	return {
		of: (name) => {
			const known = made.get(name);
			if (known !== undefined) return { ok: true, value: known };
			const host = hosts.get(name);
			const carrier = host === undefined ? undefined : makeOne(host, options, passphrases);
			if (carrier === undefined)
				return failed('missing', `There is no host called ${name}.`, 'Check `hosts` in the config.');
			made.set(name, carrier);
			return { ok: true, value: carrier };
		},
		host: (name) => hosts.get(name),
		setHosts: async (next) => {
			const before = hosts;
			hosts = new Map([here, ...next].map((host) => [host.name, host]));
			const gone = [...made].filter(([name]) => canonical(hosts.get(name)) !== canonical(before.get(name)));
			for (const [name] of gone) made.delete(name);
			await Promise.all(gone.map(([, carrier]) => carrier.close()));
		},
		retry: (name) => made.get(name)?.retry?.(),
		close: async () => {
			await Promise.all([...made.values()].map((carrier) => carrier.close()));
		},
	};
}
