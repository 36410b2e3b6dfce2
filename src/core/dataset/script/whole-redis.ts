import { wholePart } from './whole.ts';

/**
 * What a backup of Redis or Valkey must be to be whole: see `whole.ts`. `redis-check-rdb` reads every key of it, and
 * compares the CRC-64 at its end. Where it is not there, what is looked at is the opcode that ends an RDB, 0xFF nine bytes
 * before the end: a file that was cut off has it by chance once in 256 times. Source: `rdbSaveRio` in `rdb.c`.
 */
export const wholeRedisPart = `${wholePart}
u_check_rdb() {
	for u_tool in redis-check-rdb valkey-check-rdb; do
		k_tool sh -c 'command -v "$0" >/dev/null 2>&1' "$u_tool" </dev/null && return
	done
	return 1
}
whole_redis() {
	[ "$inner" = rdb ] || { u_other 'a Redis RDB'; return; }
	u_from=$(printf '%s' "$u_head" | sed -n 's/.*fa0972656469732d766572\\(..\\)\\(.*\\)/\\1 \\2/p; s/.*fa0a76616c6b65792d766572\\(..\\)\\(.*\\)/\\1 \\2/p')
	[ -z "$u_from" ] || printf '%s\\n' "$u_from" | awk '{
		digits = "0123456789abcdef"
		long = (index(digits, substr($1, 1, 1)) - 1) * 16 + index(digits, substr($1, 2, 1)) - 1
		for (i = 0; i < long && i < 40; i++) {
			two = substr($2, 2 * i + 1, 2)
			out = out sprintf("%c", (index(digits, substr(two, 1, 1)) - 1) * 16 + index(digits, substr(two, 2, 1)) - 1)
		}
		if (out ~ /^[0-9][0-9A-Za-z.+-]*$/) print "dumped=" out
	}'
	if u_check_rdb; then u_read_rdb; else u_end_of_rdb; fi
}
# Through cat, since a pipe of another account cannot be opened by its name.
u_rdb_checked() { k_tool sh -c 'cat | "$0" /dev/stdin' "$u_tool"; cat >/dev/null; }
u_rdb_read() { { tee /dev/fd/8 | u_rdb_checked >&2; } 8>&1 | tail -c 9 | u_hex | sed 's/^/=end=/' >&2; }
u_read_rdb() {
	u_said=$(u_rdb_read 2>&1 | tail -n 40 | cut -c 1-400)
	case $u_said in
	*"RDB looks OK"*)
		case $u_said in
		*'checksum disabled'*) echo 'unproven=each value: it was made without a checksum, so that damage in one shows nowhere' ;;
		esac
		return
		;;
	*"Can't handle RDB format version"*)
		u_version=\${u_said##*format version }
		u_wrong "the backup is of a newer Redis than $u_tool can read: its format is version \${u_version%%[!0-9]*}"
		return
		;;
	esac
	# In the middle of a value it says whatever it takes the value for.
	case $(u_status end)/$u_said in
	*'RDB CRC error'*) u_wrong 'the backup is damaged: its checksum is another' ;;
	*'Unexpected EOF'*) u_wrong 'the backup is cut off: it ends in the middle of its data' ;;
	ff*'RDB ERROR DETECTED'*) u_wrong "the backup is damaged: $(printf '%s\\n' "$u_said" | sed -n '/RDB ERROR DETECTED/{n;s/^\\[offset [0-9]*\\] //p;}' | head -n 1)" ;;
	*'RDB ERROR DETECTED'*) u_wrong 'the backup is cut off: it does not end as an RDB does' ;;
	*'Checking RDB file'*) u_wrong "the backup is damaged: $u_tool broke down over it" ;;
	*) u_wrong "$u_tool could not read the backup: $(u_reason)" ;;
	esac
}
u_end_of_rdb() {
	u_end=$(tail -c 9 | u_hex)
	case $u_end in
	ff????????????????) echo 'unproven=its checksum: redis-check-rdb is not there' ;;
	*) u_wrong 'the backup is cut off: it does not end as an RDB does' ;;
	esac
}
`;
