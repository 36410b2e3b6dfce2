import { restoreRoom } from '../room.ts';

/**
 * Whether there is room for what is restored, before any of it is written. A kind says by `k_room` how many bytes are free
 * where new data would lie beside the live ones; nothing where that cannot be seen from here, which is no obstacle. How many
 * they take tells the record of the backup, else what was read of it, which of a compact format is less than it becomes.
 */
export const roomPart = `
# Set by a kind whose data take another room when they serve than in a file.
by_content=
free_of() { awk 'NR == 2 { printf "%.0f", $4 * 1024 }'; }
# Free where the server has PATH.
free_there() { [ -z "$1" ] || k_tool df -Pk -- "$1" 2>/dev/null </dev/null | free_of; }
# Whether the server is where its programs run, as far as its address tells.
is_near() {
	case $container/$host in
	*/ | *//* | ?*/localhost | ?*/127.*) ;;
	*) return 1 ;;
	esac
}
k_room() { :; }
told_room() {
	left=$(k_room 2>/dev/null)
	[ -z "$left" ] || tell room "$left"
}
# After read_through.
needed() {
	takes=
	[ -n "$by_content" ] || takes=$(recorded size)
	case $takes in
	'' | *[!0-9]*)
		{ read -r takes <"$scratch/count"; } 2>/dev/null || if [ -d "$folder/$name" ]; then
			takes=$(($(du -sk -- "$folder/$name" | sed 's/[^0-9].*//') * 1024))
		else
			takes=$(size_of "$folder/$name")
		fi
		;;
	esac
	awk -v n="$takes" 'BEGIN { printf "%.0f", n * ${restoreRoom.times} }'
}
# FREE NEEDED WHERE
has_room() {
	[ -n "$1" ] && [ -n "$2" ] || return 0
	awk -v free="$1" -v needed="$2" 'BEGIN { exit !(needed <= free * ${restoreRoom.share}) }' && return
	printf '%s\\n' "$3 are $(u_amount "$1") free, and about $(u_amount "$2") are needed, with a tenth left: make room there" >&2
	return 1
}
`;
