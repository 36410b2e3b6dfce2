// What of the text of a dump psql is given.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { postgresPart } from '../../../src/core/dataset/script/postgres.ts';
import { postgresTextPart } from '../../../src/core/dataset/script/postgres-text.ts';
import { posixShells } from '../../support/stand-ins.ts';

const sift = (shell: string, input: string, loose = '') => {
	const text = `LC_ALL=C; export LC_ALL\n${postgresTextPart}\nsifted '${loose}'`;
	const { stdout, stderr, status } = spawnSync(shell, ['-c', text], { argv0: 'sh', input, encoding: 'latin1' });
	return { out: stdout, says: stderr, code: status };
};

/** What looks like orders, in places where it is none. */
const harmless = String.raw`--
-- PostgreSQL database dump
--

SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $_$
\! touch pwned
COPY public.fake (id) FROM stdin;
$$'::text $_$;
CREATE FUNCTION public.g(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN (a[1:2] IS NULL) THEN 1 ELSE $1 END AS "case";
 SELECT 2;
END;
CREATE TABLE public.users (
    price text DEFAULT E'a\'b\\'::text /* ' */ -- '
);
COMMENT ON TABLE public.users IS 'it''s "q" $$ /* --
COPY public.fake (id) FROM stdin;
\connect fake
ALTER TABLE x OWNER TO y;
';
COPY "Sh""op;
\! touch pwned"."it's (" ("a ""b"")", c) FROM stdin;
1	\\! touch pwned
\! touch pwned
ALTER TABLE x OWNER TO y;
'"$$/*
\.

COPY public.users (id) FROM stdin;
\.

INSERT INTO public.inserted VALUES (1, 'a\', '
\! touch pwned');
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
`;

/** After a first statement that is fine. */
const refused: readonly string[] = [
	String.raw`\! touch pwned`,
	String.raw`\connect other`,
	String.raw`SELECT 1 \! touch pwned`,
	String.raw`SELECT 1; \o pwned`,
	'/* COPY x FROM stdin;\nCOPY x FROM stdin;\n*/ \\! touch pwned',
	"SELECT '\nCOPY x FROM stdin;\n'; \\! touch pwned",
	'SELECT (\nCOPY x FROM stdin;\n\\! touch pwned\n\\.\n);',
	'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nCOPY x FROM stdin;\n\\! touch pwned\n\\.\nEND;',
	'CREATE OR REPLACE "x" PROCEDURE f() BEGIN\nCOPY x FROM stdin;\n\\! touch pwned\n\\.\nEND;',
	'COPY x FROM stdin; \\! touch pwned',
	'COPY x FROM stdin; COPY y FROM stdin;\n\\.\n\\! touch pwned',
	'COPY x FROM stdin; /*\n*/\n\\! touch pwned\n\\.',
	'copy x from stdin with csv;\n/*\n\\.\n\\! touch pwned\n*/',
	'COPY/**/x FROM stdin WITH (FORMAT csv);\n/*\n\\.\n\\! touch pwned\n*/',
	"COPY x TO PROGRAM 'touch pwned';",
	"SELECT E'a'\n'\\' -- '\n\\! touch pwned",
	"SELECT 1E'\\' -- '\n\\! touch pwned",
	'-- it is no\rSELECT 1 \\! touch pwned',
	'SELECT 1 -- it is no\r\\! touch pwned',
	'SELECT a$$, 1 \\! touch pwned $$',
	'SELECT :VERSION;',
	"SET standard_conforming_strings = off;\nSELECT '\\' -- '; \\! touch pwned",
	"SET client_encoding = 'SJIS';\nSELECT E'\x81\\', 1 \\! touch pwned -- '",
	"SET NAMES 'SJIS';",
	'SET LOCAL standard_conforming_strings TO off;',
	'/*\0*/ \\! touch pwned\n*/',
	'CREATE ROLE intruder SUPERUSER;',
	'alter /* x */ system set x = 1;',
	'DROP DATABASE other;',
];

