import type { Millis } from '../../../core/model.ts';
import { share } from '../curves.ts';
import { type Ground, seconds } from './said.ts';

const hour: Millis = 3_600_000;
/** About so often somebody tries a password. */
const between: Millis = 96_000;
const tried = ['admin', 'ubuntu', 'test', 'oracle', 'git', 'deploy'] as const;
const updates = ['openssl', 'libssl3', 'libxml2'] as const;

/** The tries of the last hour, as the journal has them; addresses are of TEST-NET-3 (RFC 5737). */
function loginLines({ host, seed, now }: Ground): readonly string[] {
	const first = Math.ceil((now - hour) / between);
	const count = Math.floor(now / between) - first + 1;
	return Array.from({ length: Math.max(0, count) }, (_, index) => {
		const at = (first + index) * between;
		const of = (what: string, most: number) => Math.floor(share(seed, host, at, what) * most);
		const name = tried[of('name', tried.length)] ?? 'root';
		// A few addresses try again and again.
		const address = `203.0.113.${[7, 7, 7, 41, 88, 190][of('from', 6)] ?? 7}`;
		const pid = 3000 + of('pid', 20_000);
		return `login=${seconds(at)}.400000 ${host} sshd[${pid}]: Invalid user ${name} from ${address} port ${30_000 + of('port', 30_000)}`;
	});
}

/** What the script `watchdeck-security` prints on a simulated host; its form is that of `core/security/script.ts`. */
export function securityText(ground: Ground): readonly string[] {
	const { host, now, booted } = ground;
	const logins = loginLines(ground);
	// Only the first host is kept up to date.
	const pending = host === 'vps1' ? [] : updates;
	const banned = Math.floor((now - booted) / (5 * hour));
	return [
		...[`clock=${seconds(now)}`, ...logins, 'logins=journal'],
		...[`lists=${seconds(now - (now % (6 * hour)))}`, 'updates=apt'],
		'update=Inst curl [7.88.1-10] (7.88.1-11 Debian:12.12/stable [amd64])',
		'update=Inst tzdata [2026a-0+deb12u1] (2026b-0+deb12u1 Debian:12.12/stable [all])',
		...pending.map((name) => `update=Inst ${name} [1.0-1] (1.0-2 Debian-Security:12/stable-security [amd64])`),
		...['bans=fail2ban', `jail=sshd ${banned % 4} ${banned}`],
		...['hook=nftables inet/filter/input drop', 'firewall=looked'],
	];
}
