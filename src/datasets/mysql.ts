import { secret } from '../core/config/fields.ts';
import { askedInSql, verifyIn } from '../core/dataset/asked.ts';
import { container, database, servedOnce, server, socket, user } from '../core/dataset/fields.ts';
import type { DatasetForm } from '../core/dataset/form.ts';
import type { DatasetKind } from '../core/dataset/kind.ts';

/** What the config may say of a dataset `mysql`. */
const form = {
	kind: 'mysql',
	title: 'A database of a MySQL or MariaDB server',
	suffix: 'sql',
	shape: {
		container,
		database,
		user,
		server: server('127.0.0.1:3306'),
		socket: socket('its socket', '/run/mysqld/mysqld.sock'),
		password: secret.optional(),
		...askedInSql,
		verify: verifyIn(['apart', 'server']).optional(),
	},
	check: servedOnce,
} satisfies DatasetForm;

/** A database of a MySQL or MariaDB server. */
export const mysql: DatasetKind = {
	kind: 'mysql',
	title: 'MySQL or MariaDB',
	form,
	passwordIn: 'MYSQL_PWD',
	restores: 'beside',
	unstopped: 'whoever is connected is put out when the places change',
};
