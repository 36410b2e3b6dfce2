import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSecurity, type SecurityAnswer } from '../../../src/core/security/answer.ts';
import { securityCondition, securitySides } from '../../../src/core/security/judge.ts';
import { failedLogins } from '../../../src/core/security/logins.ts';

const now = Date.parse('2026-11-21T00:20:00Z');
const hour = { now, local: 'Nov 21 00:20:00', ago: 'Nov 20 23:20:00' };

describe('failedLogins', () => {
	test('counts connections, whatever wrote the time', () => {
		const lines = [
			`${now / 1000 - 60}.123456 vps1 sshd[7]: Invalid user admin from 10.0.0.1 port 5001`,
			`${now / 1000 - 59}.123456 vps1 sshd[7]: Failed password for invalid user admin from 10.0.0.1 port 5001 ssh2`,
			`${now / 1000 - 58}.123456 vps1 sshd[7]: Connection closed by invalid user admin 10.0.0.1 port 5001 [preauth]`,
			`${now / 1000 - 3601}.1 vps1 sshd[7]: Failed password for root from 10.0.0.1 port 5002 ssh2`,
			'2026-11-21T00:10:00.5+00:00 vps1 sshd[8]: Failed publickey for root from 2001:db8::1 port 6 ssh2: ED25519 SHA256:x',
			'2026-11-20T22:10:00.5+00:00 vps1 sshd[8]: Failed password for root from 2001:db8::1 port 7 ssh2',
			'Nov 21 00:01:00 vps1 sshd[9]: Failed password for root from 10.0.0.1 port 8 ssh2',
			'Nov 20 23:20:00 vps1 sshd[9]: Failed password for root from 10.0.0.1 port 9 ssh2',
			'Nov 20 23:19:59 vps1 sshd[9]: Failed password for root from 10.0.0.1 port 10 ssh2',
			'Oct 21 00:01:00 vps1 sshd[9]: Failed password for root from 10.0.0.1 port 11 ssh2',
		];
		expect(failedLogins(lines, hour)).toEqual({ count: 4, most: { address: '10.0.0.1', count: 3 } });
	});
	test('a name that looks like an address does not stand for one', () => {
		const line = `${now / 1000}.1 h sshd[7]: Invalid user x from 9.9.9.9 port 1 from 10.0.0.1 port 5001`;
		expect(failedLogins([line], hour).most?.address).toBe('10.0.0.1');
	});
	test('whatever comes, no more connections than lines', () => {
		const line = fc.string().map((name) => `${now / 1000}.1 h sshd[7]: Invalid user ${name} from 10.0.0.1 port 5001`);
		fc.assert(
			fc.property(fc.array(fc.oneof(line, fc.string({ unit: 'binary' }))), (lines) => {
				expect(failedLogins(lines, hour).count).toBeLessThanOrEqual(lines.length);
			}),
		);
	});
});

const base = [`clock=${now / 1000}`, 'now=Nov 21 00:20:00', 'ago=Nov 20 23:20:00'];
const answer = (...lines: readonly string[]) => {
	const said = parseSecurity([...base, ...lines].join('\n'));
	if (said === undefined) throw new Error('not understood');
	return said;
};

describe('parseSecurity', () => {
	test('reads what the script prints', () => {
		const lines = [
			...[
				'logins=journal',
				`lists=${now / 1000 - 60}`,
				'updates=apt',
				'bans=fail2ban',
				'jail=sshd 3 120',
				'jail=x y z',
			],
			'update=Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64])',
			'update=Inst libgcrypt20 [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])',
			'update=Inst openssl [3.0.2-0ubuntu1.15] (3.0.2-0ubuntu1.18 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64])',
			...[
				'firewall=ufw',
				'hook=nftables inet/filter/input drop',
				'hook=nftables inet/other/input drop',
				'firewall=looked',
				'kernel=6.1.0-28-amd64 6.1.0-31-amd64',
			],
		];
		expect(answer(...lines)).toEqual({
			logins: { count: 0 },
			updates: { all: 3, security: 2, age: 60_000 },
			reboot: 'kernel 6.1.0-31-amd64 is installed, 6.1.0-28-amd64 runs',
			bans: [{ name: 'sshd', now: 3, all: 120 }],
			firewall: ['ufw', 'nftables'],
		});
	});
	test('what may not be seen is no zero', () => {
		expect(answer('logins=denied', 'updates=none', 'bans=denied', 'firewall=denied', 'reboot=required')).toEqual({
			...{ logins: 'denied', updates: 'none', bans: 'denied', firewall: 'denied' },
			reboot: 'an update asks for it',
		});
		expect(answer()).toEqual({ logins: 'none', updates: 'none', bans: 'failed', firewall: 'failed' });
		expect(answer(`lists=${now / 1000}`, 'updates=failed').updates).toBe('failed');
		expect(answer('kernel=6.1 6.1', 'firewall=looked')).toMatchObject({ firewall: [] });
		expect(answer('kernel=6.1 6.1')).not.toHaveProperty('reboot');
	});
	test('a firewall of one kind of address is none for the other, where the host has such addresses', () => {
		const four = ['firewall=looked', 'hook=iptables INPUT drop', 'hook=ip6tables INPUT accept'];
		expect(answer(...four)).toMatchObject({ firewall: ['iptables'] });
		expect(answer(...four, 'ipv6=yes')).toMatchObject({ firewall: [], over: 'IPv6' });
		const some = answer(...four, 'ipv6=yes', 'rule=ip6tables INPUT ? drop');
		expect(some).toMatchObject({ firewall: [], over: 'IPv6', partly: ['ip6tables'] });
		const six = ['firewall=looked', 'hook=iptables INPUT accept', 'hook=ip6tables INPUT drop', 'ipv6=yes'];
		expect(answer(...six)).toMatchObject({ firewall: [], over: 'IPv4' });
		const both = answer(...four, 'ipv6=yes', 'hook=nftables ip6/x/input drop');
		expect(both).toMatchObject({ firewall: ['iptables', 'nftables'] });
		expect(answer('firewall=looked', 'hook=iptables INPUT accept', 'ipv6=yes')).not.toHaveProperty('over');
	});
	test.each(['', 'Welcome', 'clock=x'])('%j is no answer', (text) => expect(parseSecurity(text)).toBeUndefined());
});

