import { mostRules } from './rules.ts';

/**
 * What a host's account may see of its security, as `sh -c SCRIPT watchdeck-security`, under dash and busybox alike, without the
 * network: `login=` lines of sshd that tell of a login that failed (with `now=` and `ago=`, the local times that old syslogs
 * write), `update=` lines of a simulated upgrade, `reboot=`, `kernel=RUNNING NEWEST`, `jail=NAME NOW ALL`, `firewall=` with
 * a firewall that is on, and of nftables and iptables `hook=TOOL CHAIN POLICY` of what sees what comes in, and of the rules
 * that decide anything `rule=TOOL CHAIN !|? VERDICT [CHAIN]`, `!` where it has no condition. The chains of fail2ban are left
 * out: they ban addresses. `ipv6=yes`: it has an IPv6 address that others than its neighbours reach. `NAME=denied` where only root may see it, `NAME=none` where there is no such thing.
 * `root`: before all paths, for tests.
 */
export const securityScriptOf = (root: string) => `LC_ALL=C
export LC_ALL
has() { command -v "$1" >/dev/null 2>&1; }
PATH=$PATH:/usr/sbin:/sbin
clock=$(date +%s)
printf 'clock=%s\\n' "$clock"
date '+now=%b %e %H:%M:%S'
date -d "@$((clock - 3600))" '+ago=%b %e %H:%M:%S'
failed() {
	grep -E 'Failed [a-z/-]+ for |Invalid user |Connection (closed|reset) by (authenticating|invalid) user |maximum authentication attempts' |
		tail -n 5000 | cut -c 1-500 | sed 's/^/login=/'
}
may=
case " $(id -u) $(id -nG) " in *' 0 '* | *' adm '* | *' systemd-journal '* | *' wheel '*) may=yes ;; esac
logins=none
# Without journald the journal is empty, and says nothing of logins.
if has journalctl && [ -e '${root}/run/systemd/journal/socket' ]; then
	if [ -n "$may" ]; then
		logins=journal
		journalctl -q --no-pager -o short-unix --since=-1h -n 50000 -t sshd -t sshd-session _UID=0 2>/dev/null | failed
	else
		logins=denied
	fi
fi
for file in '${root}/var/log/auth.log' '${root}/var/log/secure'; do
	[ -f "$file" ] && [ "$logins" != journal ] || continue
	if [ -r "$file" ]; then
		logins=file
		tail -c 4000000 "$file" | grep -E 'sshd(-session)?\\[' | failed
	else
		logins=denied
	fi
done
printf 'logins=%s\\n' "$logins"
if has apt-get; then
	lists=none
	for file in '${root}'/var/lib/apt/lists/*Release; do [ -f "$file" ] && lists=$(stat -c %Y '${root}/var/lib/apt/lists'); done
	printf 'lists=%s\\n' "$lists"
	if [ "$lists" != none ]; then
		plan=$(nice -n 19 apt-get -q -s -o Debug::NoLocking=true dist-upgrade 2>/dev/null) && echo updates=apt || echo updates=failed
		printf '%s\\n' "$plan" | grep '^Inst ' | head -n 2000 | cut -c 1-300 | sed 's/^/update=/'
	fi
else
	echo updates=none
fi
[ -e '${root}/var/run/reboot-required' ] && echo reboot=required
running=$(uname -r)
if [ -e '${root}'/boot/vmlinuz-"$running" ]; then
	newest=$(ls '${root}'/boot | sed -n 's/^vmlinuz-\\([0-9].*\\)/\\1/p' | sort -V | tail -n 1)
	printf 'kernel=%s %s\\n' "$running" "$newest"
fi
if ! has fail2ban-client; then
	echo bans=none
elif [ "$(id -u)" != 0 ]; then
	echo bans=denied
elif jails=$(fail2ban-client status 2>/dev/null); then
	echo bans=fail2ban
	set -f
	for jail in $(printf '%s\\n' "$jails" | sed -n 's/.*Jail list:[[:space:]]*//p' | tr ',' ' '); do
		case $jail in -* | *[!A-Za-z0-9_.-]*) continue ;; esac
		fail2ban-client status "$jail" 2>/dev/null |
			awk -v jail="$jail" '/Currently banned:/ { now = $NF } /Total banned:/ { all = $NF } END { print "jail=" jail " " now " " all }'
	done
	set +f
else
	echo bans=off
fi
awk '$4 == "00" && $1 !~ /^f[cd]/ { found = 1 } END { exit !found }' '${root}/proc/net/if_inet6' 2>/dev/null && echo ipv6=yes
if has pidof && pidof firewalld >/dev/null 2>&1; then echo firewall=firewalld; fi
grep -q '^ENABLED=yes' '${root}/etc/ufw/ufw.conf' 2>/dev/null && echo firewall=ufw
if [ "$(id -u)" != 0 ]; then
	echo firewall=denied
else
	has nft && nft list ruleset 2>/dev/null | awk '
		function say(sure, verdict, w) {
			split(verdict, w, " ")
			verdict = chain " " sure " " w[1] (w[1] ~ /^(jump|goto)$/ ? " " table "/" w[2] : "")
			if (!said[verdict]++) print "rule=nftables " verdict
		}
		{ sub(/^[ \\t]+/, "") }
		/^table / { table = $2 "/" $3; chain = ""; next }
		/^chain / { chain = table "/" $2; next }
		chain == "" || chain ~ /\\/f2b/ { next }
		/^type filter hook input / && table ~ /^(ip|ip6|inet)\\// { print "hook=nftables " chain " " (/policy drop/ ? "drop" : "accept") }
		/^type / { next }
		{ gsub(/counter packets [0-9]+ bytes [0-9]+ ?/, ""); sub(/^log( prefix "[^"]*")?( (level|flags|group|snaplen|queue-threshold) [a-z0-9,-]+)* /, "") }
		/^(accept|drop|reject|return|jump|goto)( |$)/ { say("!", $0); next }
		match($0, / (drop|reject|(jump|goto) [^ ]+)( |$)/) { say("?", substr($0, RSTART + 1, RLENGTH - 1)) }' | head -n ${mostRules} | cut -c 1-300
	for tables in iptables ip6tables; do
		has $tables && $tables -S 2>/dev/null | awk -v tool=$tables '
			/^-P INPUT / { print "hook=" tool " INPUT " ($3 == "DROP" ? "drop" : "accept") }
			$1 != "-A" || $2 ~ /^f2b/ { next }
			{ sub(/ -m comment --comment ("[^"]*"|[^ ]+)/, "") }
			match($0, / -[jg] [^ ]+/) {
				to = substr($0, RSTART + 4, RLENGTH - 4)
				jump = substr($0, RSTART + 1, 2) == "-g" ? "goto " : "jump "
				verdict = to ~ /^(ACCEPT|DROP|REJECT|RETURN)$/ ? tolower(to) : jump to
				sure = $3 ~ /^-[jg]$/ ? "!" : "?"
				if (sure == "?" && verdict ~ /^(accept|return)$/) next
				line = tool " " $2 " " sure " " verdict
				if (!said[line]++) print "rule=" line
			}' | head -n ${mostRules} | cut -c 1-300
	done
	echo firewall=looked
fi
exit 0
`;

/** The script for the machine that it runs on. */
export const securityScript = securityScriptOf('');
