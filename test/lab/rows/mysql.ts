import { readFileSync } from 'node:fs';
import type { Tool } from '../databases/containers.ts';
import type { Contents } from './contents.ts';

const mysql = (tool: Tool, database: string, statements: string): string =>
	tool('mariadb', ['--default-character-set=utf8mb4', '-NB', '--raw', database], statements).toString();

/** Puts something of everything into an empty database. */
export function fillMysql(tool: Tool, database: string): void {
	mysql(tool, database, readFileSync(new URL('mysql.sql', import.meta.url), 'utf8'));
}

/** Makes the table `big` of about so many bytes of text, of which gzip leaves about the half; its rows are all different. */
export function bigMysql(tool: Tool, database: string, bytes: number): void {
	const part = (i: number) => `SHA2(CONCAT(seq, ',${i}'), 512)`;
	const body = Array.from({ length: 8 }, (_, i) => part(i)).join(', ');
	mysql(
		tool,
		database,
		`CREATE TABLE big (id int PRIMARY KEY, updated_at datetime NOT NULL, body text CHARACTER SET latin1 NOT NULL)
		SELECT seq AS id, '2026-01-01' + INTERVAL seq SECOND AS updated_at, CONCAT(${body}) AS body
		FROM seq_1_to_${Math.ceil(bytes / 1024)};`,
	);
}

/** A name as a word of SQL, and as a text. */
const name = (word: string) => `\`${word.replaceAll('`', '``')}\``;
const text = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Of whose kind a value keeps its all as decimal text; of any other it is its bytes. */
const SAID = /^((tiny|small|medium|big)?int|decimal|double|year|date|time|datetime|timestamp)$/;

interface Column {
	readonly table: string;
	readonly column: string;
	readonly type: string;
}

/** The query that counts a table's rows and adds up what is the same of each wherever it stands. */
function rowsOf(table: string, columns: readonly Column[]): string {
	const parts = columns.map(({ column, type }) => {
		const bytes = type === 'float' ? `CAST(${name(column)} AS double)` : name(column);
		const whole = SAID.test(type) || type === 'float' ? `CAST(${bytes} AS char)` : bytes;
		return `IFNULL(HEX(${whole}), '-')`;
	});
	const digest = `MD5(CONCAT_WS(',', ${parts.join(', ')}))`;
	const sum = (from: number) => `CAST(SUM(CAST(CONV(SUBSTR(${digest}, ${from}, 16), 16, 10) AS decimal(20))) AS char)`;
	return `SELECT JSON_ARRAY(${text(`table ${table}`)}, COUNT(*), ${sum(1)}, ${sum(17)}) FROM ${name(table)};`;
}

/** Everything in a database: its own settings, definitions, each table's rows in any order. */
export function mysqlContents(tool: Tool, database: string): Contents {
	const asked = (query: string) =>
		mysql(tool, database, `SET SESSION time_zone = '+00:00'; ${query}`)
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as readonly [string, ...unknown[]]);
	const columns = asked(
		`SELECT JSON_ARRAY('', table_name, column_name, data_type) FROM information_schema.columns
		JOIN information_schema.tables USING (table_schema, table_name)
		WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SEQUENCE') ORDER BY table_name, ordinal_position`,
	).map(([, table, column, type]): Column => ({ table: `${table}`, column: `${column}`, type: `${type}` }));
	const tables = Map.groupBy(columns, ({ table }) => table);
	const states = asked(
		`SELECT JSON_ARRAY('database', default_character_set_name, default_collation_name, schema_comment)
		FROM information_schema.schemata WHERE schema_name = DATABASE();
		${[...tables].map(([table, its]) => rowsOf(table, its)).join('\n')}`,
	);
	const all = [
		'--no-data',
		'--routines',
		'--events',
		'--triggers',
		'--skip-comments',
		'--default-character-set=utf8mb4',
	];
	const definitions = tool('mariadb-dump', [...all, database]).toString();
	return { ...Object.fromEntries(states.map(([key, ...state]) => [key, JSON.stringify(state)])), definitions };
}
