/** The id that every engine gives its containers, as a pattern of file names. */
const id = '[0-9a-f]'.repeat(64);

/** Lines that are wanted: counters that stand alone, those of `memory.stat` and `cpu.stat`, the host's, and of interfaces all but `lo` and `veth…`. */
const wanted = [
	'[0-9]+$',
	'(total_inactive_file|hierarchical_memory_limit|inactive_file|usage_usec) ',
	'[0-9]+\\.[0-9]+ ',
	'MemTotal:',
	' *([^ lv:]|l[^o]|lo[^:]|v[^e]|ve[^t])[^:]*: *[0-9]+ +[0-9]+ ',
];

/** After a round of the script. */
export const roundEnd = 'end';

/**
 * What runs on a host to learn what all its containers use, as `sh -c SCRIPT watchdeck-cgroups [SECONDS]`, under dash and
 * busybox alike: once, or each so many seconds from then on, until nobody reads it. Four processes a round, however many
 * containers there are. Wherever an engine put their control groups (its own parent, the slices of systemd, those of a
 * user), their folders have the ids in their names. Prints `pid=PID FOLDER` for each and then, as grep does, `FILE:LINE`,
 * the processors before all else. Version 1 has a folder for each controller with the same folders in it, version 2 one for
 * all. `root`: where the control groups are mounted.
 */
export const cgroupScriptOf = (root: string) => `LC_ALL=C
export LC_ALL
cd '${root}' 2>/dev/null || exit 0
[ -f cgroup.controllers ] && base=. files='cpu.stat memory.current memory.max memory.stat' ||
	base=memory files='cpuacct.usage memory.usage_in_bytes memory.stat'
set -f
named() {
	IFS=' '
	for file in $files; do
		of=$base
		[ $file = cpuacct.usage ] && of=cpuacct
		IFS='
'
		for at in $list; do printf '%s\\0' "$of/\${at#$base/}/$file"; done
	done
	IFS=' '
	for pid in $pids; do printf '%s\\0' "/proc/$pid/net/dev"; done
}
round() {
	IFS='
'
	list=$(find $base -maxdepth 12 -type d -name '*${id}*' -prune -print 2>/dev/null)
	pids=
	for at in $list; do
		pid=
		{ read -r pid <"$at/cgroup.procs"; } 2>/dev/null
		printf 'pid=%s %s\\n' "$pid" "$at"
		[ -n "$pid" ] && pids="$pids $pid"
	done
	named | xargs -0 grep -sHE '^(${wanted.join('|')})' /proc/uptime /proc/meminfo /proc/net/dev
}
[ -z "$1" ] && round
while [ -n "$1" ] && sleep "$1"; do
	round
	echo ${roundEnd} || exit
done
exit 0
`;

/** The script for where every system mounts them. */
export const cgroupScript = cgroupScriptOf('/sys/fs/cgroup');
