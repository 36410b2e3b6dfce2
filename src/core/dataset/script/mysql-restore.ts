/**
 * MySQL and MariaDB restore into a new database. They cannot rename one: all tables change places in one RENAME TABLE, which
 * others see whole or not at all. Triggers, views, routines and events cannot move; they are told in SQL. A database that is
 * not live holds that text, and the names of the tables that it is for, in its table `watchdeck_place`. From what lies where each verb
 * tells how far one before it came, so that it can be given again:
 *
 * - a place is marked before anything of the live database is changed;
 * - tables go aside before others come, so that in the live database there are only old ones while one of them is missing aside;
 * - a place is removed as the last of all, and only where no data are in it.
 */
export const mysqlRestorePart = `
fresh=watchdeck_new_$id kept=watchdeck_old_$id
# Data that an earlier restore put aside take the place back.
[ -z "$from" ] || fresh=watchdeck_old_$from
tables_in() { printf "information_schema.tables where table_schema = %s and table_type <> 'VIEW' and table_name not in ('watchdeck_place', 'watchdeck_part')" "$(text "$1")"; }
# A server that does not answer is no answer: nothing is concluded from it.
counted() { number=$(ask '' "select count(*) from $1") && [ -n "$number" ] || fail 1 'the server did not say what is there: nothing was changed'; }
is_marked() { counted "information_schema.tables where table_schema = $(text "$1") and table_name = 'watchdeck_place'" && [ "$number" = 1 ]; }
# A database with the properties of the live one.
make_like_live() {
	making=$(ask '' "select concat('create database if not exists $1 character set ', default_character_set_name, ' collate ', default_collation_name)
from information_schema.schemata where schema_name = $(text "$database")") && [ -n "$making" ] && ask '' "$making"
}
# Triggers, views, routines and events of a database, in SQL.
code_of() {
	said=$(dump_of "$1" --no-data --skip-comments) || return 1
	printf '%s\\n' "$said" | only_code
}
# PLACE OF: with what comes on standard input, and the names of the tables of OF.
mark() {
	k_ask '' <<END
drop table if exists $1.watchdeck_part;
create table $1.watchdeck_part (id int auto_increment primary key, kind varchar(5) not null, body longblob not null)
	engine = InnoDB comment = '$(now) $(printf '%s' "$database" | hex)';
insert into $1.watchdeck_part (kind, body) values ('code', x'$(hex)');
insert into $1.watchdeck_part (kind, body) select 'table', table_name from $(tables_in "$2");
rename table $1.watchdeck_part to $1.watchdeck_place;
END
}
# What is live has its code told in PLACE before it loses it.
mark_live() {
	make_like_live "$1" && code=$(code_of "$database") && printf '%s\\n' "$code" | mark "$1" "$database"
}
sift_live() { sifted '' "$scratch/events" 2>"$scratch/refused"; }
k_beside() {
	pointing=$(ask '' "select distinct concat(table_schema, '.', table_name) from information_schema.key_column_usage
where referenced_table_schema = $(text "$database") and table_schema <> $(text "$database") limit 3") || return 1
	if [ -n "$pointing" ]; then
		echo "tables of other databases point to it by foreign keys, which would follow what is put aside: $(printf '%s' "$pointing" | one_line)" >&2
		return 1
	fi
	: >"$scratch/events"
	base=$fresh
	make_like_live "$fresh" || return 1
	joined sift_live load_base || load_failed || return 1
	code=$(code_of "$fresh") && printf '%s\\n' "$code" | cat - "$scratch/events" | mark "$fresh" "$fresh"
}
k_room() { ! is_near || free_there "$(ask '' 'select @@datadir')"; }
k_asked() { base=$fresh && ask_all; }
clear_code() {
	drops=$(k_ask '' <<END
select concat('drop trigger if exists ', $(q trigger_schema), '.', $(q trigger_name), ';') from information_schema.triggers where trigger_schema = $(text "$1");
select concat('drop view if exists ', $(q table_schema), '.', $(q table_name), ';') from information_schema.views where table_schema = $(text "$1");
select concat('drop ', routine_type, ' if exists ', $(q routine_schema), '.', $(q routine_name), ';') from information_schema.routines where routine_schema = $(text "$1");
select concat('drop event if exists ', $(q event_schema), '.', $(q event_name), ';') from information_schema.events where event_schema = $(text "$1");
END
	) && ask '' "$drops"
}
take_code() {
	code=$(ask '' "select body from $1.watchdeck_place where kind = 'code'") && ask "$database" "$code"
}
# N FROM TO, and which: one part of a RENAME TABLE for each table.
moving() {
	printf "select $1 as n, concat($(q table_schema), '.', $(q table_name), ' to ', $(q "$(text "$3")"), '.', $(q table_name)) as part from %s $4" "$(tables_in "$2")"
}
# All in one statement.
move() {
	renames=$(k_ask '' <<END
set session group_concat_max_len = 4294967295;
select concat('rename table ', group_concat(part order by n separator ', ')) from ($1 union all $2) as moves having count(*) > 0;
END
	) && ask '' "$renames"
}
# Of the tables that are to be aside: their names; and those that are there.
meant="select body from $kept.watchdeck_place where kind = 'table'"
aside="select cast(table_name as binary) from information_schema.tables where table_schema = '$kept'"
# Who is in is put out. Who comes again finds the one or the other.
put_out() {
	kills=$(ask '' "select concat('kill ', id, ';') from information_schema.processlist where db = $(text "$1") and id <> connection_id()") || return 1
	# Some of them are gone by then.
	[ -z "$kills" ] || printf '%s\\n' "$kills" | at_server sql '' --force 2>/dev/null || :
}
remove() { put_out "$1" && ask '' "drop database if exists $1"; }
# One that holds no data any more.
remove_place() {
	counted "$(tables_in "$1")"
	[ "$number" = 0 ] || { echo "$1 holds tables that nobody expected there: it stays" >&2; return 1; }
	remove "$1"
}
k_swap() {
	if ! is_marked "$fresh"; then
		is_marked "$kept" || { echo 'what was restored beside is not there any more' >&2; return 1; }
		remove_place "$fresh"
		return
	fi
	is_marked "$kept" || mark_live "$kept" || return 1
	put_out "$database" && clear_code "$database" && clear_code "$fresh" && put_out "$database" || return 1
	move "$(moving 1 "$database" "$kept" "and cast(table_name as binary) in ($meant) and cast(table_name as binary) not in ($aside)")" \\
		"$(moving 2 "$fresh" "$database" '')" && take_code "$fresh" && remove_place "$fresh"
}
k_unswap() {
	if ! is_marked "$kept"; then
		remove_place "$kept"
		return
	fi
	is_marked "$fresh" || mark_live "$fresh" || return 1
	put_out "$database" && clear_code "$database" && put_out "$database" || return 1
	move "$(moving 1 "$database" "$fresh" "and not exists (select 1 from $kept.watchdeck_place where kind = 'table' and body not in ($aside))")" \\
		"$(moving 2 "$kept" "$database" '')" && take_code "$kept" && remove_place "$kept"
}
k_drop() { remove "$fresh"; }
# A query goes on in the server until it has something to tell whoever asked.
k_abandon() { put_out "watchdeck_new_$id"; put_out "watchdeck_apart_$id"; }
# Of the lines of olds, each a plan's id.
k_forget() {
	printf '%s' "$olds" | while IFS= read -r plan; do
		case $plan in *[!0-9a-f]* | '') continue ;; esac
		remove "watchdeck_old_$plan" && tell forgotten "$plan" || exit 1
	done
}
# WHAT RIGHT, an expression: what its user may not see stands in the way.
blind_to() {
	ask '' "select concat('against=its user, ', current_user(), ', may not see $1', char(9), 'As root: GRANT ', $2, ' ON *.* TO ',
		quote(left(current_user(), char_length(current_user()) - char_length(substring_index(current_user(), '@', -1)) - 1)),
		'@', quote(substring_index(current_user(), '@', -1)))"
}
# How many rows of the table of 'newest' came later than SINCE, and what stands in the way of a restore.
k_lost() {
	# Without this right a server shows the sessions of others to nobody, and says nothing of it.
	if ask '' 'show engine innodb status' >/dev/null 2>&1; then
		ask '' "select concat('followers=', count(*)) from information_schema.processlist where command like 'Binlog Dump%'" || return 1
	else
		blind_to 'who is connected, nor whether another server follows it' "'PROCESS'" || return 1
	fi
	[ "$(follows)" != unknown ] ||
		blind_to 'whether it follows another server' "if(version() like '%mariadb%', 'REPLICA MONITOR', 'REPLICATION CLIENT')" || return 1
	k_ask '' <<END || return 1
select concat('kept=', substr(table_schema, 15), ' ', substring_index(table_comment, ' ', 1)) from information_schema.tables
where table_name = 'watchdeck_place' and table_schema regexp '^watchdeck_old_[0-9a-f]{8}$'
and substring_index(table_comment, ' ', -1) = '$(printf '%s' "$database" | hex)' order by 1;
END
	[ -n "$newest" ] && [ -n "$made" ] || return 0
	newest_parts
	# The very table may be what is lost: then nobody can count.
	k_ask "$database" 2>/dev/null <<END || :
set time_zone = '+00:00';
select concat('lost=', count(*)) from $(ident "$table") where unix_timestamp($(ident "$column")) > $made;
END
}
`;
