import { dataPart } from './data.ts';

/**
 * SQLite: a copy in one read transaction, by `.backup`, which keeps row ids and also copies a file that is damaged (`VACUUM
 * INTO` does neither). Without that transaction each write of others begins the copy anew. With WAL writers go on meanwhile;
 * without it they wait. The copy lies beside the backups, or beside the file where only another account can write.
 *
 * Names in SQL stand in backquotes: a name in double quotes that does not exist is taken for a text.
 */
export const sqlitePart = `${dataPart}
k_account= safe= slow_to_begin=yes
db() { k_tool sqlite3 $safe -batch -bail -init /dev/null "$@"; }
# What others wrote may hold orders to sqlite3, which -safe does not obey.
be_safe() { safe=; ! k_tool sqlite3 -help 2>&1 </dev/null | grep -q -e ' -safe' || safe=-safe; }
live() { db -readonly -cmd '.timeout 10000' "$path" "$1" </dev/null; }
ident() { printf '\`%s\`' "$(printf '%s' "$1" | sed 's/\`/\`\`/g')"; }
# A container that has the file on a volume is left alone: the host's sqlite3 reads it there, or that of a throwaway container.
k_place() {
	[ -z "$place" ] || return 0
	if [ -z "$container" ]; then
		place=here
		[ -z "$as" ] || [ "$(id -un)" = "$as" ] || place=as
		has_tool sqlite3 || { way_there; fail 1 'sqlite3 is not there: install it on this host (apt install sqlite3)'; }
		return
	fi
	real=$(on_host "$path")
	if [ -n "$real" ]; then
		at=$(readlink -f -- "\${real%/*}")
		if command -v sqlite3 >/dev/null 2>&1 && [ -n "$at" ] && [ "$at" = "\${real%/*}" ] && [ ! -L "$real" ] && [ -r "$real" ] && [ -w "$at" ]; then
			place=here path=$real container= as=
			return
		fi
		helper=$(docker inspect -f '{{.Image}}' -- "$container" </dev/null)
		if docker run --rm --network none --entrypoint sh -- "$helper" -c 'command -v sqlite3' >/dev/null 2>&1 </dev/null; then
			place=run mounts=--volumes-from mounted=$container
			return
		fi
	elif has_tool sqlite3 2>/dev/null; then
		place=exec
		return
	fi
	fail 1 "sqlite3 is not in $container, and this account does not reach $path from the host: install sqlite3 here and log in as root, or add it to the image"
}
# Where a new file can be put beside it: not in a container's own layer.
k_beside_place() {
	k_place
	[ "$place" != exec ] || fail 1 "$path lies in the layer of $container itself, which goes with it: put its folder on a volume, then it can be restored"
}
named() {
	path=$(readlink -f -- "$path") && [ -f "$path" ] || { echo "$path is not there: check path in the config, or to restore what was lost, first make an empty file with its owner and mode there" >&2; return 1; }
	names
}
names() {
	fresh=$path.watchdeck-new-$id kept=$path.watchdeck-old-$id
	[ -z "$from" ] || fresh=$path.watchdeck-old-$from
}

f_stand() {
	named || return 1
	version=$(sqlite3 --version | cut -d ' ' -f 1)
	tell server "$version"
	tell tool "$version"
	tell size $(($(size_of "$path") + $(size_of "$path-wal")))
	# A restore comes over what cannot be opened, too: so it is told, and fails nothing here.
	said=$(live 'select count(*) from sqlite_master' 2>&1 >/dev/null) || tell unopened "$(printf '%s\\n' "$said" | complaint)"
	told_row
}
k_row() { base=$path; k_newest; }
k_stand() {
	k_place
	at_data f_stand </dev/null
}
copy_gone() { rm -f -- "$copy" "$copy-journal" "$copy-wal" "$copy-shm"; }
copy_named() { copy=\${scratch:-\${path%/*}}/.watchdeck-$id.copy; }
f_scrap() { named && copy_named && copy_gone; }
f_dump() {
	named || return 1
	copy_named
	trap copy_gone EXIT
	trap 'exit 143' HUP INT TERM
	needs=$(($(size_of "$path") + $(size_of "$path-wal"))) left=$(free_in "\${copy%/*}")
	[ "\${left:-0}" -ge "$needs" ] || { echo "\${copy%/*} has \${left:-no} bytes free, and a copy of $path needs $needs" >&2; return 1; }
	cd -- "\${copy%/*}" || return 1
	sqlite3 -batch -bail -init /dev/null -cmd '.timeout 30000' "$path" >/dev/null <<END || return 1
begin;
select count(*) from sqlite_master;
.backup \${copy##*/}
commit;
END
	sqlite3 -batch -bail -init /dev/null "$copy" "select '=table=' || name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and instr(name, char(10)) = 0 limit 2000" >&2 </dev/null || return 1
	rm -f -- "$copy-wal" "$copy-shm"
	cat -- "$copy"
}
k_dump() { told_at_data f_dump </dev/null; }
k_end() {
	[ -z "$container" ] || docker rm -f "watchdeck-data-$id" >/dev/null 2>&1 </dev/null
	case $verb/$was in discard/* | abandon/dump) ;; *) return ;; esac
	(
		k_place
		[ "$place" = here ] || at_data f_scrap
	) </dev/null >/dev/null 2>&1
}

k_before() { k_place; }
into_base() {
	case $inner in
	sqlite) k_tool sh -c 'cat >"$0"' "$base" ;;
	*)
		be_safe
		[ -n "$safe" ] || { echo 'it is SQL text, and the sqlite3 here is older than 3.37: it would obey orders in it' >&2; return 1; }
		db "$base" >/dev/null
		;;
	esac
}
integrity() {
	be_safe
	found=$(db -readonly "$base" 'pragma integrity_check' </dev/null 2>&1 | head -n 3)
	[ "$found" = ok ] || { echo "the database is damaged: $(printf '%s' "$found" | one_line)" >&2; return 1; }
}
k_apart() {
	base=$home/apart.db
	into_base || return 1
	integrity || return 1
	checked integrity ok ''
	# SQLite keeps no promise of foreign keys by itself; so it is told, and fails nothing.
	lost=$(db -readonly "$base" 'select count(*) from pragma_foreign_key_check' </dev/null 2>/dev/null) &&
		checked 'foreign keys' "$lost rows refer to none" ''
}
k_sweep() { :; }
k_count() { db -readonly "$base" "select count(*) from $(ident "$1")"; }
k_value() { value=$(db -readonly "$base" "$1") && printf '%s\n' "$value" | head -n 1; }
# Seconds since 1970 of EXPRESSION: a number of seconds, milliseconds, microseconds or Julian days, or a text as SQLite writes times.
seconds_of() {
	cat <<END
case when typeof($1) = 'real' and $1 < 10000000 then cast(($1 - 2440587.5) * 86400 as integer)
when typeof($1) in ('integer', 'real') then cast(case when $1 >= 100000000000000 then $1 / 1000000 when $1 >= 100000000000 then $1 / 1000 else $1 end as integer)
else cast(strftime('%s', $1) as integer) end
END
}
k_newest() {
	newest_parts
	db -readonly -cmd '.timeout 10000' "$base" "select $(seconds_of last) from (select max($(ident "$column")) as last from $(ident "$table"))"
}
`;
