import { expect, test } from 'vitest';
import { parseSshOptions, targetOf } from '../../../src/io/ssh/config.ts';

const usual = [
	'host web1',
	'user deploy',
	'hostname 10.0.0.7',
	'port 2222',
	'identitiesonly no',
	'identityfile ~/.ssh/id_ed25519',
	'identityfile "/keys/with space"',
	'globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2',
	'userknownhostsfile ~/.ssh/known_hosts /home/%r/known',
	'proxyusefdpass no',
].join('\n');
const env = { HOME: '/home/me', SSH_AUTH_SOCK: '/tmp/agent' };

test('the answer of ssh -G becomes a target', () => {
	expect(targetOf('web1', parseSshOptions(usual), env)).toEqual({
		name: 'web1',
		hostname: '10.0.0.7',
		port: 2222,
		user: 'deploy',
		knownAs: ['[10.0.0.7]:2222', '10.0.0.7'],
		knownHosts: [
			'/home/me/.ssh/known_hosts',
			'/home/deploy/known',
			'/etc/ssh/ssh_known_hosts',
			'/etc/ssh/ssh_known_hosts2',
		],
		identities: ['/home/me/.ssh/id_ed25519', '/keys/with space'],
		identitiesOnly: false,
		agent: '/tmp/agent',
	});
});

test('an alias for the host key is looked up as it is', () => {
	const options = parseSshOptions(`${usual}\nhostkeyalias Cluster`);
	expect(targetOf('web1', options, env).knownAs).toEqual(['cluster']);
});

test.each([
	['identityagent none', undefined],
	['identityagent SSH_AUTH_SOCK', '/tmp/agent'],
	['identityagent ~/agent', '/home/me/agent'],
	['identityagent $OTHER', '/tmp/other'],
])('%s', (line, agent) => {
	const options = parseSshOptions(`${usual}\n${line}`);
	expect(targetOf('web1', options, { ...env, OTHER: '/tmp/other' }).agent).toBe(agent);
});

test.each([
	['proxyjump bastion', /ProxyJump bastion/],
	['proxycommand nc %h %p', /ProxyCommand/],
	['certificatefile ~/.ssh/id-cert.pub', /certificate/],
	['pkcs11provider /usr/lib/opensc.so', /smart card/],
	['knownhostscommand /usr/bin/keys %H', /KnownHostsCommand/],
	['revokedhostkeys /etc/ssh/revoked', /RevokedHostKeys/],
])('%s needs the system ssh', (line, reason) => {
	expect(targetOf('web1', parseSshOptions(`${usual}\n${line}`), env).system).toMatch(reason);
});

test('only what stands between us and the host is a way', () => {
	const wayOf = (line: string) => targetOf('web1', parseSshOptions(`${usual}\n${line}`), env).way;
	expect(wayOf('proxyjump bastion')).toMatch(/ProxyJump bastion/);
	expect(wayOf('certificatefile ~/.ssh/id-cert.pub')).toBeUndefined();
});

test('what is none needs nothing', () => {
	const options = parseSshOptions(`${usual}\nproxycommand none\npkcs11provider none\nrevokedhostkeys none`);
	expect(targetOf('web1', options, env).system).toBeUndefined();
});
