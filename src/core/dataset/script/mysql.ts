import { mysqlTextPart } from './mysql-text.ts';

/**
 * MySQL and MariaDB: by mysqldump in one transaction. Its programs are called in one way, by `at_server HOW DATABASE …` (`sql`,
 * `dump`, `version`), which finds them under either name where the server is. Without a password of the config, the one that
 * the official images have in the environment of their container is taken there, and does not leave it.
 */
export const mysqlPart = `${mysqlTextPart}
k_account=mysql
bare=
program_there='
how=$0 within=$1 user=$2 bare=$3 base=$4
shift 4
case $how in
sql) tool=mariadb other=mysql ;;
*) tool=mariadb-dump other=mysqldump ;;
esac
command -v "$tool" >/dev/null 2>&1 || tool=$other
command -v "$tool" >/dev/null 2>&1 || { echo "neither mariadb nor mysql is there: install the client where the server is" >&2; exit 127; }
[ "$how" != version ] || exec "$tool" --version
if [ -n "$within" ] && [ -z "$MYSQL_PWD" ]; then
	case $user in
	"" | root) names="MARIADB_ROOT MYSQL_ROOT" ;;
	"$MARIADB_USER") names=MARIADB ;;
	"$MYSQL_USER") names=MYSQL ;;
	*) names= ;;
	esac
	for name in $names; do
		eval "word=\\\${\${name}_PASSWORD-} file=\\\${\${name}_PASSWORD_FILE-}"
		[ -n "$word" ] || [ ! -r "$file" ] || read -r word <"$file"
		[ -z "$word" ] || break
	done
	[ -z "$word" ] || { eval "MYSQL_PWD""=\\$word"; export MYSQL_PWD; user=\${user:-root}; }
fi
case $how in
sql)
	set -- -NB --raw --binary-mode --local-infile=0 --connect-timeout=20 \\
		--init-command="set session lock_wait_timeout = 60 /*!100100 , session max_statement_time = 0 */" \${base:+--database="$base"} "$@"
	case $("$tool" --no-defaults --help) in *--skip-print-query-on-error*) set -- --skip-print-query-on-error "$@" ;; esac
	;;
dump)
	case $("$tool" --version) in
	*MariaDB*) ;;
	*) set -- --loose-column-statistics=0 --set-gtid-purged=OFF "$@" ;;
	esac
	set -- "$@" --skip-lock-tables --no-tablespaces --routines --triggers --events -- "$base"
	;;
esac
exec "$tool" \${bare:+--no-defaults} \${user:+--user="$user"} --default-character-set=utf8mb4 --max-allowed-packet=1G "$@"'
at_server() {
	how=$1 base_of=$2
	shift 2
	within=
	[ -z "$container" ] || [ -n "$carries" ] || within=yes
	k_tool sh -c "$program_there" "$how" "$within" "$user" "$bare" "$base_of" \\
		\${host:+--protocol=tcp --host="$host"} \${port:+--port="$port"} \${socket:+--protocol=socket --socket="$socket"} "$@"
}
k_ask() { at_server sql "$1"; }
# DATABASE SQL
ask() { printf '%s\\n' "$2" | k_ask "$1"; }
# DATABASE SQL of data that may be live in a moment: none of it may change them.
read_only='set session transaction read only; start transaction read only;'
ask_only() { ask "$1" "$read_only
$2"; }
ident() { printf '\`%s\`' "$(printf '%s' "$1" | sed 's/\`/\`\`/g')"; }
text() { printf "_utf8mb4 x'%s'" "$(printf '%s' "$1" | hex)"; }
# COLUMN as a name in SQL.
q() { printf "concat('\\140', replace(%s, '\\140', '\\140\\140'), '\\140')" "$1"; }
# Views of what is not there any more: mysqldump fails at one, and no server would take it back.
broken_in() {
	looks=$(ask '' "set session group_concat_max_len = 4294967295;
select concat('check table ', group_concat($(q table_schema), '.', $(q table_name))) from information_schema.views where table_schema = $(text "$1") having count(*) > 0") || return 1
	[ -n "$looks" ] || return 0
	looks=$(ask '' "$looks") && printf '%s\\n' "$looks" | awk -F '\\t' -v skip=\${#1} '$4 == "Corrupt" { print substr($1, skip + 2) }'
}
# Whether it follows another server, in any of its channels. Who may not see that has no answer.
follows() {
	for how in 'show all slaves status' 'show replica status' 'show slave status'; do
		channels=$(ask '' "$how" 2>/dev/null) || continue
		if [ -n "$channels" ]; then echo yes; else echo no; fi
		return
	done
	echo unknown
}
# Says what to do where the server has no such database, as after a DROP DATABASE.
is_missing() {
	there=$(ask '' "select count(*) from information_schema.schemata where schema_name = $(text "$database")" 2>/dev/null)
	[ "$there" != 0 ] || fail 1 "there is no database $database in the server, or none that $user may see: make an empty one (CREATE DATABASE), then restore into its place"
}
k_stand() {
	tool=$(at_server version '' </dev/null) || { way_there; return 1; }
	tell tool "$(printf '%s' "$tool" | sed 's/.*\\(Distrib\\|from\\|Ver\\) //; s/[ ,].*//')"
	{ said=$(k_ask "$database" 2>&1 >&3); } 3>&1 <<END || { is_missing; no_answer "$said"; return 1; }
select concat('server=', version());
select concat('size=', coalesce(sum(data_length + index_length), 0)) from information_schema.tables where table_schema = database();
select concat('unsteady=', replace(table_name, '\\n', ' ')) from information_schema.tables t join information_schema.engines e on e.engine = t.engine
where table_schema = database() and coalesce(transactions, 'NO') <> 'YES' limit 20;
END
	lost=$(broken_in "$database") || return 1
	[ -z "$lost" ] || printf '%s\\n' "$lost" | sed 's/^/broken=/; 20q'
	tell replica "$(follows)"
	told_row
}
# The time in the newest row, in seconds; what has no time zone is taken for UTC.
newest_in() {
	newest_parts
	k_ask "$1" <<END
$read_only
set time_zone = '+00:00';
select floor(unix_timestamp(max($(ident "$column")))) from $(ident "$table");
END
}
k_row() { newest_in "$database"; }
# DATABASE and options: without broken views.
dump_of() {
	dumped=$1
	shift
	without=$(broken_in "$dumped") || return 1
	while IFS= read -r view; do [ -z "$view" ] || set -- "$@" "--ignore-table=$dumped.$view"; done <<END
$without
END
	at_server dump "$dumped" "$@" </dev/null
}
k_dump() { dump_of "$database" --single-transaction --quick --hex-blob --comments --dump-date; }

k_before() { :; }
# A program of the server, which are in no PATH of an account.
server_program() {
	command -v "$1" 2>/dev/null && return
	for path in /usr/sbin/"$1" /usr/libexec/"$1" /usr/local/mysql/bin/"$1" /usr/local/sbin/"$1"; do
		[ ! -x "$path" ] || { printf '%s' "$path"; return; }
	done
	return 1
}
# A server of its own in $home, without network. MariaDB has a program that makes its first data, MySQL's server does it itself.
serve_apart() {
	unset MYSQL_PWD
	host= port= carries= user=root bare=yes socket=$home/socket
	daemon=$(server_program mariadbd) || daemon=$(server_program mysqld) ||
		fail 1 'neither mariadbd nor mysqld is there: install the server of MariaDB or MySQL, or name an image under verify'
	if first=$(server_program mariadb-install-db) || first=$(server_program mysql_install_db); then
		k_tool "$first" --no-defaults --datadir="$home/data" --auth-root-authentication-method=normal --skip-test-db \\
			--skip-name-resolve --innodb-log-file-size=8M </dev/null >"$mine/first" 2>&1
	else
		k_tool "$daemon" --no-defaults --initialize-insecure --datadir="$home/data" </dev/null >"$mine/first" 2>&1
	fi || { tail -n 3 "$mine/first" >&2; return 1; }
	k_tool "$daemon" --no-defaults --datadir="$home/data" --socket="$socket" --pid-file="$home/pid" --skip-networking \\
		--tmpdir="$home" --secure-file-priv="$home" --log-error="$home/log" --event-scheduler=OFF --skip-name-resolve --skip-log-bin \\
		--max-allowed-packet=1G --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-buffer-pool-size=128M \\
		</dev/null >/dev/null 2>&1 &
	daemon=$!
	until k_tool sh -c '[ -S "$0" ]' "$socket" </dev/null; do
		kill -0 "$daemon" 2>/dev/null || { k_tool tail -n 3 "$home/log" </dev/null >&2; return 1; }
		sleep 0.1 2>/dev/null || sleep 1
	done
}
# What a load says of its failure: a text that was refused is not what the server took it for.
load_failed() {
	place=\${mine:-$scratch}
	if [ -s "$place/refused" ]; then
		cat "$place/refused" >&2
	elif [ -f "$place/errors" ]; then
		! grep -qi 'unknown \\(collation\\|character set\\|system variable\\)' "$place/errors" ||
			echo 'error: it was made by a server of another kind or version, and goes only into one like that' >&2
		cat "$place/errors" >&2
	fi
	return 1
}
sift_loose() { sifted yes '' 2>"$mine/refused"; }
sift_quiet() { sifted yes /dev/null 2>"$mine/refused"; }
load_base() { at_server sql "$base" 2>"\${mine:-$scratch}/errors"; }
k_apart() {
	if [ "$where" = server ]; then
		base=watchdeck_apart_$id
		make_like_live "$base" && joined sift_quiet load_base
	else
		base=apart
		serve_apart && ask '' "create database $base character set utf8mb4" && joined sift_loose load_base
	fi || load_failed
}
k_sweep() {
	if [ "$where" = server ]; then
		ask '' "drop database if exists watchdeck_apart_$id"
	else
		k_tool sh -c 'read -r pid <"$0/pid" && kill -9 "$pid" || exit 0
			tries=0
			while kill -0 "$pid" && [ "$tries" -lt 50 ]; do tries=$((tries + 1)); sleep 0.1 || sleep 1; done' "$home"
	fi
}
k_count() { ask_only "$base" "select count(*) from $(ident "$1")"; }
k_newest() { newest_in "$base"; }
k_value() { value=$(ask_only "$base" "$1") && printf '%s\\n' "$value" | head -n 1 | cut -f 1; }
`;
