import { postgresTextPart } from './postgres-text.ts';

/** PostgreSQL: by pg_dump's own archive in one snapshot, uncompressed, since what is compressed twice gains nothing. */
export const postgresPart = `${postgresTextPart}
k_account=postgres
# Without a port, the one whose socket lies there.
if [ -n "$socket" ]; then
	host=$socket
	for path in "$socket"/.s.PGSQL.*; do
		case $path in *.lock) ;; *) [ -n "$port" ] || [ ! -S "$path" ] || port=\${path##*.} ;; esac
	done
fi
# A database's name may look like an address; so it is given as one part of one. By the others a session is found.
dsn() { printf "dbname='%s' application_name=watchdeck-$id connect_timeout=10" "$(printf '%s' "$1" | sed "s/[\\\\\\\\']/\\\\\\\\&/g")"; }
# From where the database is looked at: nobody can rename the one that they are in.
other=postgres
[ "$database" != postgres ] || other=template1
# PROGRAM DATABASE …: with the words that say where the server is.
at_server() {
	client=$1
	base=$2
	shift 2
	set -- -w \${host:+-h "$host"} \${port:+-p "$port"} \${user:+-U "$user"} -d "$(dsn "$base")" "$@"
	# A folder of pg_dump -Fd comes as a tar, and pg_restore takes no folder from a pipe.
	if [ "$client/$inner" = pg_restore/pg-folder ]; then
		k_tool sh -c 'f=$(mktemp -d) && tar -xf - -C "$f" && pg_restore "$@" "$f"; s=$?; rm -rf "$f"; exit $s' pg_restore "$@"
	else
		k_tool "$client" "$@"
	fi
}
# Whatever the role or the database sets for the sessions of others.
unbound='set client_min_messages = warning; set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set default_transaction_read_only = off'
k_ask() { at_server psql "$1" -XAtq -v ON_ERROR_STOP=1 -c "$unbound" -f -; }
# Of data that may be live in a moment: once something was read, nothing makes the transaction another.
k_read() {
	at_server psql "$1" -XAtq -v ON_ERROR_STOP=1 -c "$unbound" -c 'set default_transaction_read_only = on' -c 'begin read only' \\
		-c 'select 1 where false' -f -
}
# A query goes on in the server until it has something to tell whoever asked.
k_abandon() { printf '%s\\n' "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'watchdeck-$id' and pid <> pg_backend_pid();" | k_ask "$other" >/dev/null; }
# schema.table or table as SQL names it.
ident() { printf '%s' "$1" | sed 's/"/""/g; s/^\\([^.]*\\)\\.\\(..*\\)$/"\\1"."\\2"/; t
s/.*/"&"/'; }
text() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"; }
major() { printf '%s' "$1" | sed 's/[^0-9].*//'; }
# Says what to do where the server has no such database, as after a DROP DATABASE.
is_missing() {
	there=$(printf '%s\\n' "select count(*) from pg_database where datname = $(text "$database")" | k_ask "$other" 2>/dev/null)
	[ "$there" != 0 ] || fail 1 "there is no database $database in the server: make an empty one of its owner (createdb -O OWNER), then restore into its place"
}
k_stand() {
	tool=$(k_tool pg_dump --version </dev/null) || { way_there; fail 1 'pg_dump is not there: install the client of PostgreSQL where the server is'; }
	tell tool "\${tool##*) }"
	{ said=$(k_ask "$database" 2>&1 >&3); } 3>&1 <<END || { is_missing; no_answer "$said"; return 1; }
set default_transaction_read_only = on;
select 'server=' || current_setting('server_version');
select 'size=' || pg_database_size(current_database());
select 'replica=' || case when pg_is_in_recovery() then 'yes' else 'no' end;
END
	told_row
}
# The time in the newest row, in seconds.
k_row() {
	newest_parts
	k_ask "$database" <<END
select floor(extract(epoch from max($(ident "$column")))) from $(ident "$table");
END
}
k_dump() { at_server pg_dump "$database" -Fc -Z0 --lock-wait-timeout=300000 </dev/null; }

# The text encoding of what is restored: another one could not hold it.
archive_head() { case $inner in pg-folder) u_folder 2>/dev/null ;; pg-*) k_tool sh -c "$u_to_text" pg_restore 2>/dev/null ;; *) cat ;; esac | head -n 200; }
# The properties of text in a database, as CREATE DATABASE says them: a column tells what others than libc are called.
locale_words="format(' lc_collate %L lc_ctype %L', datcollate, datctype) || case to_jsonb(d) ->> 'datlocprovider'
	when 'c' then ' locale_provider libc'
	when 'i' then ' locale_provider icu icu_locale ' || quote_literal(coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale'))
		|| coalesce(' icu_rules ' || quote_literal(to_jsonb(d) ->> 'daticurules'), '')
	when 'b' then ' locale_provider builtin builtin_locale ' || quote_literal(to_jsonb(d) ->> 'datlocale')
	else '' end"
k_before() {
	encoding=$(unpack "$folder/$name" 2>/dev/null | archive_head | sed -n "s/^SET client_encoding = '\\([A-Za-z0-9_]*\\)';.*/\\1/p" | head -n 1)
	[ "$verb" = verify ] || return 0
	# Where the live one is not there, it is tried without.
	like=$(echo "select $locale_words from pg_database d where datname = $(text "$database")" | k_ask "$other" 2>/dev/null) || like=
	preload=$(echo 'show shared_preload_libraries' | k_ask "$other" 2>/dev/null | tr -d ' "') || preload=
	case $preload in *[!A-Za-z0-9_,./-]*) preload= ;; esac
}
# A program of the server, of the newest version where it is in no PATH.
server_program() {
	command -v "$1" 2>/dev/null && return
	found= highest=0
	for path in /usr/lib/postgresql/*/bin/"$1" /usr/pgsql-*/bin/"$1" /usr/local/pgsql/bin/"$1"; do
		[ -x "$path" ] || continue
		version=$("$path" --version | sed 's/[^0-9]*\\([0-9]*\\).*/\\1/')
		[ "\${version:-0}" -lt "$highest" ] || { found=$path highest=\${version:-0}; }
	done
	[ -n "$found" ] && printf '%s' "$found"
}
# Where psql knows how to be bound, it obeys no order but the one with a word that nobody else knows.
bound() {
	case $(k_tool psql --help=commands </dev/null 2>/dev/null) in
	*'\\restrict'*) printf '\\\\restrict %s\\n' "$(od -An -v -N16 -tx1 /dev/urandom | tr -d ' \\n')" ;;
	esac
}
# LOOSE: what is about roles and tablespaces that are not here does not count, the data are what is tested.
sift() { { bound && sifted "$1"; } 2>"\${mine:-$scratch}/refused"; }
sift_loose() { sift yes; }
# It ends at the first error, whatever its language: after a COPY that was refused psql would take rows for SQL.
load_text() { at_server psql "$base" -Xq -v ON_ERROR_STOP=1 -f - >/dev/null 2>"\${mine:-$scratch}/errors"; }
# What a load says of its failure: a text that was refused is not what the server took it for.
text_failed() {
	place=\${mine:-$scratch}
	grep -a '^its line ' "$place/refused" >&2 || cat "$place/errors" >&2
	return 1
}
load_archive() { at_server pg_restore "$base" --no-owner --no-acl --no-tablespaces 2>"$mine/errors"; }
k_load() {
	case $inner in
	pg-archive | pg-tar | pg-folder) load_archive ;;
	*) joined sift_loose load_text || text_failed; return ;;
	esac
	code=$?
	# Errors end pg_restore with 1; with more it was ended by something else.
	[ "$code" -le 1 ] || { cat "$mine/errors" >&2; echo "what restores it was ended (code $code)" >&2; return 1; }
	grep -a 'ERROR:\\|FATAL:\\|PANIC:\\|error:\\|server closed the connection' "$mine/errors" | grep -av 'ERROR:  role ".*" does not exist' | head -n 3 >"$mine/bad"
	[ ! -s "$mine/bad" ] || { cat "$mine/bad" >&2; return 1; }
	[ "$code" = 0 ] || grep -aq 'ERROR:  role ".*" does not exist' "$mine/errors" || { cat "$mine/errors" >&2; return 1; }
}
# Extensions may need what the live server is started with; what works by itself there does not here.
serve_apart() {
	k_tool "$ctl" -D "$home/data" -w -t 60 -l "$home/log" -o "-c listen_addresses= -c unix_socket_directories=$home -c fsync=off -c full_page_writes=off -c autovacuum=off -c max_wal_size=4GB$1" start </dev/null >/dev/null
}
make_base() { echo "create database $base template template0\${encoding:+ encoding '$encoding'}$1" | k_ask "$other" >/dev/null; }
k_apart() {
	if [ "$where" = server ]; then
		base=watchdeck_apart_$id
	else
		base=apart
		# Nothing that is restored may find it in its environment.
		unset PGPASSWORD
		carries=
		initdb=$(server_program initdb) && ctl=$(server_program pg_ctl) || fail 1 'initdb is not there: install the server of PostgreSQL, or name an image under verify'
		k_tool "$initdb" -D "$home/data" -U postgres -A trust -N -E UTF8 --locale=C </dev/null >/dev/null || return 1
		{ [ -n "$preload" ] && serve_apart " -c shared_preload_libraries=$preload -c max_worker_processes=0"; } || serve_apart || return 1
		host=$home port= user=postgres
	fi
	# Partitions by text hold what they hold in the order of that text.
	{ [ -n "$like" ] && make_base "$like" 2>/dev/null; } || make_base "\${encoding:+ lc_collate 'C' lc_ctype 'C'}" || return 1
	k_load
}
k_sweep() {
	if [ "$where" = server ]; then
		remove "watchdeck_apart_$id"
	else
		k_tool sh -c 'read -r pid <"$0/data/postmaster.pid" && kill -QUIT "$pid" || exit 0
			tries=0
			while kill -0 "$pid" && [ "$tries" -lt 50 ]; do tries=$((tries + 1)); sleep 0.1 || sleep 1; done' "$home"
	fi
}
k_count() { printf '%s\\n' "select count(*) from $(ident "$1")" | k_read "$base"; }
k_newest() {
	newest_parts
	printf '%s\\n' "select floor(extract(epoch from max($(ident "$column"))))::bigint from $(ident "$table")" | k_read "$base"
}
k_value() { value=$(printf '%s' "$1" | k_read "$base") && printf '%s\n' "$value" | head -n 1; }
`;
