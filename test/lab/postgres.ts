import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Tool } from './databases/containers.ts';

/** A real PostgreSQL in a folder of its own. On its socket everybody is let in, on its port only with a password. */
export interface Postgres {
	readonly port: number;
	readonly daemon: Daemon;
	/** What `psql` prints of a query that the superuser puts. */
	readonly sql: (query: string, database?: string) => string;
	/** Runs a client of it as the superuser: its program (`psql`, `pg_dump`, …), arguments and what comes on standard input. */
	readonly tool: Tool;
	/** A session in which the superuser puts a query, and which stays open. */
	readonly session: (query: string, database?: string) => { readonly end: () => Promise<void> };
	/** A replica of it that streams. */
	readonly replica: (settings?: Settings) => Promise<Postgres>;
	readonly stop: () => Promise<void>;
}
type Settings = Readonly<Record<string, string>>;

/** Where the programs of Debian's server are, which are in no PATH, of the newest version that is there. */
export const postgresPrograms = (): string => {
	const all = '/usr/lib/postgresql';
	const versions = readdirSync(all).filter((version) => existsSync(join(all, version, 'bin/postgres')));
	return join(all, versions.toSorted((a, b) => Number(a) - Number(b)).at(-1) ?? '', 'bin');
};
/** PostgreSQL refuses to run as root. Without PGPASSWORD and its like, which a test may have set for watchdeck. */
const asPostgres = (command: string, args: readonly string[]): readonly [string, readonly string[]] => [
	'setpriv',
	['--reuid=postgres', '--regid=postgres', '--clear-groups', '--reset-env', '--', command, ...args],
];
const run = (name: string, args: readonly string[], input: string | Buffer = ''): Buffer => {
	const [program, words] = asPostgres(join(postgresPrograms(), name), args);
	return execFileSync(program, [...words], { input, cwd: '/', maxBuffer: 2 ** 30 });
};

/** Who may come: by socket everybody; else by password, `old` by an old one, and `stranger` not at all. */
const mayCome = [
	'local all all trust',
	'local replication all trust',
	'host all stranger 127.0.0.1/32 reject',
	'host all old 127.0.0.1/32 md5',
	'host all all 127.0.0.1/32 scram-sha-256',
].join('\n');
const usual: Settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20', listen_addresses: '127.0.0.1' };

/** A folder that belongs to the account of PostgreSQL. */
function ownFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-postgres-'));
	const { uid, gid } = statSync('/var/lib/postgresql');
	chownSync(folder, uid, gid);
	return folder;
}

/** The settings for a certificate, which lies in this folder from now on. */
function offers(folder: string, pem: { readonly cert: string; readonly key: string }): Settings {
	const { uid, gid } = statSync(folder);
	for (const part of ['cert', 'key'] as const) {
		writeFileSync(join(folder, part), pem[part], { mode: 0o600 });
		chownSync(join(folder, part), uid, gid);
	}
	return { ssl: 'on', ssl_cert_file: join(folder, 'cert'), ssl_key_file: join(folder, 'key') };
}

async function serve(folder: string, settings: Settings, ready: RegExp): Promise<Postgres> {
	const port = await freePort();
	const given = Object.entries({ ...usual, unix_socket_directories: folder, ...settings });
	const options = given.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const args = ['-D', join(folder, 'data'), '-p', String(port), ...options];
	// In German wherever 'lc_messages' names a locale: its programs bring that along, and no locale of it has to be there.
	const [program, words] = asPostgres('env', ['LANGUAGE=de', join(postgresPrograms(), 'postgres'), ...args]);
	const daemon = await startDaemon(program, words, ready);
	const login = ['-h', folder, '-p', String(port), '-U', 'postgres'];
	const psql = (database: string) => [...login, '-d', database, '-XAtq'];
	return {
		port,
		daemon,
		sql: (query, database = 'postgres') =>
			run('psql', [...psql(database), '-c', query])
				.toString()
				.trim(),
		tool: (program, args, input) => run(program, [...login, ...args], input),
		session: (query, database = 'postgres') => {
			const [command, its] = asPostgres(join(postgresPrograms(), 'psql'), psql(database));
			const child = spawn(command, [...its], { stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
			child.stdin.write(`${query};\n`);
			const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
			return {
				end: async () => {
					// It is cancelled, so that the server lets go of it, too.
					child.kill('SIGINT');
					child.stdin.end();
					await gone;
				},
			};
		},
		replica: async (own = {}) => {
			const copy = ownFolder();
			const from = ['-h', folder, '-p', String(port), '-U', 'postgres', '-D', join(copy, 'data')];
			run('pg_basebackup', [...from, '-R', '-X', 'stream', '-c', 'fast']);
			return serve(copy, { cluster_name: 'standby', ...own }, /ready to accept read-only connections/);
		},
		stop: async () => {
			if (existsSync(`/proc/${daemon.pid}`)) {
				// Not SIGTERM alone: it would wait for the sessions.
				for (const signal of ['SIGCONT', 'SIGINT']) process.kill(daemon.pid, signal);
			}
			await daemon.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Starts one on a free port of loopback; with a certificate (in PEM) it offers TLS. */
export async function startPostgres(
	settings: Settings = {},
	certificate?: { readonly cert: string; readonly key: string },
): Promise<Postgres> {
	const folder = ownFolder();
	const data = join(folder, 'data');
	run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']);
	writeFileSync(join(data, 'pg_hba.conf'), mayCome);
	const tls = certificate === undefined ? {} : offers(folder, certificate);
	return serve(folder, { ...tls, ...settings }, /ready to accept connections/);
}
