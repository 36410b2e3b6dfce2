import { failed } from '../../core/failed.ts';
import type { Host, Result } from '../../core/model.ts';
import { openBySystem } from '../openssh/session.ts';
import { resolveTarget, type SshTarget } from './config.ts';
import { readKnownKeys } from './host-key.ts';
import { isKnownByAuthority } from './known-hosts.ts';
import { type LoginOptions, openByOwn } from './own.ts';
import type { Session } from './session.ts';

/** Why the system's `ssh` is to connect before ours has tried; undefined: ours tries first. */
async function reasonForSystem(target: SshTarget, host: Host): Promise<string | undefined> {
	if (host.transport === 'openssh') return 'the config says so (transport: openssh)';
	if (target.system !== undefined) return target.system;
	const keys = await readKnownKeys(target.knownHosts);
	if (!isKnownByAuthority(keys, target.knownAs)) return undefined;
	return 'known_hosts knows it only by the authority that signs host keys (@cert-authority)';
}

/** Connects to a host once, by the ssh that can: ours, or the system's where the config or the login needs it. */
export async function openSession(
	host: Host,
	destination: string,
	options: LoginOptions,
	signal: AbortSignal,
): Promise<Result<Session>> {
	if (destination.startsWith('-')) return failed('refused', `${destination} is no name of a host.`);
	const target = await resolveTarget(destination, options, signal);
	if (!target.ok) return target;
	const reason = await reasonForSystem(target.value, host);
	if (reason !== undefined) return openBySystem(target.value, reason, options, signal);
	const own = await openByOwn(target.value, options, signal);
	if (own.ok || !('system' in own) || own.system === undefined) return own;
	return openBySystem(target.value, own.system, options, signal);
}
