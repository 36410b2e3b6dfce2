/** The properties that are asked of a unit (source: org.freedesktop.systemd1(5)). */
export const unitProperties = [
	...['Id', 'Description', 'LoadState', 'ActiveState', 'SubState', 'StateChangeTimestamp', 'Type', 'Result'],
	...['NRestarts', 'ExecMainCode', 'ExecMainStatus', 'ExecMainExitTimestamp'],
].join(',');

/**
 * What systemd says of units, as `sh -c SCRIPT watchdeck-systemd UNIT…`, or of all failed ones where none is named: prints
 * `clock=SECONDS`, `systemd=STATE` (`missing`, or what `is-system-running` says), `none=PATTERN` of each that fits no unit, since
 * `show` is silent of it, and `unit=` lines of `systemctl show`.
 */
export const systemdScript = `LC_ALL=C
TZ=UTC
export LC_ALL TZ
printf 'clock=%s\\n' "$(date +%s)"
command -v systemctl >/dev/null 2>&1 || { echo systemd=missing; exit 0; }
state=$(systemctl is-system-running 2>/dev/null)
printf 'systemd=%s\\n' "\${state:-offline}"
case $state in '' | offline | unknown) exit 0 ;; esac
if [ $# = 0 ]; then
	set -f
	failed=$(systemctl list-units --all --state=failed --plain --no-legend --no-pager 2>/dev/null) || { echo listed=no; exit 0; }
	# Names of units hold no blanks.
	set -- $(printf '%s\\n' "$failed" | head -n 200 | cut -d ' ' -f 1)
	echo listed=yes
	[ $# = 0 ] && exit 0
else
	for unit; do
		case $unit in *[*?]*)
			fit=$(systemctl list-units --all --plain --no-legend --no-pager -- "$unit" 2>/dev/null) &&
				[ -z "$fit" ] && printf 'none=%s\\n' "$unit" ;;
		esac
	done
fi
systemctl show --no-pager -p ${unitProperties} -- "$@" 2>/dev/null | sed 's/^/unit=/'
exit 0
`;
