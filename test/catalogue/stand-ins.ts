// Programs of platforms and of a machine that cannot be had here. Each writes down the words that it was given and answers in the form
// that its documentation shows; what only they know is not tried by it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The programs that are stood in for. */
const programs = [
	'fly',
	'dokku',
	'gh',
	'dig',
	'certbot',
	'shutdown',
	'apt-get',
	'journalctl',
	'systemctl',
	'uptime',
	'watchdeck',
];

const script = (home: string) => `#!/bin/sh
printf '%s %s\\n' "\${0##*/}" "$*" >>${home}/asked
case "\${0##*/} $*" in
'fly releases -a shop --image')
	printf 'VERSION\\tSTATUS  \\tDESCRIPTION\\tUSER\\tDATE\\tDOCKER IMAGE\\nv7\\tcomplete\\tRelease\\tops@example.org\\t1h ago\\tregistry.fly.io/shop:7\\n' ;;
'fly certs check '*) printf 'The certificate for %s has been issued.\\n' "$3" ;;
'fly secrets import '*) cat >${home}/imported-fly ;;
fly\\ *) echo ok ;;
'dokku letsencrypt:report '*json) echo '{"active":"true","autorenew":"true","expiration":"1830000000"}' ;;
'dokku postgres:export '*) docker exec db pg_dump -U postgres -Fc -d app ;;
'dokku postgres:import '*) docker exec -i db pg_restore -U postgres --no-owner --exit-on-error -d dokku_new ;;
'dokku postgres:create '*) docker exec db createdb -U postgres dokku_new ;;
'dokku config:import '*) cat >${home}/imported-dokku ;;
'dokku ps:report '*) printf '=====> %s ps information\\n       Deployed:                      true\\n       Running:                       true\\n' "$2" ;;
dokku\\ *) printf -- '-----> %s\\n' "$1" ;;
'gh run list '*) printf 'completed\\tsuccess\\tMend it\\tCI\\tmain\\tpush\\t1\\t2m\\t2026-11-22T10:00:00Z\\n' ;;
dig\\ *' AAAA') : ;;
dig\\ *) printf '%s.\\t300\\tIN\\tA\\t127.0.0.1\\n' "$3" ;;
'certbot certificates') printf 'Found the following certs:\\n  Certificate Name: shop.example\\n' ;;
'certbot renew --dry-run '*) echo 'Congratulations, all simulated renewals succeeded' ;;
'certbot renew '*) cp ${home}/next.pem ${home}/live.pem && cp ${home}/next.key ${home}/live.key ;;
'shutdown -r +1') echo "Reboot scheduled, use 'shutdown -c' to cancel." ;;
'apt list --upgradable') echo 'Listing...' ;;
apt-get\\ *) echo '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.' ;;
'journalctl -k '*) cat ${home}/kernel ;;
'journalctl --vacuum'*) echo 'Vacuuming done, freed 0B of archived journals from /var/log/journal.' ;;
journalctl\\ *) echo 'Nov 22 03:00:00 box sshd[1]: Accepted publickey for ops from 192.0.2.7' ;;
'systemctl reload nginx') kill -HUP "$(cat ${home}/nginx.pid)" ;;
'systemctl --failed '*) echo '  UNIT LOAD ACTIVE SUB DESCRIPTION'; echo '0 loaded units listed.' ;;
'uptime -p') echo 'up 2 minutes' ;;
uptime\\ *) exec /usr/bin/uptime "$@" ;;
'watchdeck check') echo 'box: ok' ;;
*) printf '%s was not thought of\\n' "$*" >&2; exit 64 ;;
esac
`;

/** Puts them where root's `sudo` and everybody's PATH look first. */
export function putStandIns(home: string): void {
	const bin = join(home, 'bin');
	mkdirSync(bin);
	writeFileSync(join(home, 'kernel'), 'Nov 22 03:00:00 box kernel: Linux version 6.1.0\n');
	writeFileSync(join(bin, '.stand-in'), script(home), { mode: 0o755 });
	for (const name of programs) symlinkSync('.stand-in', join(bin, name));
	execFileSync('mount', ['--bind', bin, '/usr/local/sbin']);
	// The real ones would restart the machine that tests, and update it.
	for (const name of ['shutdown', 'apt-get']) {
		const found = execFileSync('sudo', ['-n', 'sh', '-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
		if (found !== `/usr/local/sbin/${name}`) throw new Error(`${name} would be ${found}`);
	}
}

/** What a stand-in was told, a line a call. */
export const asked = (home: string): readonly string[] => readFileSync(join(home, 'asked'), 'utf8').trim().split('\n');

/** Whether a command is answered by one of them. */
export const isStandIn = (text: string): boolean =>
	programs.some((name) => new RegExp(`(?:^|[\\s|(])${name}\\s`).test(text)) && !/^docker /.test(text);
