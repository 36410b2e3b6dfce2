/**
 * What a host has that is worth watching, besides containers, as `sh -c SCRIPT watchdeck-init`, under dash and busybox alike; it
 * only reads. Prints `clock=SECONDS`, `socket=PATH` of engines of this account, `listen=HEX:PORT` of listening TCP ports (as
 * /proc/net/tcp has them), `file=SECONDS BYTES PATH` of what may be backups, `certificate=NAME` of Let's Encrypt,
 * `systemd=STATE`, the lines of `systemctl show` of services as `unit=`, and `denied=PATH` for what this account may not
 * read. `root`: before all paths, for tests.
 */
export const initScriptOf = (root: string) => `LC_ALL=C
export LC_ALL
printf 'clock=%s\\n' "$(date +%s)"
for socket in "\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/docker.sock" "$HOME/.docker/run/docker.sock"; do
	[ -S "$socket" ] && [ -w "$socket" ] && printf 'socket=%s\\n' "$socket"
done
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" && n++ < 500 { print "listen=" $2 }'
for folder in '${root}/var/backups' '${root}/var/backup' '${root}/backup' '${root}/backups' '${root}/srv/backups' "$HOME/backups" "$HOME/backup"; do
	[ -d "$folder" ] || continue
	[ -r "$folder" ] && [ -x "$folder" ] || { printf 'denied=%s\\n' "$folder"; continue; }
	for below in "$folder"/*/; do
		[ ! -d "$below" ] || { [ -r "$below" ] && [ -x "$below" ]; } || printf 'denied=%s\\n' "\${below%/}"
	done
	find "$folder" -maxdepth 2 -type f ! -name '.*' ! -path '*
*' -exec stat -c '%Y %s %n' {} + 2>/dev/null | sort -rn | head -n 500 | sed 's/^/file=/'
done
live='${root}/etc/letsencrypt/live'
if [ -d "$live" ] && [ ! -r "$live" ]; then printf 'denied=%s\\n' "$live"; fi
for folder in "$live"/*/; do
	[ -e "$folder" ] || continue
	name=\${folder%/}
	printf 'certificate=%s\\n' "\${name##*/}"
done
command -v systemctl >/dev/null 2>&1 || exit 0
state=$(systemctl is-system-running 2>/dev/null)
printf 'systemd=%s\\n' "\${state:-offline}"
case $state in '' | offline | unknown) exit 0 ;; esac
systemctl show --no-pager -p Id,ActiveState,SubState,Type,FragmentPath,UnitFileState '*.service' 2>/dev/null | head -n 20000 | sed 's/^/unit=/'
exit 0
`;

/** The script for the machine that it runs on. */
export const initScript = initScriptOf('');
