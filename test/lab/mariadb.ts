import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Tool } from './databases/containers.ts';

/** A real MariaDB in a folder of its own. As Debian's, it lets the system's root be its `root`, on its socket only. */
export interface Mariadb {
	readonly port: number;
	readonly folder: string;
	readonly socket: string;
	readonly daemon: Daemon;
	/** What `mariadb` prints of statements that root gives: columns apart by tabs, without their names. */
	readonly sql: (statements: string, database?: string) => string;
	/** Runs a client of it as root: its programs (`mariadb`, `mariadb-dump`, …), arguments and what comes on standard input. */
	readonly tool: Tool;
	readonly stop: () => Promise<void>;
}

/** What saves time and is of no use to a server that lives for one test. */
const fast: Readonly<Record<string, string>> = {
	'innodb-log-file-size': '8M',
	'innodb-buffer-pool-size': '32M',
	'innodb-flush-method': 'nosync',
	'innodb-flush-log-at-trx-commit': '0',
	'innodb-doublewrite': '0',
	'performance-schema': '0',
};
const words = (settings: Readonly<Record<string, string>>) =>
	Object.entries(settings).map(([name, value]) => `--${name}=${value}`);

/** A folder that belongs to the account of MariaDB: the server gives up root for it. */
function ownFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-mariadb-'));
	const { uid, gid } = statSync('/var/lib/mysql');
	chownSync(folder, uid, gid);
	return folder;
}

/** Starts one on a free port of loopback; `settings` by the names of its options. */
export async function startMariadb(settings: Readonly<Record<string, string>> = {}): Promise<Mariadb> {
	const folder = ownFolder();
	const socket = join(folder, 'socket');
	const place = ['--no-defaults', '--user=mysql', `--datadir=${join(folder, 'data')}`, ...words(fast)];
	const first = ['--auth-root-authentication-method=socket', '--skip-test-db'];
	execFileSync('mariadb-install-db', [...place, ...first], { stdio: ['ignore', 'ignore', 'pipe'] });
	const port = await freePort();
	const own = { socket, port: String(port), 'bind-address': '127.0.0.1', 'pid-file': join(folder, 'pid'), ...settings };
	const daemon = await startDaemon('mariadbd', [...place, ...words(own)], /ready for connections/);
	const tool: Tool = (program, args, input = '') =>
		execFileSync(program, ['--no-defaults', '--user=root', `--socket=${socket}`, ...args], {
			input,
			maxBuffer: 2 ** 30,
		});
	return {
		port,
		folder,
		socket,
		daemon,
		tool,
		sql: (statements, database = 'mysql') => tool('mariadb', ['-NB', database], statements).toString().trim(),
		stop: async () => {
			if (existsSync(`/proc/${daemon.pid}`)) process.kill(daemon.pid, 'SIGCONT');
			await daemon.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
