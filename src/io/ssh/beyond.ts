import { access } from 'node:fs/promises';
import type { Millis } from '../../core/model.ts';
import { type Env, execLocally } from '../local/exec.ts';
import { collect } from '../pieces.ts';
import type { SshTarget } from './config.ts';
import type { Identities } from './identities.ts';

/** An agent that is slower than this is treated as if it held nothing. */
const patience: Millis = 3000;
const most = 256 * 1024;

/** Does the agent hold a key whose kind ssh2 does not know? It leaves such keys out, so the system's own tool is asked. */
async function agentHoldsMore(socket: string | undefined, env: Env, signal: AbortSignal): Promise<boolean> {
	if (socket === undefined) return false;
	const command = { argv: ['ssh-add', '-L'], timeout: patience };
	const run = await execLocally(command, { ...env, SSH_AUTH_SOCK: socket }, signal);
	if (!run.ok) return false;
	const { out } = await collect(run.value.pieces, most, true);
	return /^(?:sk-\S+|\S+-cert-v01@openssh\.com) /m.test(out);
}

async function isThere(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}

/** A certificate that OpenSSH finds by itself beside a key. */
async function certificateOf({ identities }: SshTarget): Promise<string | undefined> {
	const paths = identities.map((path) => `${path}-cert.pub`);
	const there = await Promise.all(paths.map(isThere));
	return paths.find((_, index) => there[index]);
}

/**
 * What the system's `ssh` could log in with where our own was refused, to be read after "since"; undefined: nothing that
 * we know of.
 */
export async function beyondOwn(
	target: SshTarget,
	{ hardware }: Identities,
	env: Env,
	signal: AbortSignal,
): Promise<string | undefined> {
	const [key] = hardware;
	if (key !== undefined) return key;
	const certificate = await certificateOf(target);
	if (certificate !== undefined) return `its login uses a certificate (${certificate})`;
	const more = await agentHoldsMore(target.agent, env, signal);
	return more ? 'the agent holds a hardware key or a certificate' : undefined;
}
