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

/** The keys that these known_hosts files know. */
export async function readKnownKeys(files: readonly string[]): Promise<readonly KnownKey[]> {
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

/** A key that a host shows, as it is named in sentences. */
export interface NamedKey {
	readonly type: string;
	/** `SHA256:…` */
	readonly print: string;
}

/** What is said of a host whose key nobody knows. */
export function unknownHost(target: SshTarget, shown: NamedKey): Failure {
	const where = target.port === 22 ? target.hostname : `${target.hostname} port ${target.port}`;
	return {
		kind: 'host key',
		message: `The host key of ${target.name} (${where}) is not known: ${shown.type} ${shown.print}.`,
		fix: `Compare it with \`ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub\` on the host, then accept it once with: ssh ${target.name}`,
	};
}

/** What is said of a host that shows another key than the one that is known. */
export function changedHost(target: SshTarget, shown: NamedKey, by: KnownKey): Failure {
	const old = `${by.type} ${fingerprint(Buffer.from(by.key, 'base64'))}`;
	return {
		kind: 'host key',
		message: `THE HOST KEY OF ${target.name} HAS CHANGED: it was ${old} (${by.file}:${by.line}) and is now ${shown.type} ${shown.print}. Somebody may be listening in.`,
		fix: `Only if the host was really set up anew: ssh-keygen -R '${target.knownAs[0]}' -f ${by.file}, then: ssh ${target.name}`,
	};
}

/** What is said of a host that shows a key which known_hosts says is revoked. */
export function revokedHost(target: SshTarget, shown: NamedKey, by?: KnownKey): Failure {
	const where = by === undefined ? '' : ` (${by.file}:${by.line})`;
	return {
		kind: 'host key',
		message: `The host key of ${target.name} is revoked: ${shown.type} ${shown.print}${where}.`,
		fix: 'Do not connect. Ask who runs the host for its new key.',
	};
}

/** Reads the known_hosts files of a target and gives the check of the key that it will show. */
export async function makeHostCheck(target: SshTarget): Promise<HostCheck> {
	const keys = await readKnownKeys(target.knownHosts);
	const refused = (blob: Buffer): Failure | undefined => {
		const key = shownKey(blob);
		const shown = { type: key.type, print: fingerprint(blob) };
		const verdict = judge(keys, key, target.knownAs);
		switch (verdict.is) {
			case 'known':
				return undefined;
			case 'unknown':
			case 'authority only':
				return unknownHost(target, shown);
			case 'changed':
				return changedHost(target, shown, verdict.by);
			case 'revoked':
				return revokedHost(target, shown, verdict.by);
		}
	};
	return { order: hostKeyOrder(keys, target.knownAs), refused };
}
