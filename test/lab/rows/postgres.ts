import { readFileSync } from 'node:fs';
import type { Tool } from '../databases/containers.ts';
import type { Contents } from './contents.ts';

const psql = (tool: Tool, database: string, statements: string): string =>
	tool('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', database], statements).toString();

/** Puts something of everything into an empty database, and makes the role `shop's "keeper"` where it is not there. */
export function fillPostgres(tool: Tool, database: string): void {
	psql(tool, database, readFileSync(new URL('postgres.sql', import.meta.url), 'utf8'));
}

/** Makes the table `big` of about so many bytes of text, of which gzip leaves about the half; its rows are all different. */
export function bigPostgres(tool: Tool, database: string, bytes: number): void {
	const rows = Math.ceil(bytes / 1024);
	psql(
		tool,
		database,
		`SET synchronous_commit = off;
		CREATE TABLE big AS SELECT n AS id, now() - n * interval '1 second' AS updated_at, (
			SELECT string_agg(encode(sha512((n || ',' || i)::bytea), 'hex'), '') FROM generate_series(1, 8) i
		) AS body FROM generate_series(1, ${rows}) n;
		ALTER TABLE big ADD PRIMARY KEY (id);`,
	);
}

/** One line for each thing that has a state of its own: its name, then that state, as JSON. `\gexec` runs what a query gives. */
const STATES = String.raw`
SET search_path = ''; SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres';
SET bytea_output = 'hex'; SET extra_float_digits = 3; SET row_security = off;
SELECT json_build_array('database', pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, daticulocale, datconnlimit,
	pg_get_userbyid(datdba), (SELECT json_agg(a::text ORDER BY a::text) FROM unnest(datacl) a), shobj_description(oid, 'pg_database'),
	(SELECT json_agg(s ORDER BY s) FROM pg_db_role_setting, unnest(setconfig) s WHERE setdatabase = d.oid))
FROM pg_database d WHERE datname = current_database();
SELECT format('SELECT json_build_array(%L, count(*), md5(string_agg(md5("a whole row"::text), '''' ORDER BY md5("a whole row"::text)))) FROM ONLY %s AS "a whole row"',
	'table ' || c.oid::regclass, c.oid::regclass)
FROM pg_class c WHERE relkind IN ('r', 'm') AND relispopulated AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
ORDER BY c.oid::regclass::text \gexec
SELECT format('SELECT json_build_array(%L, last_value, is_called) FROM %s', 'sequence ' || oid::regclass, oid::regclass)
FROM pg_class WHERE relkind = 'S' ORDER BY oid::regclass::text \gexec
SELECT json_build_array('materialized view ' || oid::regclass, relispopulated) FROM pg_class WHERE relkind = 'm';
SELECT json_build_array('large object ' || oid, length(lo_get(oid)), md5(lo_get(oid)), pg_get_userbyid(lomowner), lomacl::text,
	obj_description(oid, 'pg_largeobject')) FROM pg_largeobject_metadata;
`;

/** Everything in a database: its own settings, definitions, each table's rows in any order, sequences, large objects. */
export function postgresContents(tool: Tool, database: string): Contents {
	const lines = psql(tool, database, STATES).trim().split('\n');
	const states = lines.map((line) => JSON.parse(line) as readonly [string, ...unknown[]]);
	const definitions = tool('pg_dump', ['--schema-only', '-d', database])
		.toString()
		// A key that each dump makes anew, and its own version.
		.replaceAll(/^(\\(un)?restrict .*|-- Dumped .*)\n/gm, '');
	return { ...Object.fromEntries(states.map(([name, ...state]) => [name, JSON.stringify(state)])), definitions };
}
