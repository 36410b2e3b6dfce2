/** The databases that are known by their image or port. */
export interface DatabaseKind {
	readonly is: 'postgres' | 'redis' | 'mysql' | 'mongo';
	readonly title: string;
	readonly port: number;
}

const databases: readonly (DatabaseKind & { readonly image: RegExp })[] = [
	{ is: 'postgres', title: 'PostgreSQL', port: 5432, image: /^(?:postgres|postgresql|postgis|timescaledb|pgvector)/ },
	{ is: 'redis', title: 'Redis', port: 6379, image: /^(?:redis|valkey|keydb)/ },
	{ is: 'mysql', title: 'MySQL', port: 3306, image: /^(?:mysql|mariadb|percona)/ },
	{ is: 'mongo', title: 'MongoDB', port: 27_017, image: /^mongo(?!-express)/ },
];

/** The database of an image such as `registry.example/library/postgres:16`; undefined where it is none. */
export function databaseOfImage(ref: string | undefined): DatabaseKind | undefined {
	const [name = ''] = (ref ?? '').slice((ref ?? '').lastIndexOf('/') + 1).split(/[:@]/, 1);
	// What only measures a database is none.
	return /exporter|admin|commander|insight|backup/.test(name)
		? undefined
		: databases.find(({ image }) => image.test(name));
}

/** The database that usually listens on a port. */
export function databaseOfPort(port: number): DatabaseKind | undefined {
	return databases.find((one) => one.port === port);
}
