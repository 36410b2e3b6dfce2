/**
 * Redis and Valkey: by the RDB that a server makes for a replica (`redis-cli --rdb -`). It is of one moment, that of the
 * fork; no file of the server is touched, and none has to be read where it lies.
 */
export const redisPart = `
k_account= by_content=yes slow_to_begin=yes
cli=
find_cli() {
	[ -z "$cli" ] || return 0
	for cli in redis-cli valkey-cli; do has_tool "$cli" && return; done
	way_there
	fail 1 'redis-cli is not there: install the tools of Redis where its programs run (apt install redis-tools)'
}
at_live() {
	find_cli
	k_tool "$cli" \${socket:+-s "$socket"} \${host:+-h "$host"} \${port:+-p "$port"} \${user:+--user "$user"} "$@"
}
# redis-cli ends well whatever a server answers. An error begins with a word in capitals (ERR, NOAUTH, LOADING, …).
is_error() {
	case $1 in *' '*) ;; *) return 1 ;; esac
	case \${1%% *} in *[!A-Z]* | '' | ? | ??) return 1 ;; esac
}
# What was answered to a command of ours, none of whose values looks like an error.
answered() {
	answer=$("$@") || { [ -z "$answer" ] || printf '%s\\n' "$answer" >&2; return 1; }
	if is_error "$answer"; then
		printf '%s\\n' "$answer" | head -n 1 >&2
		return 1
	fi
	printf '%s\\n' "$answer" | tr -d '\\r'
}
k_ask() { answered at_live "$@" </dev/null; }
# A field of what INFO said.
info() { printf '%s\\n' "$told" | sed -n "s/^$1://p" | head -n 1; }
# A setting of the live server.
setting() {
	got=$(k_ask CONFIG GET "$1") || return 1
	printf '%s\\n' "$got" | sed 1d
}
k_stand() {
	find_cli
	tool=$(k_tool "$cli" --version </dev/null | cut -d ' ' -f 2)
	told=$(k_ask INFO) || return 1
	tell tool "$tool"
	server=
	# Valkey says of itself, too, which Redis it equals: what redis-cli has to be as new as.
	[ "$cli" = redis-cli ] || server=$(info valkey_version)
	tell server "\${server:-$(info redis_version)}"
	tell size "$(info used_memory_dataset)"
	[ "$(info role)" = slave ] && tell replica yes || tell replica no
}
# What a program said beside what it always says.
rdb_reason() { sed '/^sending REPLCONF/d; /^SYNC sent to/d; /^Transfer finished/d' "$1" | tail -n 3 >&2; }
send_rdb() {
	at_live --rdb - </dev/null 2>"$scratch/rdb"
	echo $? >"$scratch/ended"
}
all_but_end() { head -c -40 || echo failed >"$scratch/ended"; }
# A server that sends its RDB from memory ends it by 40 random hex digits, which redis-cli passes on to its output.
k_dump() {
	find_cli
	{ { send_rdb | tee /dev/fd/3 | all_but_end >&4; } 3>&1 | tail -c 40 >"$scratch/end"; } 4>&1
	read -r ended <"$scratch/ended"
	[ "$ended" = 0 ] || { rdb_reason "$scratch/rdb"; return 1; }
	[ -n "$(tr -d '0-9a-f' <"$scratch/end" | head -c 1 | u_hex)" ] || return 0
	cat -- "$scratch/end"
}
k_before() { :; }

# A server of its own, in the folder home, which ends with whoever began it: when its standard input does.
holder='cd "$1" || exit
shift
# Where memory runs out, it goes first.
echo 900 >/proc/self/oom_score_adj
settings=
while IFS= read -r line && [ "$line" != . ]; do settings="$settings$line
"; done
printf %s "$settings" | "$@" - 3<&- &
server=$!
exec 3<&0
{ while read -r line; do :; done; kill -9 "$server"; } <&3 >/dev/null 2>&1 &
wait "$server"
code=$?
kill "$!"
exit "$code"'
word=
pause() { sleep 0.1 2>/dev/null || sleep 1; }
# What is asked of the server apart. Its password is not that of the live one.
aside() (
	unset REDISCLI_AUTH
	carries=
	if [ -n "$word" ]; then
		carries=REDISCLI_AUTH
		export "$carries=$word"
	fi
	k_tool "$cli" -s "$home/s" "$@"
)
find_server() {
	find_cli
	for server in redis-server valkey-server; do has_tool "$server" && return; done
	fail 1 'redis-server is not there: install it, or name an image under verify'
}
# What comes on standard input becomes its data.
lay() { k_tool sh -c 'cat >"$0/dump.rdb"' "$home" || { echo "the backup does not fit into $home" >&2; return 1; }; }
# The memory that its data took when the RDB was made: its field used-mem, a number of 1, 2 or 4 bytes, or its digits.
rdb_memory() {
	k_tool sh -c 'head -c 1024 "$0/dump.rdb"' "$home" </dev/null | u_hex | awk '
	function byte(at) { return (index(digits, substr(rest, at, 1)) - 1) * 16 + index(digits, substr(rest, at + 1, 1)) - 1 }
	{
		digits = "0123456789abcdef"
		at = index($0, "fa08757365642d6d656d")
		if (!at) exit
		rest = substr($0, at + 20)
		first = byte(1)
		if (first < 64) for (i = 1; i <= first; i++) number = number (byte(1 + 2 * i) - 48)
		else for (i = 2 ^ (first - 192); i >= 1; i--) number = number * 256 + byte(1 + 2 * i)
		printf "%.0f", number
	}'
}
# The memory that is left where the server apart runs: of the machine, and of its container.
memory_left() {
	k_tool sh -c 'cat /proc/meminfo; cd /sys/fs/cgroup && echo "limit $(cat memory.max) used $(cat memory.current)" && cat memory.stat' </dev/null 2>/dev/null | awk '
	$1 == "MemAvailable:" { left = $2 * 1024 }
	$1 == "limit" && $2 ~ /^[0-9]+$/ { limit = $2; used = $4 }
	$1 == "file" { file = $2 }
	END {
		if (limit && limit - used + file < left) left = limit - used + file
		printf "%.0f", left
	}'
}
has_memory() {
	needed=$(rdb_memory) there=$(memory_left)
	[ -n "$needed" ] && [ -n "$there" ] && ! at_most "$needed" "$there" || return 0
	echo "its data need about $(u_amount "$needed") of memory, and $(u_amount "$there") are left: nothing was loaded" >&2
	return 1
}
# Of a text, as a word of the settings.
worded() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g')"; }
# Its settings, and those that are said beside. More databases than any server has.
begin_aside() {
	rm -f -- "$mine/gone"
	hold=$(mktemp -d) && mkfifo "$hold/in" || return 1
	( k_tool sh -c "$holder" watchdeck "$home" "$server" <"$hold/in" >"$mine/log" 2>&1; : >"$mine/gone" ) &
	exec 8>"$hold/in"
	rm -rf -- "$hold"
	(
		trap '' PIPE
		printf '%s\\n' 'unixsocket s' 'unixsocketperm 700' 'dbfilename dump.rdb' 'save ""' 'appendonly no' 'databases 16384' \\
			'repl-diskless-sync yes' 'repl-diskless-sync-delay 0' "$@" . >&8
	) 2>/dev/null
	heard=$(now)
	until pong=$(aside PING </dev/null 2>/dev/null) && [ "$pong" = PONG ]; do
		[ ! -f "$mine/gone" ] || { why_gone; return 1; }
		case $pong in LOADING*) heard=$(now) ;; esac
		[ $(($(now) - heard)) -le 60 ] || { echo "$server does not answer" >&2; return 1; }
		pause
	done
}
why_gone() {
	sed -n 's/^[0-9]*:[A-Z] .* # //p; /FATAL CONFIG/,$p' "$mine/log" | grep -v '^WARNING\\|oO0Oo\\|^Redis version\\|^Configuration loaded\\|^Server initialized\\|version=' | head -n 2 | one_line >&2
	echo >&2
}
end_aside() { exec 8>&-; }
k_apart() {
	# What logs in to the live server is not for this one.
	word=
	find_server
	lay && has_memory && begin_aside 'port 0'
}
k_sweep() { end_aside; }
# A check is one command that only reads, of which the first value counts.
may_ask() {
	set -f
	set -- $1
	set +f
	case $1 in
	[Ee][Vv][Aa][Ll]* | [Ff][Cc][Aa][Ll][Ll]*) ;;
	*[!A-Za-z._]* | '') ;;
	*)
		for asked in "$1|\${2-}" "$1"; do
			flags=$(aside COMMAND INFO "$asked" </dev/null 2>/dev/null | tr -d '\\r')
			case "
$flags
" in
			*'
readonly
'*) case $flags in *blocking*) ;; *) return 0 ;; esac ;;
			esac
		done
		;;
	esac
	echo "“$1” is no command that only reads" >&2
	return 1
}
# Asked twice, since only the one form tells an error from a value, and only the other leaves a value as it is.
k_value() {
	may_ask "$1" || return 1
	value=$(printf '%s\\n' "$1" | aside --no-raw | head -n 1)
	case $value in
	'') echo 'it was not answered' >&2; return 1 ;;
	'(error) '*) printf '%s\\n' "\${value#'(error) '}" >&2; return 1 ;;
	'(nil)') return ;;
	esac
	printf '%s\\n' "$1" | aside --raw | head -n 1
}
`;