describe.each(posixShells)('in %s', (_name, shell) => {
	test('what is a dump goes through as it is', () => {
		expect(sift(shell, harmless)).toEqual({ out: harmless, says: '', code: 0 });
		expect(sift(shell, harmless.replaceAll('\n', '\r\n'), 'yes')).toMatchObject({ says: '', code: 0 });
	});

	test.each(refused)('%j is refused, and no half of it is obeyed', (text) => {
		const { out, says, code } = sift(shell, `CREATE TABLE first (a int);\n${text}\nCREATE TABLE last (a int);\n`);
		expect(says).toMatch(/^its line \d+ is (an order to psql \(\\\S+\): it is no|no part of a) dump of one database/);
		expect(code).toBe(3);
		expect(out).toMatch(/^CREATE TABLE first \(a int\);\n/);
		expect(out.endsWith('\n) refused (;\n')).toBe(true);
		expect(out).not.toMatch(/touch|pwned|last/);
	});

	test('keeps psql from what binds it to an end that the dump knows, and does not name the database', () => {
		const text = "\\restrict F3pQ\n\nCOMMENT ON DATABASE shop IS 'a\n;';\nSELECT 1;\n\\unrestrict F3pQ\n";
		expect(sift(shell, text)).toEqual({ out: '\nSELECT 1;\n', says: '', code: 0 });
	});

	test('binds a psql that can be bound, by a word that nobody knows', () => {
		const given = (help: string) => {
			const stand = `LC_ALL=C; export LC_ALL; socket= id=1 mine=$(mktemp -d); k_tool() { printf '%s' '${help}'; }`;
			const text = `${stand}\n${postgresPart}\nsift_loose; rm -r "$mine"`;
			return spawnSync(shell, ['-c', text], { argv0: 'sh', input: 'SELECT 1;\n', encoding: 'utf8' }).stdout;
		};
		const bound = given(String.raw`  \restrict RESTRICT_KEY`);
		expect(bound).toMatch(/^\\restrict [0-9a-f]{32}\nSELECT 1;\n$/);
		expect(given(String.raw`  \restrict RESTRICT_KEY`)).not.toBe(bound);
		expect(given(String.raw`  \q`)).toBe('SELECT 1;\n');
	});

	test('asks for no setting that the server does not know', () => {
		const text = "SET transaction_timeout = 0;\nSET client_encoding = 'UTF8';\nSET search_path = a, b;\n";
		const known = (name: string, value: string) =>
			`SELECT pg_catalog.set_config('${name}', '${value}', false) FROM pg_catalog.pg_settings WHERE name = '${name}';\n`;
		expect(sift(shell, text).out).toBe(
			`${known('transaction_timeout', '0')}${known('client_encoding', 'UTF8')}SET search_path = a, b;\n`,
		);
	});

	test('leaves out who owns it, who may what, and where it lies; but not of rows', () => {
		const of = [
			'ALTER TABLE public.a OWNER TO "the\n; keeper";\n',
			'GRANT SELECT(b) ON TABLE public.a TO keeper WITH GRANT OPTION;\n',
			'REVOKE ALL ON SCHEMA public FROM PUBLIC;\n',
			'ALTER DEFAULT PRIVILEGES FOR ROLE keeper GRANT SELECT ON TABLES  TO PUBLIC;\n',
			'SET SESSION AUTHORIZATION keeper;\n',
			"SET default_tablespace = 'fast';\n",
			"COMMENT ON EXTENSION plpgsql IS 'PL;';\n",
		].join('');
		const rows = 'COPY public.a (b) FROM stdin;\nGRANT a TO b;\nSET default_tablespace = x;\n\\.\n';
		const more = 'ALTER TABLE a\n    ADD b int;\n';
		expect(sift(shell, `${of}${rows}${more}`, 'yes').out).toBe(`${rows}${more}`);
		const policy = 'CREATE POLICY "a $watchdeck" ON public.a TO keeper\n USING ((id = 1));\n';
		expect(sift(shell, policy, 'yes').out).toBe(
			`DO $watchdeckx0$BEGIN EXECUTE $watchdeckx1$${policy}$watchdeckx1$; EXCEPTION WHEN undefined_object THEN NULL; END$watchdeckx0$;\n`,
		);
		expect(sift(shell, policy).out).toBe(policy);
	});
});
