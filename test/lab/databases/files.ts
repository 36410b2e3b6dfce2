// What Debian's packages of the databases, which are installed here, are made of: enough of it to run each in a container.
import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresPrograms } from '../postgres.ts';
import type { TarFile } from '../tar.ts';

/** The files below these folders. */
const below = (...folders: readonly string[]): readonly string[] =>
	folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.map((name) => join(folder, name))
			.filter((path) => !lstatSync(path).isDirectory()),
	);

/** The libraries of programs, where their loader looks for them. */
function librariesOf(programs: readonly string[]): readonly string[] {
	const listed = execFileSync('ldd', [...programs], { encoding: 'utf8' });
	return [...listed.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? []);
}

/** What busybox stands in for: of Debian's smallest system, which the official images begin with, what scripts use. */
const applets = `
	[ awk base64 basename cat chgrp chmod chown cmp cp cut date dd df diff dirname du echo egrep env expr false fgrep find fold
	grep gunzip gzip head hostname id kill ln ls md5sum mkdir mkfifo mktemp mv nproc od paste
	printf pwd readlink realpath rm rmdir sed seq setsid sha1sum sha256sum sleep sort stat stty sync tac tail tar tee
	test timeout touch tr true truncate tty uname uniq wc which whoami xargs yes zcat`;

/** Accounts as the official images number them; each is of one server. */
const accounts = ['postgres:999', 'mysql:998', 'redis:997'].map((one) => one.split(':'));

const system: readonly TarFile[] = [
	{ path: 'bin/busybox', from: '/usr/bin/busybox' },
	...(applets.match(/\S+/g) ?? []).map((name) => ({ path: `bin/${name}`, link: 'busybox' })),
	{ path: 'bin/sh', from: realpathSync('/usr/bin/dash') },
	{ path: 'entry.sh', from: fileURLToPath(new URL('entry.sh', import.meta.url)) },
	{
		path: 'etc/passwd',
		text: `root:x:0:0::/root:/bin/sh\n${accounts.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join('')}`,
	},
	{ path: 'etc/group', text: `root:x:0:\n${accounts.map(([name, id]) => `${name}:x:${id}:\n`).join('')}` },
	{ path: 'root', folder: true },
	{ path: 'var', folder: true },
	{ path: 'run', folder: true },
	{ path: 'var/run', link: '../run' },
	{ path: 'tmp', folder: true, mode: 0o1777 },
	{ path: 'var/tmp', folder: true, mode: 0o1777 },
	{ path: 'data', folder: true },
];

const myConfig = `[mariadbd]
character-set-server = utf8mb4
collation-server = utf8mb4_general_ci
innodb-log-file-size = 8M
innodb-buffer-pool-size = 32M
innodb-flush-method = nosync
innodb-flush-log-at-trx-commit = 0
performance-schema = 0
`;

const of = (folder: string, names: string): readonly string[] => names.split(' ').map((name) => join(folder, name));

/** The programs that need the most libraries: what the others need is among these. */
const linked = (): readonly string[] => [
	...of(postgresPrograms(), 'postgres psql pg_dump ../lib/libpqwalreceiver.so'),
	...of('/usr', 'sbin/mariadbd bin/mariadb bin/redis-server bin/redis-cli bin/setpriv'),
];

/** Of PostgreSQL's own extensions. */
const extensions = ['plpgsql', 'citext', 'hstore', 'pgcrypto'];

/** The servers and their clients by their paths. */
const programs = (): readonly string[] => [
	...below(postgresPrograms()),
	...of(join(postgresPrograms(), '../lib'), 'dict_snowball.so libpqwalreceiver.so pgoutput.so'),
	...extensions.map((name) => join(postgresPrograms(), `../lib/${name}.so`)),
	...of('/usr/sbin', 'mariadbd mysqld'),
	...of('/usr/bin', 'mariadb mariadb-admin mariadb-dump mariadb-install-db my_print_defaults resolveip'),
	...of('/usr/bin', 'mysql mysqladmin mysqldump mysql_install_db'),
	...of('/usr/bin', 'locale redis-check-aof redis-check-rdb redis-cli redis-server setpriv'),
];

/** What they read when they run, and a few time zones that differ. */
function shared(): readonly string[] {
	const postgres = join('/usr/share/postgresql', basename(dirname(postgresPrograms())));
	const isExtension = (path: string) => extensions.includes(basename(path).split(/[-.]/)[0] ?? '');
	return [
		...below(postgres).filter((path) => (path.includes('/extension/') ? isExtension(path) : !path.includes('/man/'))),
		...below('/usr/share/mysql/english', '/usr/share/mysql/charsets', '/usr/lib/locale/C.utf8'),
		...readdirSync('/usr/share/mysql').flatMap((name) => (name.endsWith('.sql') ? [`/usr/share/mysql/${name}`] : [])),
		...of('/usr/share/zoneinfo', 'UTC Etc/UTC Europe/Berlin America/New_York Asia/Kolkata'),
	];
}

const copied = (path: string): TarFile =>
	lstatSync(path).isSymbolicLink() ? { path, link: readlinkSync(path) } : { path, from: path };

/** A system with PostgreSQL, MariaDB and Redis. */
export function databaseFiles(): readonly TarFile[] {
	return [
		...system,
		...[...programs(), ...shared()].map(copied),
		...[...new Set(librariesOf(linked()))].map((path) => ({ path, from: path })),
		{ path: 'etc/mysql/my.cnf', text: myConfig },
	];
}