describe('securityCondition', () => {
	const well: SecurityAnswer = {
		...{ logins: { count: 3 }, updates: { all: 4, security: 0, age: 60_000 }, bans: 'none', firewall: ['ufw'] },
	};
	const judged = (more: Partial<SecurityAnswer>, wanted = { logins: 100, firewall: true }) => {
		const { is, because } = securityCondition(securitySides({ ...well, ...more }, wanted));
		return `${is}: ${because}`;
	};
	test('the remedy of the first concern is its own, else that of what is not known', () => {
		const fixOf = (more: Partial<SecurityAnswer>) =>
			securityCondition(securitySides({ ...well, ...more }, { logins: 100, firewall: true })).fix;
		expect(fixOf({})).toBeUndefined();
		expect(fixOf({ reboot: 'x', firewall: [] })).toBe('Restart it when it is missed least.');
		expect(fixOf({ logins: 'denied' })).toBe('Put the account into the group `adm`.');
	});
	test.each([
		[{}, 'ok: no concern'],
		[{ bans: 'denied', firewall: 'denied' }, 'ok: no concern; not known: bans, firewall'],
		[
			{ logins: { count: 101, most: { address: '10.0.0.1', count: 99 } } },
			'degraded: 101 failed logins in the last hour, 99 of them from 10.0.0.1',
		],
		[
			{ updates: { all: 4, security: 1, age: 0 }, reboot: 'x' },
			'degraded: 1 security update of 4 pending, and 1 concern more',
		],
		[{ reboot: 'an update asks for it' }, 'degraded: must be started anew: an update asks for it'],
		[{ firewall: [] }, 'degraded: nothing filters what comes in'],
		[{ firewall: [], over: 'IPv6' }, 'degraded: over IPv6 nothing filters what comes in'],
		[{ firewall: [], partly: ['iptables'], bans: 'denied' }, 'ok: no concern; not known: bans, firewall'],
		[{ bans: 'failed' }, 'degraded: fail2ban is installed and does not answer'],
		[{ logins: 'denied' }, 'unknown: failed logins may not be read'],
		[
			{ updates: { all: 0, security: 0, age: 30 * 86_400_000 } },
			'unknown: the lists of packages are 30d old: pending updates are not known',
		],
		[{ updates: 'none' }, 'unknown: pending updates are known only where apt and its lists are'],
	] as const)('%j', (more, text) => expect(judged(more)).toBe(text));

	test('what is to be done is a sentence', () => {
		const firewall = ['denied', [], 'none'] as const;
		const all = [
			...firewall.map((one): Partial<SecurityAnswer> => ({ firewall: one })),
			{ logins: 'denied', bans: 'failed', reboot: 'x', updates: { all: 4, security: 1, age: 0 } } as const,
			{ logins: { count: 101 }, updates: { all: 4, security: 1, age: 30 * 86_400_000 } },
		].flatMap((more) => securitySides({ ...well, ...more }, { logins: 100, firewall: true }));
		const fixes = all.flatMap(({ fix }) => fix ?? []);
		expect(fixes.length).toBe(7);
		for (const fix of fixes) expect(fix).toMatch(/^[A-Z].*\.$/);
	});
	test('what is wanted decides what is news', () => {
		expect(judged({ firewall: [] }, { logins: 100, firewall: false })).toBe('ok: no concern');
		expect(judged({}, { logins: 2, firewall: true })).toBe('degraded: 3 failed logins in the last hour');
		expect(
			securitySides({ ...well, bans: [{ name: 'sshd', now: 2, all: 9 }] }, { logins: 9, firewall: true }),
		).toContainEqual({
			...{ is: 'security', about: 'bans', state: 'fine', count: 2, says: 'sshd bans 2, 9 since its start' },
		});
	});
});
