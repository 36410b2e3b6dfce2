// The data that the scenes with a dataset are about.
import { type DatabaseContainer, execIn } from '../lab/databases/containers.ts';
import type { Postgres } from '../lab/postgres.ts';
import { postgresContents } from '../lab/rows/postgres.ts';
import { fillRedis, redisContents } from '../lab/rows/redis.ts';
import { ASIDE, type LiveData } from './dataset-scene.ts';

/** The database `shop` of a server on the machine itself, filled by `fill` when it was backed up, and changed by `change` since. */
export function shopIn(server: Postgres, fill: () => void, change: string): LiveData {
	server.sql("alter role postgres password 'pw-secret-1'");
	const copies = { 'backed up': 'shop_then', live: 'shop_now' } as const;
	server.sql(`create database ${copies['backed up']}`);
	fill();
	server.sql(`create database ${copies.live} template ${copies['backed up']}`);
	server.sql(change, copies.live);
	const beside = () => server.sql("select datname from pg_database where datname ~ '^watchdeck_' order by 1");
	const names = () =>
		beside()
			.split('\n')
			.filter((name) => name !== '');
	return {
		name: 'shop',
		env: { WATCHDECK_TEST_PW: 'pw-secret-1' },
		config: {
			kind: 'postgres',
			...{
				database: 'shop',
				user: 'postgres',
				server: `127.0.0.1:${server.port}`,
				password: '${env:WATCHDECK_TEST_PW}',
			},
			tables: ['orders'],
		},
		begin: (which) => {
			for (const name of ['shop', ...names()]) server.sql(`drop database if exists "${name}" with (force)`);
			server.sql(`create database shop template ${copies[which]}`);
			server.sql(`create database watchdeck_old_${ASIDE} template template0`);
			server.sql(`comment on database watchdeck_old_${ASIDE} is 'put aside by watchdeck at 1700000000 of shop'`);
		},
		contents: () => postgresContents(server.tool, 'shop'),
		beside: names,
	};
}

/** All that a Redis in a container holds. */
export function cacheIn({ tool, sql }: DatabaseContainer, name: string): LiveData {
	const inside = (...words: readonly string[]) =>
		execIn(name, words)
			.toString()
			.split('\n')
			.filter((line) => line !== '');
	/** What a restore that was cut could leave: its own server, files of it, and what it told the live one. */
	const beside = () => {
		const servers = inside('sh', '-c', 'cat /proc/[0-9]*/comm 2>/dev/null').filter((comm) => comm === 'redis-server');
		const word = tool('redis-cli', ['CONFIG', 'GET', 'masterauth']).toString().trim().split('\n')[1] ?? '';
		return [
			...servers.slice(1),
			...inside('sh', '-c', 'ls -A /tmp /var/tmp').filter((file) => /^\.?watchdeck/.test(file)),
			...(sql('INFO replication').includes('role:master') ? [] : ['it follows another one']),
			...(word === '' ? [] : [word]),
		];
	};
	return {
		name: 'cache',
		env: {},
		config: { kind: 'redis', container: name, checks: { keys: { ask: 'DBSIZE', least: 20 } } },
		begin: (which) => {
			if (beside().length > 0) throw new Error(`It is not as it was: ${beside().join(', ')}.`);
			sql('FLUSHALL');
			sql('FUNCTION FLUSH');
			fillRedis(tool);
			if (which === 'live') sql('DEL text\nSET later value\nFUNCTION FLUSH');
		},
		contents: () => redisContents(tool),
		beside,
	};
}
