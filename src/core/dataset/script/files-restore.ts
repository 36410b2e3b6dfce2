/**
 * Files are restored into a folder beside the live one, and both change places by renaming: between the two renames, for a
 * moment, there is none. A mount point has no name to change: there what lies in it moves out and in, one after the other.
 *
 * A folder that a running container has mounted is not renamed: that container would go on with what is put aside.
 */
export const filesRestorePart = `
# FOLDER and all in it, on its own disk; a link goes, and not what it leads to.
wiped() {
	if [ -L "$1" ]; then rm -f -- "$1"; return; fi
	[ -e "$1" ] || return 0
	[ "$(id -u)" = 0 ] || chmod -R u+rwX -- "$1"
	find "$1" -xdev ! -type d -exec rm -f -- {} + && find "$1" -xdev -depth -type d -exec rmdir -- {} +
}
is_alone() {
	below=$(mounts_in "$path" | head -n 1)
	[ -z "$below" ] || { echo "$below is mounted in $path: what lies there is in no backup of it, and cannot be put aside" >&2; return 1; }
}
f_beside() {
	named && is_alone || return 1
	mkdir -- "$fresh" && extract "$fresh" || { no_room "$path"; return; }
	if [ -z "$inside" ]; then
		if is_gnu; then
			set -f
			( cd -- "$path" && tar -cf - --no-recursion --numeric-owner $(kept_words) . ) | tar -xpf - --numeric-owner $(kept_words) -C "$fresh" || return 1
			set +f
		fi
		like "$path" "$fresh" || return 1
	fi
	settled "$fresh"
}
f_room() { named && free_in "$path"; }
k_room() {
	k_place
	at_data f_room </dev/null
}
k_beside() {
	k_place
	at_data f_beside
}
f_asked() {
	names
	counted "$fresh"
}
k_asked() { at_data f_asked </dev/null; }
f_drop() {
	names
	wiped "$around-new-$id"
}
k_drop() {
	k_place
	at_data f_drop </dev/null
}
# FROM TO: what lies in a folder, but for what is put aside there.
move_all() {
	find "$1" -mindepth 1 -maxdepth 1 ! -name '.watchdeck-*' ! -name lost+found -exec sh -c 'mv -n -- "$@" "$0/"' "$2" {} + 2>/dev/null
	rest=$(find "$1" -mindepth 1 -maxdepth 1 ! -name '.watchdeck-*' ! -name lost+found | head -n 1)
	[ -z "$rest" ] || { echo "$rest cannot be moved to $2: it is there already, or the file system refuses" >&2; return 1; }
}
# As long as old data move out they lie in OUT; once all are, that is called KEPT, and only then new data move in.
swap_inside() {
	if [ ! -e "$kept" ]; then
		mkdir -p -- "$out" && move_all "$path" "$out" && mv -T -- "$out" "$kept" || return 1
	fi
	move_all "$fresh" "$path" && wiped "$fresh"
}
unswap_inside() {
	if [ -e "$kept" ]; then
		mkdir -p -- "$fresh" && move_all "$path" "$fresh" && mv -T -- "$kept" "$out" || return 1
	fi
	[ ! -e "$out" ] || { move_all "$out" "$path" && rmdir -- "$out"; }
}
# ASIDE NEXT
change_places() {
	if [ ! -e "$1" ]; then
		mv -T -- "$path" "$1" || return 1
	# An engine makes a folder that it should mount and that is missing.
	elif [ -e "$path" ] && ! rmdir -- "$path" 2>/dev/null; then
		echo "$path was made anew while it was put aside: move it away, then give this again" >&2
		return 1
	fi
	mv -T -- "$2" "$path" && settled "\${path%/*}/"
}
f_swap() {
	names
	if [ ! -e "$fresh" ]; then
		[ -e "$kept" ] && [ -d "$path" ] && return
		echo 'what was restored beside is not there any more' >&2
		return 1
	fi
	if [ -n "$inside" ]; then swap_inside; else change_places "$kept" "$fresh"; fi
}
f_unswap() {
	names
	if [ -n "$inside" ]; then
		unswap_inside
	elif [ -e "$kept" ]; then
		change_places "$fresh" "$kept"
	elif [ ! -d "$path" ]; then
		echo 'what was put aside is not there any more' >&2
		return 1
	fi
}
f_will_swap() { names; [ -z "$inside" ] && [ -e "$fresh" ] && printf '%s' "$path"; }
f_will_unswap() { names; [ -z "$inside" ] && [ -e "$kept" ] && printf '%s' "$path"; }
# STEP: where it will rename the folder, no running container has that mounted.
unmounted() {
	k_place
	at=$(at_data "$1" </dev/null)
	[ -n "$at" ] || return 0
	by=$(mounting "$at")
	[ -z "$by" ] || fail 1 "$by still has $at mounted, and would go on with what is put aside: stop it, and name its service under writers"
}
k_swap() {
	unmounted f_will_swap
	at_data f_swap </dev/null
}
k_unswap() {
	unmounted f_will_unswap
	at_data f_unswap </dev/null
}
f_forget() {
	names
	plans | while read -r plan; do
		wiped "$around-old-$plan" && tell forgotten "$plan" || exit 1
	done
}
k_forget() {
	k_place
	at_data f_forget </dev/null
}
f_lost() {
	named && is_alone || return 1
	kept_of "$around"-old-*
}
k_lost() {
	k_place
	at_data f_lost </dev/null
}
`;
