/**
 * Redis has no place beside its data. They are loaded into a server apart, next to the live one, which then follows that
 * (REPLICAOF), and is on its own again once it has them all. It is neither restarted nor is its config written.
 */
export const redisRestorePart = `
# The record of the copy that is the way back says whether the live server was ever told to follow, for as long as there is one.
has_way_back() { [ -f "$records/$safety" ] || { echo "$safety, the way back, is not there any more" >&2; return 1; }; }
was_touched() { grep -qx touched=yes "$records/$safety" 2>/dev/null; }
touch_it() { was_touched || tell touched yes >>"$records/$safety"; }
own_home() {
	mine=$scratch/mine
	mkdir -p -- "$mine" || return 1
	for home in "$home" "/tmp/watchdeck-apart-$id"; do
		k_tool rm -rf -- "$home" </dev/null
		k_tool mkdir -m 700 -- "$home" </dev/null 2>/dev/null && return
	done
	echo 'no folder can be made in /var/tmp or /tmp for a server beside the live one' >&2
	return 1
}
no_home() {
	k_tool rm -rf -- "/var/tmp/watchdeck-apart-$id" "/tmp/watchdeck-apart-$id" "$home" </dev/null >/dev/null 2>&1
}
version() { printf '%s' "$1" | sed 's/[^0-9.].*//' | awk -F . '{ printf "%d%03d", $1, $2 }'; }
# What the server apart is to become must be something that the live one can take over: it would end, or lose its data, at the rest.
fits() {
	told=$(aside INFO </dev/null | tr -d '\\r')
	apart_is=$(info server_name)/$(info valkey_version)$([ -n "$(info valkey_version)" ] || info redis_version)
	highest=$(printf '%s\\n' "$told" | sed -n 's/^db\\([0-9]*\\):.*/\\1/p' | sort -n | tail -n 1)
	takes=$(info used_memory_dataset)
	told=$(k_ask INFO) || return 1
	live_is=$(info server_name)/$(info valkey_version)$([ -n "$(info valkey_version)" ] || info redis_version)
	allowed=$(info maxmemory) databases=$(setting databases) || return 1
	if [ "\${apart_is%/*}" != "\${live_is%/*}" ] || [ "$(version "\${apart_is#*/}")" -gt "$(version "\${live_is#*/}")" ]; then
		echo "the live server is \${live_is#/}, and $server beside it \${apart_is#/}: what that sends it may not be able to read" >&2
	elif [ -n "$highest" ] && [ "$highest" -ge "$databases" ]; then
		echo "the backup holds database $highest, and the live server has only $databases: raise its setting databases" >&2
	elif [ "\${allowed:-0}" != 0 ] && ! at_most "$takes" "$allowed"; then
		echo "its data take $(u_amount "$takes") of memory, and the live server is allowed $(u_amount "$allowed") (maxmemory)" >&2
	else
		return 0
	fi
	return 1
}
k_beside() (
	trap 'end_aside; no_home' EXIT
	trap 'exit 143' HUP INT TERM
	find_server
	own_home && has_room "$(free_there "$home")" "$of" 'where it would lie beside the live data' && lay && has_memory && begin_aside 'port 0' && fits && ask_all >"$scratch/asked"
)
k_asked() { cat -- "$scratch/asked"; }
k_drop() { no_home; }
k_forget() { :; }

# Unpacks a backup whose sum is still what it was. Another file took its name otherwise.
lay_backup() {
	name=$1
	[ -e "$folder/$name" ] || { echo "$folder/$name is not there any more" >&2; return 1; }
	sum=$(recorded sha256)
	[ -z "$sum" ] || sha256sum <"$folder/$name" | grep -q "^$sum " || { echo "$name is not what was made: its sha256 is another" >&2; return 1; }
	look_at "$folder/$name"
	[ "$inner" = rdb ] || { echo "$name is no RDB" >&2; return 1; }
	most=
	joined read_backup lay
}
# The address of this end as the live server sees it, so that it can come back to it.
own_address() {
	seen=$(k_ask CLIENT INFO 2>/dev/null | sed -n 's/.* addr=\\([^ ]*\\):[0-9]* .*/\\1/p' | tr -d '[]')
	case $seen in '' | /*) seen=127.0.0.1 ;; esac
}
# One that nobody uses, as far as chance goes: another one is tried then.
some_port() { echo $((20000 + $(od -An -N2 -tu2 /dev/urandom) * 40000 / 65536)); }
# The word by which the live server logs in to the one that it follows: its own where it has one; else one for this time only.
agreed_word() {
	word=$(setting masterauth) && login=$(setting masteruser) || return 1
	[ -n "$word" ] && return
	login=
	word=watchdeck-$id-$(head -c 18 /dev/urandom | u_hex)
	[ "$(printf '%s' "$word" | answered at_live -x CONFIG SET masterauth)" = OK ]
}
begin_reachable() {
	own_address
	for try in 1 2 3 4 5; do
		beside=$(some_port)
		begin_aside "bind $seen" "port $beside" 'protected-mode no' "requirepass $(worded "$word")" \\
			\${login:+"user $(worded "$login") on $(worded ">$word") ~* +@all"} 2>"$scratch/why" && return
		end_aside
		grep -q 'in use' "$mine/log" || break
	done
	cat "$scratch/why" >&2
	return 1
}
# On its own again, however far it came: what it has by now it keeps.
let_go() {
	was_touched || return 0
	until answer=$(k_ask REPLICAOF NO ONE 2>&1); do
		case $answer in *LOADING*) pause ;; *) break ;; esac
	done
	case $(setting masterauth 2>/dev/null) in watchdeck-*) k_ask CONFIG SET masterauth '' >/dev/null 2>&1 ;; esac
	[ "$answer" = OK ] || { printf 'the live server still follows another one: %s\\n' "$answer" >&2; return 1; }
}
# Once it has all that the server apart has.
all_there() {
	waits=$(now)
	while :; do
		told=$(k_ask INFO 2>"$scratch/why") || { cat "$scratch/why" >&2; echo 'the live server went away while it loaded the data' >&2; return 1; }
		if [ "$(info role)" != slave ]; then
			echo 'the live server was started again, or told otherwise, while it loaded the data' >&2
			return 1
		fi
		behind=$(info slave_repl_offset) link=$(info master_link_status)
		if [ "$link/$(info master_sync_in_progress)/$(info loading)" = up/0/0 ]; then
			told=$(aside INFO replication </dev/null | tr -d '\\r')
			ahead=$(info master_repl_offset)
			[ -z "$ahead" ] || [ "\${behind:-0}" -lt "$ahead" ] || return 0
		elif [ "$(info master_sync_in_progress)$(info loading)" != 00 ]; then
			waits=$(now)
		fi
		[ ! -f "$mine/gone" ] || { echo 'the server beside the live one ended' >&2; why_gone; return 1; }
		tries=$(aside INFO stats </dev/null 2>/dev/null | tr -d '\\r' | sed -n 's/^sync_full://p')
		[ "\${tries:-0}" -le 2 ] || { echo 'the live server could not take the data over: its log says why (its disk may be full)' >&2; return 1; }
		[ $(($(now) - waits)) -le 60 ] || { echo "the live server does not come to $seen port $beside: its log says why" >&2; return 1; }
		pause
	done
}
# What it has must be on its disk before anybody writes: until then a crash would bring back what was there before.
on_disk() {
	told=$(k_ask INFO persistence) || return 1
	if [ "$(info aof_enabled)" = 1 ]; then
		until [ "$(info aof_rewrite_in_progress)$(info aof_rewrite_scheduled)" = 00 ]; do
			pause
			told=$(k_ask INFO persistence) || return 1
		done
		[ "$(info aof_last_bgrewrite_status)" = ok ] || { echo 'its AOF could not be written anew: its log says why' >&2; return 1; }
	elif [ -n "$(setting save)" ]; then
		k_ask BGSAVE >/dev/null 2>"$scratch/why" || grep -q progress "$scratch/why" || { cat "$scratch/why" >&2; return 1; }
		told=$(k_ask INFO persistence) || return 1
		until [ "$(info rdb_bgsave_in_progress)" = 0 ]; do
			pause
			told=$(k_ask INFO persistence) || return 1
		done
		[ "$(info rdb_last_bgsave_status)" = ok ] || { echo 'the restored data could not be saved to its disk: its log says why' >&2; return 1; }
	fi
}
take_over() (
	has_way_back || return 1
	trap 'code=$?; trap "" HUP INT TERM PIPE; let_go; end_aside; no_home; exit "$code"' EXIT
	trap 'exit 143' HUP INT TERM
	told=$(k_ask INFO) || return 1
	if [ "$(info role)" = slave ] && ! was_touched; then
		echo 'the live server follows another one by now' >&2
		return 1
	fi
	find_server
	own_home && lay_backup "$1" && has_memory || return 1
	touch_it || return 1
	agreed_word && begin_reachable && fits || return 1
	k_ask REPLICAOF "$seen" "$beside" >/dev/null && all_there && let_go && on_disk
)
# Whoever watched over it lets the live server go, where nobody else can any more.
k_abandon() {
	case $was in swap | unswap) let_go ;; esac
	no_home
}
# What goes wrong meanwhile is the reason.
reasoned() { "$@" 2>"$scratch/swap" || { reason=$(cat -- "$scratch/swap"); return 1; }; }
k_swap() { reasoned take_over "$name"; }
# Where the live server was never told to follow, nothing was changed.
is_unchanged() { has_way_back && ! was_touched; }
k_unswap() { is_unchanged 2>/dev/null || reasoned take_over "$safety"; }
# What stands in the way of a restore: why, and what to do.
against() { tell against "$1$tab$2"; }
k_lost() {
	told=$(k_ask INFO) || return 1
	tell followers "$(info connected_slaves)"
	[ "$(info cluster_enabled)" != 1 ] || against 'it is a node of a Redis Cluster, which holds a part of the keys' \\
		'Make a new cluster out of the backups of all its nodes, and let its clients go there.'
	watchers=$(k_ask PUBSUB NUMSUB __sentinel__:hello) || return 1
	case $watchers in *'
0') ;; *) against 'a Sentinel watches it, and would take it for a failed one while it takes the data over' \\
		'Run SENTINEL REMOVE on each Sentinel, restore, then SENTINEL MONITOR again.' ;; esac
	[ "$(setting tls-replication 2>/dev/null)" != yes ] || against 'it replicates only by TLS, which the server beside it does not speak' \\
		'Run CONFIG SET tls-replication no, restore, then set it to yes again.'
}
`;
