import { createHmac } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** A line of a known_hosts file. `key` is in base64, as it stands there. */
export interface KnownKey {
	readonly file: string;
	readonly line: number;
	readonly marker?: 'revoked' | 'cert-authority';
	readonly hosts: string;
	readonly type: string;
	readonly key: string;
}

/** A key as a server shows it. */
export interface ShownKey {
	readonly type: string;
	readonly key: string;
}

/** What known_hosts says of a key. */
export type Verdict =
	| { readonly is: 'known' | 'unknown' | 'authority only' }
	| { readonly is: 'revoked' | 'changed'; readonly by: KnownKey };

/** The lines of a known_hosts file; source of the format: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
export function parseKnownHosts(text: string, file: string): readonly KnownKey[] {
	return text.split('\n').flatMap((raw, index) => {
		const words = raw.trim().split(/\s+/);
		const marker = words[0]?.startsWith('@') === true ? words.shift()?.slice(1) : undefined;
		const [hosts = '', type, key] = words;
		if (hosts.startsWith('#') || type === undefined || key === undefined) return [];
		const known = { file, line: index + 1, hosts, type, key };
		if (marker === undefined) return [known];
		return marker === 'revoked' || marker === 'cert-authority' ? [{ ...known, marker }] : [];
	});
}

function matchesHash(hashed: string, name: string): boolean {
	const [, , salt = '', hash = ''] = hashed.split('|');
	return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function matchesPattern(pattern: string, name: string): boolean {
	const literal = pattern.toLowerCase().replace(/[\\^$.+()[\]{}|]/g, '\\$&');
	return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}

/** Does the first word of a line mean this name? A pattern with `!` that fits means that the line does not. */
export function matchesHosts(hosts: string, name: string): boolean {
	if (hosts.startsWith('|1|')) return matchesHash(hosts, name);
	const patterns = hosts.split(',');
	if (patterns.some((each) => each.startsWith('!') && matchesPattern(each.slice(1), name))) return false;
	return patterns.some((each) => !each.startsWith('!') && matchesPattern(each, name));
}

function judgeAs(keys: readonly KnownKey[], shown: ShownKey, name: string): Verdict {
	const mine = keys.filter((key) => matchesHosts(key.hosts, name));
	const same = (key: KnownKey) => key.type === shown.type && key.key === shown.key;
	const revoked = mine.find((key) => key.marker === 'revoked' && same(key));
	if (revoked !== undefined) return { is: 'revoked', by: revoked };
	const plain = mine.filter((key) => key.marker === undefined);
	if (plain.some(same)) return { is: 'known' };
	const [other] = plain.filter((key) => key.type === shown.type).concat(plain);
	if (other !== undefined) return { is: 'changed', by: other };
	return { is: mine.some((key) => key.marker === 'cert-authority') ? 'authority only' : 'unknown' };
}

/**
 * What the files say of a key that a host shows. `names`: the best first, e.g. `[web1]:2222` and `web1`; the later
 * ones count only when they know this very key, as in OpenSSH.
 */
export function judge(keys: readonly KnownKey[], shown: ShownKey, names: readonly string[]): Verdict {
	const [verdict = { is: 'unknown' } as const, ...later] = names.map((name) => judgeAs(keys, shown, name));
	if (verdict.is !== 'unknown') return verdict;
	return later.find((each) => each.is === 'known' || each.is === 'revoked') ?? verdict;
}

/** Is a host known by an authority that signs host keys, and by no key of its own? */
export function isKnownByAuthority(keys: readonly KnownKey[], names: readonly string[]): boolean {
	const mine = keys.filter((key) => names.some((name) => matchesHosts(key.hosts, name)));
	return mine.some((key) => key.marker === 'cert-authority') && mine.every((key) => key.marker !== undefined);
}

/** What ssh2 can verify, strongest first; `ssh-rsa` keys are signed with SHA-2 only. */
const algorithms: readonly { readonly name: ServerHostKeyAlgorithm; readonly type: string }[] = [
	{ name: 'ssh-ed25519', type: 'ssh-ed25519' },
	{ name: 'ecdsa-sha2-nistp256', type: 'ecdsa-sha2-nistp256' },
	{ name: 'ecdsa-sha2-nistp384', type: 'ecdsa-sha2-nistp384' },
	{ name: 'ecdsa-sha2-nistp521', type: 'ecdsa-sha2-nistp521' },
	{ name: 'rsa-sha2-512', type: 'ssh-rsa' },
	{ name: 'rsa-sha2-256', type: 'ssh-rsa' },
];

/** The order in which to ask for host keys: those that we can check come first, or a known host looks changed. */
export function hostKeyOrder(keys: readonly KnownKey[], names: readonly string[]): readonly ServerHostKeyAlgorithm[] {
	const known = keys.filter((key) => key.marker === undefined && names.some((name) => matchesHosts(key.hosts, name)));
	const types = new Set(known.map((key) => key.type));
	const [checked, rest] = [algorithms.filter((a) => types.has(a.type)), algorithms.filter((a) => !types.has(a.type))];
	return [...checked, ...rest].map((algorithm) => algorithm.name);
}
