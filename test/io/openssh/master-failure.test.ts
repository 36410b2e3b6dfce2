import fc from 'fast-check';
import { expect, test } from 'vitest';
import { masterFailure } from '../../../src/io/openssh/master-failure.ts';
import type { SshTarget } from '../../../src/io/ssh/config.ts';
import type { KnownKey } from '../../../src/io/ssh/known-hosts.ts';

const target: SshTarget = {
	name: 'web1',
	hostname: '10.0.0.7',
	port: 2222,
	user: 'deploy',
	knownAs: ['[10.0.0.7]:2222'],
	knownHosts: ['/home/me/.ssh/known_hosts'],
	identities: [],
	identitiesOnly: false,
};
const nothing = { keys: [], locked: [] };
const old: KnownKey = { file: '/home/me/.ssh/known_hosts', line: 7, hosts: 'web1', type: 'ssh-ed25519', key: 'AAAA' };
const way = 'it goes through another host (ProxyJump bastion)';
const shown = 'debug1: Server host key: ssh-ed25519 SHA256:new';

/** What OpenSSH 9.2 said, its lines ended as it ends them. */
const said = (...lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('');

test('an unknown key has the fingerprint that the host showed', () => {
	const text = said(
		shown,
		'No ED25519 host key is known for [10.0.0.7]:2222 and you have requested strict checking.',
		'Host key verification failed.',
	);
	const failure = masterFailure(target, text, nothing);
	expect(failure).toMatchObject({ kind: 'host key', fix: expect.stringContaining('ssh web1') });
	expect(failure.message).toBe('The host key of web1 (10.0.0.7 port 2222) is not known: ssh-ed25519 SHA256:new.');
});

test('a changed key has both fingerprints and the line', () => {
	const text = said(
		shown,
		'@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
		'Offending ED25519 key in /home/me/.ssh/known_hosts:7',
		'Host key verification failed.',
	);
	const { message } = masterFailure(target, text, { ...nothing, keys: [old] });
	for (const part of ['HAS CHANGED', 'SHA256:new', '/home/me/.ssh/known_hosts:7']) expect(message).toContain(part);
});

test('a revoked key is called so', () => {
	const text = said(
		shown,
		'@       WARNING: REVOKED HOST KEY DETECTED!               @',
		'Host key verification failed.',
	);
	expect(masterFailure(target, text, nothing).message).toContain('is revoked');
});

test.each([
	['Host key verification failed.', 'host key'],
	['me@bastion: Permission denied (publickey).', 'login'],
	['ssh: Could not resolve hostname bastion: Name or service not known', 'unreachable'],
])('what fails on the way is not said of the host: %s', (line, kind) => {
	const text = said('debug1: Executing proxy command', line, 'Connection closed by UNKNOWN port 65535');
	const failure = masterFailure(target, text, nothing, way);
	expect(failure.kind).toBe(kind);
	expect(failure.message).toContain(`since ${way} and that failed: ${line.replace(/\.$/, '')}.`);
});

test('a refused login names the keys that were offered, and those that are locked', () => {
	const text = said(
		shown,
		'debug1: Offering public key: /k/id-cert.pub ED25519-CERT SHA256:x explicit',
		'debug1: Offering public key: /k/other ED25519 SHA256:y agent',
		'deploy@10.0.0.7: Permission denied (publickey).',
	);
	const failure = masterFailure(target, text, { ...nothing, locked: ['/k/locked'] }, way);
	expect(failure).toMatchObject({ kind: 'login', fix: expect.stringContaining('ssh-add /k/locked') });
	expect(failure.message).toContain('tried /k/id-cert.pub, /k/other; /k/locked needs its passphrase');
});

test.each([
	['ssh: connect to host 10.0.0.7 port 2222: Connection refused', 'unreachable'],
	['ssh: connect to host 10.0.0.7 port 2222: Connection timed out', 'timeout'],
	['Connection timed out during banner exchange', 'timeout'],
	["command-line: line 0: Bad configuration option: 'x'", 'refused'],
])('%s', (line, kind) => {
	const failure = masterFailure(target, said('debug1: Connecting to 10.0.0.7', line), nothing);
	expect(failure).toMatchObject({ kind, message: expect.stringContaining(line.slice(0, 20)) });
});

test('whatever a host or command says, the sentence is short and there is one', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 20_000 }), fc.boolean(), (text, behind) => {
			const { message } = masterFailure(target, text, nothing, behind ? way : undefined);
			expect(message.length).toBeGreaterThan(10);
			expect(message.length).toBeLessThan(600);
		}),
	);
	expect(masterFailure(target, '', nothing).message).toContain('it ended without a word');
});
