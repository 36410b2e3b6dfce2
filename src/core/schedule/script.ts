/**
 * What a host says of its recurring jobs, as `sh -c SCRIPT watchdeck-schedule`, under dash and busybox alike: clock and zone;
 * `user=WHO LINE` of the crontabs of accounts, `system=FILE LINE` of /etc/crontab (`crontab`) and /etc/cron.d, `part=DAILY
 * NAME` of the folders that run-parts starts, `changed=FILE SECONDS`, `run=` lines that cron logged, and the lines of
 * `systemctl show` for `timer=` and the units they start, `service=`. What only root may read is named by `denied=`, and what
 * is not read to its end by `long=`. `root`: before all paths, for tests. Files of a name that cron does not read (with a dot) are passed over.
 */
export const scheduleScriptOf = (root: string) => `LC_ALL=C
TZ_=\${TZ-}
export LC_ALL
fits() { case $1 in '' | *[!A-Za-z0-9_-]*) return 1 ;; esac; }
stamp() { [ -e "$3" ] && printf '%s=%s %s\\n' "$1" "$2" "$(stat -c %Y "$3" 2>/dev/null)"; }
table() {
	[ -f "$3" ] || return 0
	[ -r "$3" ] || { printf 'denied=%s\\n' "$3"; return 0; }
	[ "$(stat -L -c %s "$3")" -le 100000 ] || printf 'long=%s\\n' "$3"
	head -c 100000 "$3" | sed "s/^/$1=$2 /"
	echo
	stamp changed "$2" "$3"
}
printf 'clock=%s\\n' "$(date +%s)"
printf 'offset=%s\\n' "$(date +%z)"
printf 'uptime=%s\\n' "$(cut -d ' ' -f 1 /proc/uptime)"
zone=$(readlink -f '${root}/etc/localtime' 2>/dev/null)
case $TZ_ in ?*) zone=\${TZ_#:} ;; esac
printf 'zone=%s\\n' "\${zone##*/zoneinfo/}"
# sed must not take a part of the name for its own.
me=$(id -un | head -n 1 | sed 's/[\\\\/&]/\\\\&/g')
spool=
for folder in '${root}/var/spool/cron/crontabs' '${root}/etc/crontabs' '${root}/var/spool/cron'; do
	[ -d "$folder" ] && spool=$folder && break
done
if [ -n "$spool" ] && [ "$(id -u)" = 0 ]; then
	for file in "$spool"/*; do
		name=\${file##*/}
		case $name in '' | *[!A-Za-z0-9_.-]*) ;; *) table user "$name" "$file" ;; esac
	done
elif command -v crontab >/dev/null 2>&1; then
	own=$(crontab -l 2>/dev/null)
	[ \${#own} -le 100000 ] || echo 'long=the crontab of the account'
	printf '%s\\n' "$own" | head -c 100000 | sed "s/^/user=$me /"
	echo
	[ -n "$spool" ] && echo 'denied=crontabs of other accounts'
fi
timers() {
	command -v systemctl >/dev/null 2>&1 || return 0
	timers=$(TZ=UTC systemctl show --no-pager --all '*.timer' -p Id,Unit,LoadState,ActiveState,Description,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec,TimersCalendar,TimersMonotonic 2>/dev/null)
	[ -n "$timers" ] || return 0
	printf '%s\\n' "$timers" | sed 's/^/timer=/'
	units=$(printf '%s\\n' "$timers" | sed -n 's/^Unit=//p' | grep -E '^[A-Za-z0-9:_.@\\\\-]+$' | head -n 300)
	# Names of units hold no blanks.
	[ -z "$units" ] || TZ=UTC systemctl show --no-pager -p Id,ActiveState,ExecStart,User,Result,ExecMainCode,ExecMainStatus,ExecMainExitTimestamp -- $units 2>/dev/null | sed 's/^/service=/'
}
# What says itself how it ran comes before what a flood of a log could leave no room for.
timers
table system crontab '${root}/etc/crontab'
for file in '${root}'/etc/cron.d/*; do fits "\${file##*/}" && table system "\${file##*/}" "$file"; done
for often in 15min hourly daily weekly monthly; do
	for file in '${root}'/etc/cron.$often/* '${root}'/etc/periodic/$often/*; do
		fits "\${file##*/}" && [ -x "$file" ] && printf 'part=%s %s\\n' "$often" "\${file##*/}"
	done
	stamp anacron "$often" '${root}'/var/spool/anacron/cron.$often
done
[ -x '${root}/usr/sbin/anacron' ] && echo anacron=
if command -v pidof >/dev/null 2>&1 && [ -d /proc/1 ]; then
	for name in cron crond; do pidof "$name" >/dev/null 2>&1 && echo "daemon=$name"; done
	echo daemon=looked
fi
# The newest 3,000 lines and no more than 700,000 bytes of them, each whole: half a line would tell of another time.
logged() {
	grep -E '\\) (CMD|CMDEND) \\(|grandchild #[0-9]+ failed' | tail -n 3000 | cut -c 1-4000 | awk -v most=700000 '
		{ line[NR] = $0; size += length($0) + 1 }
		{ while (size > most) { size -= length(line[++gone]) + 1; delete line[gone] } }
		END { for (i = gone + 1; i <= NR; i++) print "run=" line[i] }'
}
may=
case " $(id -u) $(id -nG) " in *' 0 '* | *' adm '* | *' systemd-journal '* | *' wheel '*) may=yes ;; esac
if command -v journalctl >/dev/null 2>&1; then
	[ -n "$may" ] || echo 'denied=runs of cron in the journal'
	journalctl -q --no-pager -o short-unix -n 6000 -t CRON -t cron -t CROND -t crond _UID=0 2>/dev/null | logged
fi
for file in '${root}/var/log/cron.log' '${root}/var/log/cron' '${root}/var/log/syslog'; do
	[ -f "$file" ] || continue
	[ -r "$file" ] || { printf 'denied=%s\\n' "$file"; continue; }
	tail -c 2000000 "$file" | grep -E 'CRON(D|)\\[' | logged
	break
done
exit 0
`;

/** The script for the machine that it runs on. */
export const scheduleScript = scheduleScriptOf('');
