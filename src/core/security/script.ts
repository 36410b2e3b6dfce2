/**
 * What a host's account may see of its security, as `sh -c SCRIPT watchdeck-security`, under dash and busybox alike, without the
 * network: `login=` lines of sshd that tell of a login that failed (with `now=` and `ago=`, the local times that old syslogs
 * write), `update=` lines of a simulated upgrade, `reboot=`, `kernel=RUNNING NEWEST`, `jail=NAME NOW ALL`, and `firewall=` with
 * what filters what comes in. `NAME=denied` where only root may see it, `NAME=none` where there is no such thing.
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
	for jail in $(printf '%s\\n' "$jails" | sed -n 's/.*Jail list:[[:space:]]*//p' | tr ',' ' '); do
		case $jail in *[!A-Za-z0-9_.-]*) continue ;; esac
		fail2ban-client status "$jail" 2>/dev/null |
			awk -v jail="$jail" '/Currently banned:/ { now = $NF } /Total banned:/ { all = $NF } END { print "jail=" jail " " now " " all }'
	done
else
	echo bans=off
fi
if has pidof && pidof firewalld >/dev/null 2>&1; then echo firewall=firewalld; fi
grep -q '^ENABLED=yes' '${root}/etc/ufw/ufw.conf' 2>/dev/null && echo firewall=ufw
if [ "$(id -u)" != 0 ]; then
	echo firewall=denied
else
	has nft && nft list ruleset 2>/dev/null | awk '
		/chain / { input = 0 }
		/hook input/ { input = 1; if (/policy drop/) found = 1 }
		input && /(^|[ \\t])(drop|reject)/ { found = 1 }
		END { if (found) print "firewall=nftables" }'
	for tables in iptables ip6tables; do
		has $tables && $tables -S INPUT 2>/dev/null | grep -Eq '^-P INPUT DROP|-j (DROP|REJECT|ufw-|nixos-fw)' && echo "firewall=$tables"
	done
	echo firewall=looked
fi
exit 0
`;

/** The script for the machine that it runs on. */
export const securityScript = securityScriptOf('');
