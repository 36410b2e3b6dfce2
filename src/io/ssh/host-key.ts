import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { Failure } from '../../core/model.ts';
import { codeOf } from '../failure.ts';
import type { SshTarget } from './config.ts';
import { hostKeyOrder, judge, type KnownKey, parseKnownHosts, type ShownKey } from './known-hosts.ts';

/** The check of a host's key. `refused` is undefined where known_hosts knows this very key. */
export interface HostCheck {
	readonly order: readonly ServerHostKeyAlgorithm[];
	readonly refused: (blob: Buffer) => Failure | undefined;
}

/** The fingerprint of a key as `ssh-keygen -l` prints it. */
export function fingerprint(key: Uint8Array): string {
	return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function shownKey(blob: Buffer): ShownKey {
	const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
	return { type: blob.subarray(4, 4 + length).toString('latin1'), key: blob.toString('base64') };
}

async function readKeys(files: readonly string[]): Promise<readonly KnownKey[]> {
	const read = files.map(async (file) => {
		try {
			return parseKnownHosts(await readFile(file, 'utf8'), file);
		} catch (error) {
			// A file that is not there knows no host; one that we may not read must not let a host look unknown.
			if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
			throw error;
		}
	});
	return (await Promise.all(read)).flat();
}

function unknownHost(target: SshTarget, shown: ShownKey, print: string): Failure {
	const where = target.port === 22 ? target.hostname : `${target.hostname} port ${target.port}`;
	return {
		kind: 'host key',
		message: `The host key of ${target.name} (${where}) is not known: ${shown.type} ${print}.`,
		fix: `Compare it with \`ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub\` on the host, then accept it once with: ssh ${target.name}`,
	};
}

function changedHost(target: SshTarget, shown: ShownKey, print: string, by: KnownKey): Failure {
	const old = `${by.type} ${fingerprint(Buffer.from(by.key, 'base64'))}`;
	return {
		kind: 'host key',
		message: `THE HOST KEY OF ${target.name} HAS CHANGED: it was ${old} (${by.file}:${by.line}) and is now ${shown.type} ${print}. Somebody may be listening in.`,
		fix: `Only if the host was really set up anew: ssh-keygen -R '${target.knownAs[0]}' -f ${by.file}, then: ssh ${target.name}`,
	};
}

/** Reads the known_hosts files of a target and gives the check of the key that it will show. */
export async function makeHostCheck(target: SshTarget): Promise<HostCheck> {
	const keys = await readKeys(target.knownHosts);
	const refused = (blob: Buffer): Failure | undefined => {
		const shown = shownKey(blob);
		const print = fingerprint(blob);
		const verdict = judge(keys, shown, target.knownAs);
		switch (verdict.is) {
			case 'known':
				return undefined;
			case 'unknown':
				return unknownHost(target, shown, print);
			case 'changed':
				return changedHost(target, shown, print, verdict.by);
			case 'revoked':
				return {
					kind: 'host key',
					message: `The host key of ${target.name} is revoked: ${shown.type} ${print} (${verdict.by.file}:${verdict.by.line}).`,
					fix: 'Do not connect. Ask who runs the host for its new key.',
				};
			case 'authority only':
				return {
					kind: 'host key',
					message: `${target.name} is known only by a certificate authority (@cert-authority), which needs the system's ssh.`,
					fix: `Add its own key to known_hosts: ${shown.type} ${print}.`,
				};
		}
	};
	return { order: hostKeyOrder(keys, target.knownAs), refused };
}
