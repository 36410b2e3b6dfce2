/** Making a backup: `dump`, `keep`, `discard`; and, for a plan, whether the folder takes one (`told_place`). */
export const makePart = `
account() { id -un 2>/dev/null || id -u; }
# What is not there yet is made in the nearest folder that is.
may_write() {
	at=$1
	until [ -e "$at" ] || [ -L "$at" ]; do at=$(dirname -- "$at"); done
	[ -d "$at" ] && [ -w "$at" ] && [ -x "$at" ]
}
told_place() {
	[ ! -d "$folder" ] || tell free "$(free_in "$folder")"
	tell account "$(account)"
	may_write "$folder" || tell writable no
	# Another login may have made it for itself alone.
	{ may_write "$records" && { [ ! -d "$records" ] || [ -r "$records" ]; }; } || tell records denied
}
# The time in the newest row of the live data, which k_row prints in seconds; or why there is none.
told_row() {
	[ -n "$newest" ] || return 0
	# What it says beside its answer may quote the data: a number in that is no time, and a warning is no reason.
	if row=$(k_row 2>/dev/null); then
		case $row in
		'' | *[!0-9]*) tell row-unread 'no row with a time since 1970 was found' ;;
		*) tell newest-row "$row" ;;
		esac
		return
	fi
	reason=$(k_row 2>&1 | complaint)
	tell row-unread "\${reason:-no answer came}"
}
# LEFT | RIGHT, both names of functions; fails where either does. What the left one says of itself is the reason then.
joined() {
	note=\${mine:-$scratch}/left.$1
	rm -f "$note"
	{ "$1"; echo $? >"\${mine:-$scratch}/left.$1"; } | "$2"
	right=$? left=
	{ read -r left <"\${mine:-$scratch}/left.$1"; } 2>/dev/null
	[ "\${left:-1}" = 0 ] && [ "$right" = 0 ]
}
# Why an order has no folder: the disk is full, where it may write at all.
no_place() {
	if may_write "$scratch"; then
		left=$(free_in "$at")
		[ "\${left:-0}" -ge 1048576 ] || fail 1 "the disk of $folder is full: nothing was done"
	fi
	fail 1 "$folder cannot be written to by $(account)"
}
# A folder for this order alone. One of the same plan that was cut off and still ends is waited for.
workplace() {
	scratch=$records/.$id
	mkdir -p -- "$scratch" || no_place
	before=
	{ read -r before <"$scratch/main"; } 2>/dev/null
	echo "$main" >"$scratch/main" || no_place
	tries=0
	while [ -n "$before" ] && [ "$before" != "$main" ] && kill -0 "$before" 2>/dev/null && [ "$tries" -lt 15 ]; do
		tries=$((tries + 1))
		sleep 1
	done
	rm -rf -- "$scratch"
	mkdir -p -- "$scratch" && echo "$main" >"$scratch/main" || no_place
}
compress() {
	case $name in
	*.zst) zstd -q -3 -T0 -c ;;
	*.gz) gzip -c ;;
	*) cat ;;
	esac
}
pack() { compress >"$half"; }
# Why something could not be written: the disk is full, where it is.
full() {
	left=$(free_in "$folder")
	[ "\${left:-0}" -ge 1048576 ] || fail 1 "the disk of $folder is full: the half-written dump was removed, older backups are untouched"
}
# FILE SENTENCE: with the reason, of what the file holds: the last line is what is told of an order.
failed_by() {
	reason=$(why "$1")
	but "$2"
}
dump() {
	workplace
	half=$folder/$name.part
	left=$(free_in "$folder")
	[ -z "$of" ] || [ "\${left:-0}" -ge "$of" ] || fail 1 "$folder has \${left:-no} bytes free, and about $of are needed: nothing was written"
	began=$(now) since=$(ticks) failed=
	{ tell began "$began"; k_stand; } >"$scratch/facts" || fail 1 "the server did not say how it stands"
	watch_over "$half"
	joined k_dump pack 2>"$scratch/why" || failed=yes
	cat -- "$scratch/why" >&2
	[ -z "$failed" ] || { full; failed_by "$scratch/why" 'the dump failed'; }
	took=$(($(ticks) - since))
	mv -- "$scratch/facts" "$records/.$name.facts" && tell took "$((took / 100)).$(printf %02d $((took % 100)))" >>"$records/.$name.facts" || { full; fail 1 "$folder cannot be written to"; }
	tell bytes "$(size_of "$half")"
	half=
}
sums() {
	sha256sum <"$1" | cut -d ' ' -f 1 >"$scratch/sha256" &
	first=$!
	md5sum <"$1" | cut -d ' ' -f 1 >"$scratch/md5" &
	second=$!
}
# How much came out of it is counted where that is limited.
read_through() {
	unpack "$part"
	read=$?
	[ -z "\${u_count-}" ] || echo "$u_count" >"$scratch/count"
	return "$read"
}
is_whole() { whole_"$kind" >"$scratch/holds"; }
# Which of the tables that must be there are not, with commas between.
lacking() {
	printf '%s' "$tables" | tr ',' '\\n' | while IFS= read -r table || [ -n "$table" ]; do
		grep -Fxq -e "table=$table" -e "table=public.$table" "$scratch/holds" || printf '%s,' "$table"
	done | sed 's/,$//'
}
keep() {
	part=$folder/$name.part
	if [ -f "$folder/$name" ] && grep -qx "plan=$id" "$records/$name" 2>/dev/null; then
		scratch=$records/.$id
		rm -f -- "$records/.$name.facts"
		echo kept=already
		return
	fi
	[ -f "$part" ] || fail 1 "$part is not there any more: take the backup anew"
	workplace
	# The whole of it is there from the first second: that tells nothing of how far this is.
	watch_over /dev/null
	sums "$part"
	look_at "$part"
	most=
	own=yes
	joined read_through is_whole 2>"$scratch/why" || { cat -- "$scratch/why" >&2; failed_by "$scratch/why" 'what was dumped is not whole, so it is no backup'; }
	wait "$first" "$second"
	read -r sha <"$scratch/sha256" && read -r md <"$scratch/md5" || { full; fail 1 'its checksums could not be made'; }
	# A kind whose backups do not tell their tables told them when it made the dump.
	grep '^table=' "$records/.$name.facts" >>"$scratch/holds"
	missing=$(lacking)
	{
		grep -v '^table=' "$records/.$name.facts"
		tell plan "$id"
		tell kind "$kind"
		[ -z "$dataset" ] || tell dataset "$dataset"
		[ -z "$purpose" ] || tell purpose "$purpose"
		tell bytes "$(size_of "$part")"
		tell sha256 "$sha"
		tell md5 "$md"
		tell tables "$(grep -c '^table=' "$scratch/holds")"
		[ -z "$missing" ] || tell missing "$missing"
		grep '^unproven=' "$scratch/holds" | head -n 1
	} >"$scratch/record" || { full; fail 1 "$folder cannot be written to"; }
	{ sync -- "$part" "$scratch/record" || sync; } 2>/dev/null
	mv -- "$scratch/record" "$records/$name" && mv -- "$part" "$folder/$name" || fail 1 "$folder cannot be written to"
	rm -f -- "$records/.$name.facts"
	{ sync -- "$folder" "$records" || sync; } 2>/dev/null
	# That it lacks what must be there is told by its record: the light and the proof of the run read that.
	sed 's/^/record /' <"$records/$name"
}
discard() {
	end_in_container
	rm -f -- "$folder/$name.part" "$records/.$name.facts"
	[ -z "$name" ] || [ -e "$folder/$name" ] || rm -f -- "$records/$name"
	rm -rf -- "$records/.$id"
}
`;
