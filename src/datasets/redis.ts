import { secret } from '../core/config/fields.ts';
import { checks, verifyIn } from '../core/dataset/asked.ts';
import { container, servedOnce, server, socket, user } from '../core/dataset/fields.ts';
import type { DatasetForm } from '../core/dataset/form.ts';
import type { DatasetKind } from '../core/dataset/kind.ts';

/** What the config may say of a dataset `redis`. */
const form = {
	kind: 'redis',
	title: 'A Redis server: all that it holds',
	suffix: 'rdb',
	shape: {
		container,
		user,
		server: server('127.0.0.1:6379'),
		socket: socket('its socket', '/run/redis/redis.sock'),
		password: secret.optional(),
		checks: checks('a command of Redis', 'DBSIZE').optional(),
		verify: verifyIn(['apart']).optional(),
	},
	check: servedOnce,
} satisfies DatasetForm;

/** All that a Redis server holds. */
export const redis: DatasetKind = {
	kind: 'redis',
	title: 'Redis',
	form,
	passwordIn: 'REDISCLI_AUTH',
	restores: 'in place',
	unstopped: 'what is written once the live data were dumped is lost, and in no dump',
	meanwhile:
		'Its clients can read and not write while the data come, get LOADING as long as they are loaded, and then read the restored ones.',
};
