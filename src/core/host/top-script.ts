/**
 * What runs on a host while somebody looks at it, as `sh -c SCRIPT watchdeck-top`, under dash and busybox alike, of /proc
 * alone and in few processes: `cpu=` a line for each processor, `proc=PID START TICKS PAGES NAME` for each process that took
 * any time. A name may hold blanks and brackets and ends with the last one. Not every kernel escapes its line ends: a line
 * with fewer fields than the kernel writes goes on in the next, and a name of 15 bytes cannot hold so many. Fields by their
 * numbers in proc(5), `/proc/pid/stat`. `own=`: others' processes are hidden (`hidepid`).
 */
export const topScript = `LC_ALL=C
export LC_ALL
printf 'uptime=%s\\n' "$(cut -d ' ' -f 1 /proc/uptime)"
printf 'rate=%s\\n' "$(getconf CLK_TCK 2>/dev/null)"
printf 'page=%s\\n' "$(getconf PAGESIZE 2>/dev/null)"
grep '^cpu[0-9]' /proc/stat | sed 's/^/cpu=/'
[ -r /proc/1/stat ] || echo own=
cat /proc/[0-9]*/stat 2>/dev/null | awk '{
	match($0, /.*\\)/)
	if (split(substr($0, RLENGTH + 2), field, " ") < 22) {
		above = above $0 "\\\\n"
		next
	}
	name = above substr($0, 1, RLENGTH - 1)
	above = ""
	ticks = field[12] + field[13]
	if (ticks == 0) next
	begin = index(name, "(")
	printf "proc=%d %s %.0f %s %s\\n", name, field[20], ticks, field[22], substr(name, begin + 1)
}'
exit 0
`;
