import type { Engine } from '../engine.ts';
import { derive, load } from '../images.ts';
import { postgresPrograms } from '../postgres.ts';
import { databaseFiles } from './files.ts';

const BASE = 'watchdeck-lab/databases:base';

/**
 * `postgres:15`, `mariadb:10.11` and `redis:7`, which understand of the environment what the official images do, as far as
 * `entry.sh` goes. All three have the same one layer.
 */
export async function loadDatabases(engine: Engine): Promise<void> {
	await load(engine, databaseFiles(), 'watchdeck-lab/databases', 'base');
	const server = (name: string, command: string, changes: readonly string[], more = {}) =>
		derive(engine, name, ['ENTRYPOINT ["/entry.sh"]', `CMD ["${command}"]`, ...changes], BASE, more);
	const path = `${postgresPrograms()}:/usr/sbin:/usr/bin:/sbin:/bin`;
	const data = '/var/lib/postgresql/data';
	await Promise.all([
		server('postgres:15', 'postgres', [`ENV PATH=${path} PGDATA=${data}`, `VOLUME ${data}`], { StopSignal: 'SIGINT' }),
		server('mariadb:10.11', 'mariadbd', ['VOLUME /var/lib/mysql']),
		server('redis:7', 'redis-server', ['WORKDIR /data', 'VOLUME /data']),
	]);
}
