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
 * Reads what a unit wrote to the journal since a cursor: `sh -c SCRIPT watchdeck-logs UNIT CURSOR LINES`; without CURSOR it
 * only says where the end is. Prints `journal=there|missing|denied`, and after a line `text=` the messages and the new cursor
 * in the last line (`-- cursor: …`).
 */
export const journalScript = `LC_ALL=C
export LC_ALL
command -v journalctl >/dev/null 2>&1 || { echo journal=missing; exit 0; }
case " $(id -u) $(id -nG) " in
*' 0 '* | *' adm '* | *' systemd-journal '* | *' wheel '*) echo journal=there ;;
*) echo journal=denied; exit 0 ;;
esac
echo text=
if [ -n "$2" ]; then
	journalctl -q --no-pager -u "$1" -o cat --show-cursor -n "$3" "--after-cursor=$2" 2>/dev/null && exit 0
fi
# The newest entry of all: what the unit writes from now on comes after it.
journalctl -q --no-pager -o cat --show-cursor -n 1 2>/dev/null | tail -n 1
exit 0
`;
