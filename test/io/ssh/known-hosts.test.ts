import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../src/io/ssh/host-key.ts';
import { hostKeyOrder, judge, matchesHosts, parseKnownHosts } from '../../../src/io/ssh/known-hosts.ts';

const key = (text: string) => Buffer.from(text).toString('base64');
const mine = { type: 'ssh-ed25519', key: key('mine') };
const other = { type: 'ssh-ed25519', key: key('other') };

function known(...lines: readonly string[]) {
	return parseKnownHosts(lines.join('\n'), 'known_hosts');
}

function hashed(name: string): string {
	const salt = randomBytes(20);
	return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

test('a host is known by this very key only', () => {
	const keys = known('# a comment', '', `web1,10.0.0.1 ssh-ed25519 ${mine.key} me@laptop`);
	expect(judge(keys, mine, ['web1'])).toEqual({ is: 'known' });
	expect(judge(keys, mine, ['10.0.0.1'])).toEqual({ is: 'known' });
	expect(judge(keys, mine, ['web2'])).toEqual({ is: 'unknown' });
	expect(judge(keys, other, ['web1'])).toEqual({ is: 'changed', by: expect.objectContaining({ line: 3 }) });
});

test('a known host that shows another kind of key has changed', () => {
	const keys = known(`web1 ssh-rsa ${key('rsa')}`);
	expect(judge(keys, mine, ['web1'])).toMatchObject({ is: 'changed', by: { type: 'ssh-rsa' } });
});

test('hashed names, with and without a port', () => {
	const keys = known(`${hashed('web1')} ssh-ed25519 ${mine.key}`, `${hashed('[web2]:2222')} ssh-ed25519 ${mine.key}`);
	expect(judge(keys, mine, ['web1'])).toEqual({ is: 'known' });
	expect(judge(keys, mine, ['[web2]:2222', 'web2'])).toEqual({ is: 'known' });
	expect(judge(keys, mine, ['web2'])).toEqual({ is: 'unknown' });
});

test('a hashed name matches itself and nothing else', () => {
	fc.assert(
		fc.property(fc.domain(), fc.domain(), (name, another) => {
			expect(matchesHosts(hashed(name), name)).toBe(true);
			if (name !== another) expect(matchesHosts(hashed(name), another)).toBe(false);
		}),
	);
});

test('on another port the plain name counts only when it knows this very key', () => {
	const keys = known(`web1 ssh-ed25519 ${mine.key}`);
	expect(judge(keys, mine, ['[web1]:2222', 'web1'])).toEqual({ is: 'known' });
	expect(judge(keys, other, ['[web1]:2222', 'web1'])).toEqual({ is: 'unknown' });
});

test('wildcards and negation', () => {
	const hosts = '*.example.com,!bad.example.com,web?';
	expect(matchesHosts(hosts, 'a.example.com')).toBe(true);
	expect(matchesHosts(hosts, 'bad.example.com')).toBe(false);
	expect(matchesHosts(hosts, 'web1')).toBe(true);
	expect(matchesHosts(hosts, 'web12')).toBe(false);
	expect(matchesHosts('a.b', 'aXb')).toBe(false);
	expect(matchesHosts('[web1]:2222', '[web1]:2222')).toBe(true);
});

test('a revoked key is refused, whatever else is said of it', () => {
	const keys = known(`web1 ssh-ed25519 ${mine.key}`, `@revoked * ssh-ed25519 ${mine.key}`);
	expect(judge(keys, mine, ['web1'])).toMatchObject({ is: 'revoked', by: { line: 2 } });
	expect(judge(keys, other, ['web1'])).toMatchObject({ is: 'changed', by: { line: 1 } });
});

test('a host that only an authority vouches for is told apart', () => {
	const keys = known(`@cert-authority *.example.com ssh-ed25519 ${other.key}`);
	expect(judge(keys, mine, ['a.example.com'])).toEqual({ is: 'authority only' });
	expect(judge(keys, other, ['a.example.com'])).toEqual({ is: 'authority only' });
});

test('kinds of key that we know are asked for first', () => {
	const keys = known(`web1 ssh-rsa ${mine.key}`, `web2 ecdsa-sha2-nistp256 ${mine.key}`);
	expect(hostKeyOrder(keys, ['web1']).slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']);
	expect(hostKeyOrder(keys, ['web3'])[0]).toBe('ssh-ed25519');
});

test('a fingerprint is the one that ssh-keygen prints', () => {
	// ssh-keygen -lf prints SHA256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0 for a key whose blob is "abc".
	expect(fingerprint(Buffer.from('abc'))).toBe('SHA256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0');
});
