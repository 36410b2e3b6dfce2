/**
 * PostgreSQL restores into a new database with the properties of the live one, and renames both in one transaction. A dump
 * that is text may hold orders to psql (connect to another database, run a program): none of them is obeyed.
 */
export const postgresRestorePart = `
fresh=watchdeck_new_$id kept=watchdeck_old_$id
# Data that an earlier restore put aside take the place back.
[ -z "$from" ] || fresh=watchdeck_old_$from
sift_live() { sift ''; }
load_live() {
	case $inner in
	pg-archive | pg-tar | pg-folder) at_server pg_restore "$base" --exit-on-error ;;
	*) joined sift_live load_text || text_failed ;;
	esac
}
# What CREATE DATABASE says of the live one, said of the new one.
like_live() {
	k_ask "$other" <<END
select format('create database %I with template template0 owner %I encoding %L', $(text "$fresh"), pg_get_userbyid(datdba), pg_encoding_to_char(encoding))
	|| $locale_words
	|| case when spcname <> 'pg_default' then format(' tablespace %I', spcname) else '' end
from pg_database d join pg_tablespace t on t.oid = dattablespace where datname = $(text "$database") \\gexec
END
}
# What GRANT and ALTER DATABASE say of the live one: not before it is filled, which a setting could hinder.
set_like_live() {
	k_ask "$other" <<END
select format('alter database %I connection limit %s', $(text "$fresh"), datconnlimit)
from pg_database where datname = $(text "$database") \\gexec
select format('revoke all on database %I from public', $(text "$fresh"))
from pg_database where datname = $(text "$database") and datacl is not null \\gexec
select format('grant %s on database %I to %s%s', privilege_type, $(text "$fresh"),
	case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
	case when is_grantable then ' with grant option' else '' end)
from pg_database, aclexplode(datacl) where datname = $(text "$database") \\gexec
select format('alter %s set %s = %s', case when setrole = 0 then format('database %I', $(text "$fresh"))
	else format('role %I in database %I', pg_get_userbyid(setrole), $(text "$fresh")) end,
	split_part(one, '=', 1), case when split_part(one, '=', 1) in ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')
	then substr(one, strpos(one, '=') + 1) else quote_literal(substr(one, strpos(one, '=') + 1)) end)
from pg_db_role_setting s join pg_database d on d.oid = setdatabase, unnest(setconfig) one where datname = $(text "$database") \\gexec
END
}
k_beside() {
	like_live >/dev/null || return 1
	base=$fresh
	load_live || return 1
	echo analyze | k_ask "$fresh" >/dev/null && set_like_live >/dev/null
}
# Only a role that may read all settings is told where the data are.
k_room() { ! is_near || free_there "$(echo 'show data_directory' | k_ask "$other")"; }
k_asked() { base=$fresh && ask_all; }
is_there() {
	there=$(printf '%s\\n' "select count(*) from pg_database where datname = $(text "$1")" | k_ask "$other") || fail 1 'the server did not say which databases there are: nothing was changed'
	[ "$there" = 1 ]
}
# Nobody comes in any more, and who is in is put out.
empty_out() {
	k_ask "$other" >/dev/null <<END
alter database $(quoted "$1") with allow_connections false;
$(put_out "$1")
END
}
# Those of the server's own that work in it go by themselves.
put_out() { printf '%s\\n' "select pg_terminate_backend(pid) from pg_stat_activity where datname = $(text "$1") and pid <> pg_backend_pid() and coalesce(to_jsonb(pg_stat_activity) ->> 'backend_type', '') <> 'autovacuum worker';"; }
open_again() { printf '%s\\n' "alter database $(quoted "$1") with allow_connections true" | k_ask "$other" >/dev/null; }
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')"; }
# What says on a database that it was put aside, and when, stands after what its owner says of it.
aside_pattern=' ?put aside by watchdeck at [0-9]+ of .*$'
# OF AFTER: what the database OF says of itself now.
said_of() { printf '%s' "regexp_replace(coalesce((select shobj_description(oid, 'pg_database') from pg_database where datname = $(text "$1")), ''), $(text "$aside_pattern"), '')"; }
# DATABASE OF AFTER: it says what OF says, and what comes AFTER it.
commented() { printf '%s\\n' "select format('comment on database %I is %L', $(text "$1"), nullif($(said_of "$2") || $(text "$3"), '')) \\gexec"; }
template_like() { printf '%s\\n' "select format('alter database %I with is_template %s', $(text "$1"), datistemplate::text) from pg_database where datname = $(text "$2") \\gexec"; }
# LIVE ASIDE NEXT: both names in one transaction.
change_places() {
	empty_out "$1" && empty_out "$3" && reason=$(k_ask "$other" 2>&1 >/dev/null <<END
begin;
alter database $(quoted "$1") rename to $(quoted "$2");
alter database $(quoted "$3") rename to $(quoted "$1");
alter database $(quoted "$1") with allow_connections true;
$(commented "$1" "$2" '')
$(commented "$2" "$2" " put aside by watchdeck at $(now) of $database")
$(template_like "$1" "$2")
commit;
END
) || { open_again "$1"; return 1; }
}
k_swap() {
	is_there "$kept" && ! is_there "$fresh" && return
	is_there "$fresh" || { reason='what was restored beside is not there any more'; return 1; }
	change_places "$database" "$kept" "$fresh"
}
k_unswap() {
	# Cut off before the change, it may have been closed already.
	is_there "$kept" || { is_there "$database" && open_again "$database" && return; reason='what was put aside is not there any more'; return 1; }
	change_places "$database" "$fresh" "$kept"
}
# What is to go may be a template, and somebody in it: also who was cut off while it was filled.
remove() {
	reason=$(k_ask "$other" 2>&1 >/dev/null <<END
select format('alter database %I with is_template false allow_connections false', datname)
from pg_database where datname = $(text "$1") and datconnlimit <> -2 \\gexec
$(put_out "$1")
drop database if exists $(quoted "$1");
END
)
}
k_drop() { remove "$fresh"; }
# Of the lines of olds, each a plan's id.
k_forget() {
	printf '%s' "$olds" | while IFS= read -r plan; do
		case $plan in *[!0-9a-f]* | '') continue ;; esac
		remove "watchdeck_old_$plan" && tell forgotten "$plan" || exit 1
	done
}
# What would stop it in the middle: who is logged in may not do it, or somebody holds the database. The first of them is told.
against() {
	cat <<END
select 'against=' || why || chr(9) || fix from pg_database, lateral (values
	(1, not pg_has_role(datdba, 'member'), format('%I does not own it', current_user),
		format('As a superuser: GRANT %I TO %I', pg_get_userbyid(datdba), current_user)),
	(2, not (select rolsuper or rolcreatedb from pg_roles where rolname = current_user), format('%I may not make databases', current_user),
		format('As a superuser: ALTER ROLE %I CREATEDB', current_user)),
	(3, exists (select from pg_tablespace s where s.oid = dattablespace and spcname <> 'pg_default' and not has_tablespace_privilege(s.oid, 'create')),
		format('%I may not make anything in its tablespace', current_user),
		format('As a superuser: GRANT CREATE ON TABLESPACE %I TO %I', (select spcname from pg_tablespace s where s.oid = dattablespace), current_user)),
	(4, exists (select from pg_prepared_xacts where database = datname), 'a prepared transaction holds it',
		'See pg_prepared_xacts, then COMMIT PREPARED or ROLLBACK PREPARED each of them'),
	(5, exists (select from pg_stat_activity a join pg_roles r on r.oid = usesysid where a.datname = pg_database.datname
			and rolsuper and not (select rolsuper from pg_roles where rolname = current_user)),
		format('a superuser is connected to it, whom %I may not put out', current_user),
		'Let them leave, or let the config log in as a superuser'),
	(6, exists (select from pg_stat_activity a where a.datname = pg_database.datname and usesysid is not null
			and not pg_has_role(usesysid, 'usage') and not pg_has_role('pg_signal_backend', 'usage')),
		format('other roles are connected to it, whom %I may not put out', current_user),
		format('As a superuser: GRANT pg_signal_backend TO %I', current_user))
) as found(rank, is_so, why, fix) where datname = $(text "$database") and is_so order by rank limit 1;
END
}
# How many rows of the table of 'newest' came later than SINCE, and what stands in the way of a restore.
k_lost() {
	k_ask "$other" <<END || return 1
select 'followers=' || count(*) from pg_stat_replication;
$(against)
select 'kept=' || substr(datname, 15) || ' ' || substring(said from 'put aside by watchdeck at ([0-9]+) of ')
from pg_database, lateral (select coalesce(shobj_description(oid, 'pg_database'), '')) as about(said)
where datname ~ '^watchdeck_old_[0-9a-f]{8}$' and right(said, length($(text " of $database"))) = $(text " of $database")
and said ~ 'put aside by watchdeck at [0-9]+ of ' order by 1;
END
	k_ask "$database" <<END || return 1
select 'slots=' || count(*) from pg_replication_slots where database = current_database();
select 'select ''subscriptions='' || count(*) from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())'
where to_regclass('pg_catalog.pg_subscription') is not null \\gexec
END
	[ -n "$newest" ] && [ -n "$made" ] || return 0
	newest_parts
	# The very table may be what is lost: then nobody can count.
	k_ask "$database" 2>/dev/null <<END || :
select 'lost=' || count(*) from $(ident "$table") where extract(epoch from $(ident "$column")) > $made;
END
}
`;
