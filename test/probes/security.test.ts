import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSecurity } from '../../src/core/security/answer.ts';
import { securityScriptOf } from '../../src/core/security/script.ts';
import { security } from '../../src/probes/security.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const probe = (more = {}) => probeOf('security', 'host/vps1', { from: 'vps1', ...more });

test('says each side in a sentence, and gives the numbers that are known', async () => {
	const lines = ['clock=1000', 'logins=journal', 'updates=none', 'bans=fail2ban', 'jail=sshd 3 120', 'firewall=denied'];
	const reading = readingOf(await security.read(probe(), reachOf(replied(0, lines.join('\n')), 42).reach));
	expect(reading.layers?.security).toMatchObject({ is: 'unknown', since: 42 });
	expect(reading.samples).toEqual([
		{ series: 'host/vps1/security/logins', at: 42, value: 0 },
		{ series: 'host/vps1/security/bans', at: 42, value: 3 },
	]);
	expect(reading.findings).toContainEqual({
		...{
			is: 'security',
			about: 'firewall',
			state: 'unknown',
			says: 'the rules of the firewall are known to root alone',
		},
	});
	expect(await security.read(probe(), reachOf(replied(0, 'hello')).reach)).toMatchObject({
		ok: false,
		failure: { kind: 'garbled' },
	});
});

/** Fakes of the programs that the script asks, each with what the real one prints. */
const fakes = {
	'apt-get': `echo 'Inst bash [1] (2 Debian:12/oldstable, Debian-Security:12/oldstable-security [amd64])'; echo 'Conf bash'`,
	'fail2ban-client': `case $2 in
'') printf 'Status\\n|- Number of jail:\\t2\\n\`- Jail list:\\tsshd, $(touch x)\\n' ;;
sshd) printf 'Status for the jail: sshd\\n|  |- Currently banned:\\t3\\n|  |- Total banned:\\t120\\n' ;;
esac`,
	nft: `printf 'table inet filter {\\n\\tchain forward {\\n\\t\\ttype filter hook forward priority filter; policy drop;\\n\\t}\\n\\tchain input {\\n\\t\\ttype filter hook input priority filter; policy %s;\\n\\t}\\n}\\n' "$(cat "$POLICY")"`,
	iptables: `echo '-P INPUT ACCEPT'`,
	ip6tables: `echo '-P INPUT ACCEPT'`,
};

describe.each(shells)('the script in %s %s', (path, first) => {
	const root = mkdtempSync(join(tmpdir(), 'watchdeck-security-'));
	afterAll(() => rmSync(root, { recursive: true }));
	const put = (name: string, content: string, mode = 0o644) => {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), content);
		chmodSync(join(root, name), mode);
	};
	test.skipIf(process.getuid?.() !== 0)('reads logs, updates, bans and rules', async () => {
		for (const [name, text] of Object.entries(fakes)) put(`bin/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
		put('policy', 'drop');
		const time = new Date(Date.now() - 60_000).toISOString();
		put(
			'var/log/auth.log',
			`${time} vps1 sshd[7]: Invalid user \u001b[2J\nclock=1 from 10.0.0.1 port 5001\n${time} vps1 sshd[7]: Failed password for root from 10.0.0.2 port 5002 ssh2\n`,
		);
		put('var/lib/apt/lists/deb_Release', '');
		put('var/run/reboot-required', '');
		const read = async () => {
			const env = { PATH: `${root}/bin:${process.env['PATH']}`, POLICY: join(root, 'policy') };
			const { ask, signal } = reachBy(path, first, env);
			const argv = ['sh', '-c', securityScriptOf(root), 'watchdeck-security'];
			const answer = await ask({ effect: 'read', via: 'exec', host: 'x', argv, timeout: 9000 }, signal);
			return answer.ok ? parseSecurity(answer.value.text) : undefined;
		};
		expect(await read()).toEqual({
			logins: { count: 1, most: { address: '10.0.0.2', count: 1 } },
			updates: { all: 1, security: 1, age: expect.any(Number) },
			reboot: 'an update asks for it',
			bans: [{ name: 'sshd', now: 3, all: 120 }],
			firewall: ['nftables'],
		});
		put('policy', 'accept');
		expect((await read())?.firewall).toEqual([]);
	});
});
