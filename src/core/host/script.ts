import { lockFolder } from '../lock-folder.ts';

/**
 * What runs on a host at each poll, as `sh -c SCRIPT watchdeck-host`, under dash and busybox alike: one process tree a
 * poll that only reads, and prints a line `key=value` for each line that it found. Local file systems only where df can
 * tell them (`-l`): a dead NFS server must not stop the poll. The clock is read in the middle, to compare it with ours. The
 * locks come last and are cut short, each and all: what others wrote there must not cost the rest. `locks`: the folder where they lie.
 */
export const hostScriptOf = (locks: string) => `LC_ALL=C
export LC_ALL
each() { while IFS= read -r line; do printf '%s=%s\\n' "$1" "$line"; done; }
uname -n | each name
uname -r | each kernel
each load </proc/loadavg
each uptime </proc/uptime
grep '^cpu' /proc/stat | each cpu
grep -E '^(MemTotal|MemAvailable|MemFree|Buffers|Cached|SwapTotal|SwapFree):' /proc/meminfo | each mem
date +%s | each clock
grep ':' /proc/net/dev | grep -Ev '^ *(lo|veth|br-|docker|virbr|cni|flannel|cali|dummy|ifb|bond|tun|tap|wg)' | each net
df -l / >/dev/null 2>&1 && own=-l || own=
df -P -k $own 2>/dev/null | each disk
df -P -i $own 2>/dev/null | each inode
for lock in '${locks}'/*; do
	key=\${lock##*/}
	case $key in *[!A-Za-z0-9_.-]*) continue ;; esac
	[ -f "$lock/info" ] && [ -f "$lock/beat" ] || continue
	head -c 1500 "$lock/info" 2>/dev/null | each "lock=$key"
	head -c 20 "$lock/beat" 2>/dev/null | each "lock=$key=beat"
done 2>/dev/null | head -c 65536
exit 0
`;

/** The script for the folder that all watchdecks use. */
export const hostScript = hostScriptOf(lockFolder);
