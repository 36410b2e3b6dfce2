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

/** As `nft list ruleset` prints a chain that sees what comes in. */
const nftInput = (table: string, policy: string, ...rules: readonly string[]) =>
	[
		...[
			`table ${table} {`,
			'\tset banned {',
			'\t\ttype ipv4_addr',
			'\t\telements = { 1.2.3.4 }',
			'\t}',
			'\tchain input {',
		],
		`\t\ttype filter hook input priority filter; policy ${policy};`,
		...[...rules.map((rule) => `\t\t${rule}`), '\t}', '}'],
	].join('\n');
/** What fail2ban makes of an address that it bans, by nft and by iptables. */
const banning = `${nftInput('inet f2b-table', 'accept', 'tcp dport 22 ip saddr @banned reject with icmp type port-unreachable')}`;
const jailed = `-P INPUT ACCEPT
-N f2b-sshd
-A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd
-A f2b-sshd -s 1.2.3.4/32 -j REJECT --reject-with icmp-port-unreachable
-A f2b-sshd -j RETURN`;
const wan = '-P INPUT ACCEPT\n-N WAN\n-A INPUT -i eth0 -j WAN';
/** As NixOS makes them. */
const nixos = `-P INPUT ACCEPT
-A INPUT -j nixos-fw
-A nixos-fw -i lo -j nixos-fw-accept
-A nixos-fw -j nixos-fw-log-refuse
-A nixos-fw-accept -j ACCEPT
-A nixos-fw-log-refuse -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j LOG --log-prefix "refused connection: "
-A nixos-fw-log-refuse -j nixos-fw-refuse
-A nixos-fw-refuse -j DROP`;

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

	test.skipIf(process.getuid?.() !== 0).each([
		['fail2ban alone', { nft: banning }, {}],
		['the rules of fail2ban in iptables', { iptables: jailed }, {}],
		['one banned address', { iptables: '-P INPUT ACCEPT\n-A INPUT -s 1.2.3.4/32 -j DROP' }, { partly: ['iptables'] }],
		['a chain for one wire', { iptables: `${wan}\n-A WAN -j DROP` }, { partly: ['iptables'] }],
		['a table that sees no IP', { nft: nftInput('arp filter', 'drop', '') }, {}],
		['a policy', { nft: nftInput('inet filter', 'drop', 'ct state established accept') }, { firewall: ['nftables'] }],
		[
			'a last rule with words before it',
			{
				nft: nftInput(
					'ip x',
					'accept',
					'log prefix "no drop: " level info counter packets 0 bytes 0 reject with icmp type 3',
				),
			},
			{ firewall: ['nftables'] },
		],
		[
			'a rule with a condition',
			{ nft: nftInput('ip x', 'accept', 'tcp dport 9 counter packets 1 bytes 2 drop') },
			{ partly: ['nftables'] },
		],
		['chains that lead to a drop', { iptables: nixos }, { firewall: ['iptables'] }],
		[
			'a policy for the addresses of one kind',
			{ iptables: '-P INPUT DROP', inet6: '20010db8000000000000000000000001 02 40 00 80     eth0' },
			{ firewall: [], over: 'IPv6' },
		],
		[
			'a policy for one kind, of the other there are but its own and private ones',
			{
				iptables: '-P INPUT DROP',
				inet6: [
					'00000000000000000000000000000001 01 80 10 80       lo',
					'fe800000000000000042acfffe110002 02 40 20 80     eth0',
					'fd000000000000000000000000000001 03 40 00 80  docker0',
				].join('\n'),
			},
			{ firewall: ['iptables'] },
		],
		[
			'a last rule with a comment',
			{ iptables: '-P INPUT ACCEPT\n-A INPUT -m comment --comment "all -j ACCEPT else" -j REJECT --reject-with x' },
			{ firewall: ['iptables'] },
		],
	])('says of %s what it keeps out', async (_, rules, found) => {
		const bin = mkdtempSync(join(root, 'rules-'));
		for (const tool of ['nft', 'iptables', 'ip6tables', 'fail2ban-client', 'apt-get', 'pidof']) {
			writeFileSync(join(bin, `${tool}.txt`), '');
			writeFileSync(join(bin, tool), `#!/bin/sh\ncat '${bin}/${tool}.txt'\n`, { mode: 0o755 });
		}
		const { inet6 = '', ...said }: Readonly<Record<string, string>> = rules;
		for (const [tool, text] of Object.entries(said)) writeFileSync(join(bin, `${tool}.txt`), `${text}\n`);
		mkdirSync(join(bin, 'proc/net'), { recursive: true });
		writeFileSync(join(bin, 'proc/net/if_inet6'), `${inet6}\n`);
		const { ask, signal } = reachBy(path, first, { PATH: `${bin}:${process.env['PATH']}` });
		// Without firewalld, whatever runs on this machine.
		const script = securityScriptOf(bin).replace('pidof firewalld', 'false');
		const argv = ['sh', '-c', script, 'watchdeck-security'];
		const answer = await ask({ effect: 'read', via: 'exec', host: 'x', argv, timeout: 9000 }, signal);
		const { firewall, partly, over } = (answer.ok ? parseSecurity(answer.value.text) : undefined) ?? {};
		expect({ firewall, ...(partly && { partly }), ...(over && { over }) }).toEqual({ firewall: [], ...found });
	});
});
