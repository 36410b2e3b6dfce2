/**
 * SQLite restores into a new file beside the live one, with its owner, mode and labels, and both change places by renaming.
 * What belongs to a file (`-wal`, `-journal`) goes where it goes: it would be written into the other one.
 */
export const sqliteRestorePart = `f_beside() {
	named || return 1
	base=$path.watchdeck-new-$id
	into_base || { no_room "\${path%/*}"; return; }
	integrity && like "$path" "$base" || return 1
	rm -f -- "$base-wal" "$base-shm"
	settled "$base"
}
f_room() { named && free_in "\${path%/*}"; }
k_room() {
	k_beside_place
	at_data f_room </dev/null
}
k_beside() {
	k_beside_place
	at_data f_beside
}
f_asked() {
	named || return 1
	mine=$(mktemp -d) || return 1
	trap 'rm -rf -- "$mine"; rm -f -- "$base-wal" "$base-shm"' EXIT
	base=$path.watchdeck-new-$id
	be_safe
	ask_all
}
k_asked() { at_data f_asked </dev/null; }
f_drop() {
	path=$(readlink -f -- "$path")
	base=$path.watchdeck-new-$id
	rm -f -- "$base" "$base-wal" "$base-shm" "$base-journal"
}
k_drop() {
	k_beside_place
	at_data f_drop </dev/null
}
# Who has FILE open, by its number: also through a mount of it elsewhere.
holders() {
	node=$(stat -c %i -- "$1") disk=$(stat -c %d -- "$1")
	timeout 20 find -L /proc/[0-9]*/fd -maxdepth 1 -type f -inum "$node" 2>/dev/null | while IFS= read -r one; do
		[ "$(stat -L -c %d -- "$one" 2>/dev/null)" = "$disk" ] || continue
		pid=\${one#/proc/} pid=\${pid%%/*}
		printf '%s (%s)\\n' "$(cat "/proc/$pid/comm" 2>/dev/null)" "$pid"
	done | sort -u | head -n 3 | tr '\\n' ' '
}
is_free() {
	[ -e "$1" ] || return 0
	by=$(holders "$1")
	[ -z "$by" ] || { echo "$1 is still open: $by has it; stop it, and name it under writers" >&2; return 1; }
	[ "$(id -u)" = 0 ] && [ "$verb" != within ] || tell unknown "whether programs of other accounts have $1 open"
}
# FROM TO: what lies beside a database and belongs to it.
along() {
	for end in -wal -shm -journal; do
		[ -e "$1$end" ] || continue
		[ ! -e "$2$end" ] || { echo "$2$end was made anew meanwhile: move it away, then give this again" >&2; return 1; }
		mv -- "$1$end" "$2$end" || return 1
	done
}
# ASIDE NEXT: the live one goes aside, what is next takes its place. What belongs to a file goes before it and comes after it,
# so that what lies beside a name without a file always is that of the live one, and beside the live name never another's.
change_places() {
	if [ ! -e "$1" ]; then
		along "$path" "$1" && mv -- "$path" "$1" || return 1
	elif [ -e "$path" ]; then
		echo "$path was made anew while it was put aside: move it away, then give this again" >&2
		return 1
	fi
	mv -- "$2" "$path" && along "$2" "$path" && settled "\${path%/*}"
}
# Where the last time was cut, the live name may be missing, or what belongs to it still lie elsewhere.
placed() {
	at=$(readlink -f -- "$path")
	path=\${at:-$path}
	names
	[ -e "$path" ] || return 0
	[ -e "$fresh" ] || along "$fresh" "$path" || return 1
	[ -e "$kept" ] || along "$kept" "$path"
}
f_swap() {
	placed || return 1
	if [ ! -e "$fresh" ]; then
		[ -e "$kept" ] && [ -e "$path" ] && return
		echo 'what was restored beside is not there any more' >&2
		return 1
	fi
	is_free "$path" && change_places "$kept" "$fresh"
}
f_unswap() {
	placed || return 1
	if [ ! -e "$kept" ]; then
		[ -e "$path" ] || echo 'what was put aside is not there any more' >&2
		[ -e "$path" ]
		return
	fi
	is_free "$path" && change_places "$fresh" "$kept"
}
# Who has it open is seen by root on the host alone: whoever else replaces it asks which containers run that may.
unshared() {
	k_beside_place
	case $place/$as in
	here/*) [ "$(id -u)" != 0 ] || return 0 ;;
	as/root) return 0 ;;
	esac
	at=\${real:-$(k_tool readlink -f -- "$path" </dev/null)}
	[ -n "$at" ] || return 0
	by=$(sharing "$at")
	[ -z "$by" ] || fail 1 "$by still has $path mounted and may have it open: stop it, and name its service under writers"
}
k_swap() {
	unshared
	at_data f_swap </dev/null
}
k_unswap() {
	unshared
	at_data f_unswap </dev/null
}
f_forget() {
	path=$(readlink -f -- "$path")
	plans | while read -r plan; do
		base=$path.watchdeck-old-$plan
		rm -f -- "$base-wal" "$base-shm" "$base-journal" "$base" && tell forgotten "$plan" || exit 1
	done
}
k_forget() {
	k_beside_place
	at_data f_forget </dev/null
}
f_lost() {
	named || return 1
	kept_of "$path".watchdeck-old-*
	[ -n "$newest" ] && [ -n "$made" ] || return 0
	newest_parts
	tell lost "$(live "select count(*) from $(ident "$table") where $(seconds_of "$(ident "$column")") > $made")"
}
k_lost() {
	k_beside_place
	at_data f_lost </dev/null
}
`;
