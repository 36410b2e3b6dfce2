#!/bin/sh
# First process of a container with a database: makes its data where there are none, as the official images do, then becomes
# the server, which hears by itself what the engine tells it.
set -eu

# What runs from now on as another account; nothing where root does not run this. Words, and none of them has a space.
drop=''
# Becomes $1, to whom all the other folders belong from now on.
becomes() {
	[ "$(id -u)" = 0 ] || return 0
	account=$1
	drop="setpriv --reuid=$account --regid=$account --clear-groups --"
	shift
	mkdir -p "$@"
	find "$@" ! -user "$account" -exec chown "$account:$account" {} +
}
# A word of SQL: $1 is put around $2, and doubled within it.
quoted() { printf "$1%s$1" "$(printf %s "$2" | sed "s/$1/$1$1/g")"; }

postgres_data() {
	user=${POSTGRES_USER:-postgres}
	database=${POSTGRES_DB:-$user}
	word=$1/password
	printf '%s\n' "${POSTGRES_PASSWORD:?is needed}" >"$word"
	$drop initdb -D "$PGDATA" -U "$user" --pwfile="$word" --auth-local=trust --auth-host=scram-sha-256 \
		-E UTF8 --locale=C --no-sync >/dev/null
	echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
	printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' >>"$PGDATA/postgresql.conf"
	[ "$database" = postgres ] || printf 'CREATE DATABASE %s\n' "$(quoted '"' "$database")" |
		$drop postgres --single -D "$PGDATA" postgres >/dev/null
}

mysql_data() {
	secret=$(printf %s "${MARIADB_ROOT_PASSWORD:-${MYSQL_ROOT_PASSWORD:?is needed}}" | sed 's/\\/\\\\/g')
	database=${MARIADB_DATABASE:-${MYSQL_DATABASE:-}}
	first=$1/first.sql
	{
		echo "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';"
		echo 'FLUSH PRIVILEGES;'
		for host in localhost %; do
			# It is one statement a line that is read.
			printf '%s;\n' "CREATE USER IF NOT EXISTS root@'$host'" "GRANT ALL ON *.* TO root@'$host' WITH GRANT OPTION" \
				"ALTER USER root@'$host' IDENTIFIED BY $(quoted "'" "$secret")"
		done
		[ "$database" = '' ] || printf 'CREATE DATABASE %s;\n' "$(quoted '`' "$database")"
	} >"$first"
	$drop mariadb-install-db --datadir=/var/lib/mysql --auth-root-authentication-method=normal --skip-test-db \
		--skip-name-resolve --extra-file="$first" >/dev/null
}

case ${1-} in
postgres)
	becomes postgres "$PGDATA" /run/postgresql
	chmod 700 "$PGDATA"
	[ -s "$PGDATA/PG_VERSION" ] || postgres_data /run/postgresql
	rm -f /run/postgresql/password
	;;
mariadbd)
	becomes mysql /var/lib/mysql /run/mysqld
	[ -d /var/lib/mysql/mysql ] || mysql_data /run/mysqld
	rm -f /run/mysqld/first.sql
	;;
redis-server)
	becomes redis /data
	set -- "$@" --protected-mode no
	;;
esac
# shellcheck disable=SC2086 # these are words
exec $drop "$@"
