import { execFileSync } from 'node:child_process';
import type { Running, RunOptions } from '../containers.ts';
import type { Lab } from '../lab.ts';

/** Runs a client of a database as its superuser: its program, arguments and what comes on standard input. */
export type Tool = (program: string, args: readonly string[], input?: string | Buffer) => Buffer;

/** A container with a database that answers. */
export interface DatabaseContainer extends Running {
	/** What its client prints of statements that the superuser gives, or of a command of Redis. */
	readonly sql: (statements: string, database?: string) => string;
	readonly tool: Tool;
}

const WAIT = 60_000;

/** Waits until a container says this in its log; throws with what it said when it ends before, or after `WAIT`. */
async function says(lab: Lab, name: string, word: RegExp): Promise<void> {
	const signal = AbortSignal.timeout(WAIT);
	const query = { follow: '1', stdout: '1', stderr: '1' };
	const said: string[] = [];
	for await (const line of lab.engine.lines(`/containers/${name}/logs`, { query, signal })) {
		if (word.test(line)) return;
		said.push(line);
	}
	throw new Error(`${name} ended:\n${said.join('\n')}`);
}

/** Runs a program in a container, as root of it. */
export const execIn = (name: string, words: readonly string[], input: string | Buffer = ''): Buffer =>
	execFileSync('docker', ['exec', '-i', name, ...words], { input, maxBuffer: 2 ** 30 });

/** Waits until the PostgreSQL in a container answers, e.g. one of a Compose project. */
export async function postgresIn(
	lab: Lab,
	name: string,
	user = 'postgres',
): Promise<Omit<DatabaseContainer, keyof Running>> {
	await says(lab, name, /ready to accept connections/);
	const tool: Tool = (program, args, input) => execIn(name, [program, '-U', user, ...args], input);
	const sql = (statements: string, database = 'postgres') =>
		tool('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', database], statements).toString().trim();
	return { tool, sql };
}

/** The same of a MariaDB. */
export async function mariadbIn(
	lab: Lab,
	name: string,
	password: string,
): Promise<Omit<DatabaseContainer, keyof Running>> {
	await says(lab, name, /ready for connections/);
	const tool: Tool = (program, args, input) => execIn(name, [program, '-uroot', `-p${password}`, ...args], input);
	const sql = (statements: string, database = 'mysql') =>
		tool('mariadb', ['-NB', database], statements).toString().trim();
	return { tool, sql };
}

/** The same of a Redis. */
export async function redisIn(
	lab: Lab,
	name: string,
	password?: string,
): Promise<Omit<DatabaseContainer, keyof Running>> {
	await says(lab, name, /Ready to accept connections/);
	const login = password === undefined ? [] : ['-a', password, '--no-auth-warning'];
	const tool: Tool = (program, args, input) => execIn(name, [program, '-e', ...login, ...args], input);
	return { tool, sql: (command, database = '0') => tool('redis-cli', ['-n', database], command).toString().trim() };
}

/** Starts one of `postgres:15`; its password is `secret` unless `env` says another. */
export async function runPostgres(lab: Lab, name: string, options: RunOptions = {}): Promise<DatabaseContainer> {
	const env = { POSTGRES_PASSWORD: 'secret', ...options.env };
	const running = await lab.run(name, 'postgres:15', { ...options, env });
	return { ...running, ...(await postgresIn(lab, name, options.env?.['POSTGRES_USER'])) };
}

/** Starts one of `mariadb:10.11`; its root's password is `secret` unless `env` says another. */
export async function runMariadb(lab: Lab, name: string, options: RunOptions = {}): Promise<DatabaseContainer> {
	const env = { MARIADB_ROOT_PASSWORD: 'secret', ...options.env };
	const running = await lab.run(name, 'mariadb:10.11', { ...options, env });
	return { ...running, ...(await mariadbIn(lab, name, env.MARIADB_ROOT_PASSWORD)) };
}

/** Starts one of `redis:7`, with a password where one is said. */
export async function runRedis(
	lab: Lab,
	name: string,
	options: RunOptions & { readonly password?: string } = {},
): Promise<DatabaseContainer> {
	const { password, ...rest } = options;
	const login = password === undefined ? [] : ['--requirepass', password];
	const running = await lab.run(name, 'redis:7', { cmd: ['redis-server', ...login], ...rest });
	return { ...running, ...(await redisIn(lab, name, password)) };
}
