/**
 * Reads what was added to a file since last time: `sh -c SCRIPT watchdeck-logs FILE INODE OFFSET MOST`, under dash and busybox
 * alike; without INODE it only says where the end is. Prints `file=there|missing|denied`, `inode=N`, `end=OFFSET` up to which
 * it read, `skipped=BYTES` where more than MOST came, and after a line `text=` the text itself. A file that was rotated (its
 * inode is FILE.1 now) is read to its end first; one that was cut begins anew. It never reads more than MOST bytes.
 */
export const fileScript = `LC_ALL=C
export LC_ALL
file=$1
inode=$2
at=$3
most=$4
[ -e "$file" ] || { echo file=missing; exit 0; }
[ -f "$file" ] || { echo file=other; exit 0; }
[ -r "$file" ] || { echo file=denied; exit 0; }
echo file=there
set -- $(stat -L -c '%i %s' "$file")
new=$1
size=$2
part() {
	[ "$3" -gt 0 ] || return 0
	dd if="$1" bs=4096 skip=$(($2 / 4096)) 2>/dev/null | tail -c +$(($2 % 4096 + 1)) | head -c "$3"
}
printf 'inode=%s\\nend=%s\\n' "$new" "$size"
[ -n "$inode" ] || { echo text=; exit 0; }
old=
rest=0
if [ "$new" != "$inode" ]; then
	if [ -r "$file.1" ]; then
		set -- $(stat -L -c '%i %s' "$file.1")
		[ "$1" = "$inode" ] && old=$file.1 && rest=$(($2 - at)) && from=$at
	fi
	at=0
elif [ "$size" -lt "$at" ]; then
	at=0
fi
[ "$rest" -gt 0 ] || rest=0
more=$((size - at))
skipped=0
if [ "$more" -gt "$most" ]; then
	skipped=$((more - most))
	at=$((size - most))
	more=$most
fi
room=$((most - more))
if [ "$rest" -gt "$room" ]; then
	skipped=$((skipped + rest - room))
	from=$((from + rest - room))
	rest=$room
fi
printf 'skipped=%s\\ntext=\\n' "$skipped"
[ "$rest" -gt 0 ] && part "$old" "$from" "$rest"
part "$file" "$at" "$more"
exit 0
`;

/**
 * Reads what a unit wrote to the journal since a cursor: `sh -c SCRIPT watchdeck-logs UNIT CURSOR LINES BYTES`; without CURSOR
 * it only says where the end is. Prints `journal=there|missing|denied`, `cursor=` where the next reading goes on, and after a
 * line `text=` the messages. Where more came than LINES or BYTES, or CURSOR is gone, it says `skipped=some` and goes on at
 * the end: who followed a flood would always be behind it.
 */
export const journalScript = `LC_ALL=C
export LC_ALL
command -v journalctl >/dev/null 2>&1 || { echo journal=missing; exit 0; }
case " $(id -u) $(id -nG) " in
*' 0 '* | *' adm '* | *' systemd-journal '* | *' wheel '*) echo journal=there ;;
*)
	# Where no machine keeps one, no group would help; its folders may be seen by all.
	for folder in /var/log/journal/* /run/log/journal/*; do
		[ -d "$folder" ] && { echo journal=denied; exit 0; }
	done
	echo journal=missing
	exit 0
	;;
esac
# The newest entry of all: what the unit writes from now on comes after it.
newest='journalctl -q --no-pager -o cat --show-cursor -n 1 2>/dev/null'
if [ -z "$2" ]; then
	eval "$newest" | tail -n 1 | sed -n 's/^-- cursor: /cursor=/p'
	echo text=
	exit 0
fi
# Messages come before the cursor: only the last line can be it, whatever they say.
{ journalctl -q --no-pager -u "$1" -o cat --show-cursor -n "$3" "--after-cursor=$2" || echo gone; } 2>/dev/null |
	awk -v lines="$3" -v most="$4" -v newest="$newest" '
	NR > 1 {
		size += length(last) + 1
		if (size > most) { more = 1; exit }
		kept[++count] = last
	}
	{ last = $0 }
	END {
		if (count >= lines || (NR > 0 && last !~ /^-- cursor: /)) more = 1
		# Closed, that is waited for, before the text: a shell that runs awk within itself (busybox) leaves it the handler for
		# SIGCHLD, and a line whose write the signal interrupts would be lost.
		if (more) { print "skipped=some"; while ((newest | getline last) > 0); close(newest) }
		if (sub(/^-- cursor: /, "cursor=", last)) print last
		print "text="
		for (i = 1; i <= count; i++) print kept[i]
	}'
exit 0
`;
