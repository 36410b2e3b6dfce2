import { secret } from '../core/config/fields.ts';
import { askedInSql, verifyIn } from '../core/dataset/asked.ts';
import { container, database, servedOnce, server, socket, user } from '../core/dataset/fields.ts';
import type { DatasetForm } from '../core/dataset/form.ts';
import type { DatasetKind } from '../core/dataset/kind.ts';

/** What the config may say of a dataset `postgres`. */
const form = {
	kind: 'postgres',
	title: 'A database of a PostgreSQL server',
	suffix: 'dump',
	shape: {
		container,
		database,
		user,
		server: server('127.0.0.1:5432'),
		socket: socket('the folder of its socket', '/run/postgresql'),
		password: secret.optional(),
		...askedInSql,
		verify: verifyIn(['apart', 'server']).optional(),
	},
	check: servedOnce,
} satisfies DatasetForm;

/** A database of a PostgreSQL server. */
export const postgres: DatasetKind = {
	kind: 'postgres',
	title: 'PostgreSQL',
	form,
	passwordIn: 'PGPASSWORD',
	restores: 'beside',
	unstopped: 'whoever is connected is put out when the places change',
};
