import { dataPart } from './data.ts';

/**
 * Files: one tar of the folder, read while others write. That a file changed or went meanwhile is no failure, and is told
 * (`changed`). GNU tar keeps numbers of owners, access lists, attributes, holes and hard links; busybox' keeps the links.
 *
 * A local volume is its folder on the host where that can be written to; else a throwaway container has it mounted.
 */
export const filesPart = `${dataPart}
k_account= gnu=
# Disk and number of FOLDER, or of the nearest above it that is there, and of all above that: the same by whatever name.
nodes_above() {
	at=$1
	until [ -e "$at" ]; do at=$(dirname -- "$at"); done
	at=$(readlink -f -- "$at")
	set --
	while [ -n "$at" ]; do set -- "$@" "$at"; at=\${at%/*}; done
	stat -c %d:%i -- "$@" / | tr '\\n' ' '
}
k_place() {
	[ -z "$place" ] || return 0
	above=$(nodes_above "$folder")
	place=here
	[ -z "$as" ] || [ "$(id -un)" = "$as" ] || place=as
	[ -n "$volume" ] || return 0
	said=$(docker volume inspect -f '{{.Driver}} {{len .Options}} {{.Mountpoint}}' -- "$volume" 2>&1 </dev/null) ||
		fail 1 "the volume $volume cannot be looked at: $(printf '%s' "$said" | one_line)"
	# What has options may be mounted only while a container runs.
	case $said in
	'local 0 /'*)
		path=\${said#local 0 }
		! k_tool test -w "$path" </dev/null || return 0
		;;
	esac
	for helper in $(docker ps -aq --no-trunc --filter "volume=$volume" </dev/null | head -n 5 | xargs -r docker inspect -f '{{.Image}}' | sort -u) \\
		$(docker image ls -q --filter reference=busybox --filter reference=alpine --filter reference=debian --filter reference=ubuntu </dev/null); do
		docker run --rm --network none --entrypoint sh -- "$helper" -c 'for one in tar find awk stat mv; do command -v "$one" || exit 1; done' >/dev/null 2>&1 </dev/null || continue
		place=run mounts=-v mounted=$volume:/watchdeck-data path=/watchdeck-data
		return
	done
	fail 1 "this account cannot write to the folder of the volume $volume, and no image here has a shell and tar: log in as root (or as: root), or docker pull busybox"
}
is_gnu() { [ -n "$gnu" ] || gnu=$(k_tool tar --version 2>/dev/null </dev/null | sed -n 's/.*GNU tar.*/yes/p'); [ "$gnu" = yes ]; }
# Words of tar for what its build can keep.
kept_words() {
	k_tool tar --help 2>/dev/null </dev/null | sed -n -e 's/^ *--acls .*/--acls/p' -e "s/^ *--xattrs .*/--xattrs --xattrs-include=*/p"
}
# Mount points below PATH; fails where PATH itself is none.
mounts_in() {
	FILE=$1 awk '{
		at = $5
		gsub(/\\\\040/, " ", at); gsub(/\\\\011/, "\\t", at); gsub(/\\\\134/, "\\\\", at)
		if (at == ENVIRON["FILE"]) found = 1
		else if (index(at, ENVIRON["FILE"] "/") == 1) print at
	}
	END { exit !found }' /proc/self/mountinfo
}
is_mount() { mounts_in "$1" >/dev/null; }
# In a mount point, which has no name to change, new and old data lie in folders of it, else beside it.
names() {
	at=$(readlink -f -- "$path")
	path=\${at:-$path}
	inside= around=$path.watchdeck
	! is_mount "$path" || inside=yes around=\${path%/}/.watchdeck
	fresh=$around-new-$id kept=$around-old-$id out=$around-out-$id
	[ -z "$from" ] || fresh=$around-old-$from
}
named() {
	names
	[ -d "$path" ] || { echo "$path is not there: check path in the config, or to restore what was lost, first make an empty folder with its owner and mode there" >&2; return 1; }
	case " $above" in
	*" $(stat -c %d:%i -- "$path") "*)
		echo "the folder of the backups lies in $path itself: each would hold those before it, and a restore would put them aside; name one outside of it" >&2
		return 1
		;;
	esac
}
f_stand() {
	named || return 1
	tell tool "$(tar --version 2>&1 | head -n 1)"
	used=$(timeout 20 du -skx -- "$path" 2>/dev/null | cut -f 1)
	[ -z "$used" ] || tell size $((used * 1024))
}
k_stand() {
	k_place
	at_data f_stand </dev/null
}
f_dump() {
	named && cd -- "$path" || return 1
	set -f
	set -- -cf -
	if is_gnu; then
		set -- "$@" --format=posix --pax-option=delete=atime,delete=ctime --numeric-owner --one-file-system --sparse --sort=name \\
			--anchored --no-wildcards-match-slash $(kept_words)
	fi
	if is_gnu; then
		set -- "$@" --exclude='./.watchdeck-*' \${inside:+--exclude=./lost+found} .
	elif [ -z "$inside" ] || [ -z "$(find . -maxdepth 1 \\( -name '.watchdeck-*' -o -name lost+found \\) | head -n 1)" ]; then
		set -- "$@" .
	else
		# A tar without exclusions is given each name.
		set +f
		for one in ./* ./.[!.]* ./..?*; do
			case $one in ./.watchdeck-* | ./lost+found) continue ;; esac
			[ ! -e "$one" ] && [ ! -L "$one" ] || set -- "$@" "$one"
		done
	fi
	{
		{ tar "$@"; printf '\\n=code=%s\\n' "$?" >&2; } 2>&1 >&5 5>&- | awk '
		BEGIN { code = 2 }
		/file changed as we read it$|File removed before we read it$|No such file or directory$|File shrank by [0-9]+ bytes; padding with zeros$/ { changed++; next }
		/socket ignored$|is on a different filesystem; not dumped$/ { next }
		# What it says may lack its last line end.
		/^=code=/ { code = substr($0, 7) + 0; next }
		/^$/ { next }
		{ if (others++ < 20) print }
		END { if (changed) print "=changed=" changed; exit !(code == 0 || code == 1 && changed && !others) }' >&2
	} 5>&1
}
k_dump() { told_at_data f_dump </dev/null; }

k_before() { k_place; }
# Unpacks what comes on standard input into the empty FOLDER; links that lead out of it are made last.
extract() {
	set -f
	into=$1
	set -- -xpf - -C "$into"
	! is_gnu || set -- "$@" --numeric-owner $(kept_words)
	k_tool tar "$@" || return 1
	set +f
	[ -z "$(k_tool find "$into" -xdev -type d -name 'GNUSparseFile.*' </dev/null | head -n 1)" ] ||
		{ echo 'it holds files with holes, which only GNU tar can unpack: install it (apt install tar)' >&2; return 1; }
}
counted() {
	files=$(k_tool find "$1" -xdev ! -type d -print0 </dev/null | tr -dc '\\000' | wc -c)
	bytes=$(k_tool find "$1" -xdev -type f -exec stat -c %s {} + </dev/null | awk '{ n += $1 } END { printf "%.0f", n }')
	checked files "$((files)) files, $(u_amount "$bytes")" ''
}
# What differs from the tar, by its own list; owners only where they could be kept.
differing() {
	k_tool tar -df - --numeric-owner -C "$home/files" 2>&1 | grep -v "$differs" | head -n 3 >"$mine/differs"
	cat >/dev/null
}
k_apart() {
	k_tool mkdir -- "$home/files" </dev/null && extract "$home/files" || return 1
	counted "$home/files"
	[ -e "$folder/$name" ] && is_gnu || return 0
	differs='^$'
	[ "$(k_tool id -u </dev/null)" = 0 ] || differs=': [UG]id differs$'
	joined read_backup differing || return 1
	[ ! -s "$mine/differs" ] || { echo "what was restored differs: $(one_line <"$mine/differs")" >&2; return 1; }
	checked 'compared with the tar' 'nothing differs' ''
}
# A folder of mode 0 cannot be emptied by its owner.
k_sweep() { k_tool chmod -R u+rwX -- "$home/files"; }
`;
