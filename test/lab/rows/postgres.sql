-- Everything that a dump of PostgreSQL must bring back, in small. Give it to psql with ON_ERROR_STOP, in an empty database.
SET client_min_messages = warning;
SET timezone = 'UTC';
DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop''s "keeper"') THEN CREATE ROLE "shop's ""keeper"""; END IF;
END $$;
DO $$ BEGIN
	EXECUTE format('ALTER DATABASE %I SET default_text_search_config = ''pg_catalog.german''', current_database());
	EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''7min''', current_database());
	EXECUTE format('COMMENT ON DATABASE %I IS ''of a shop; don''''t lose''', current_database());
	EXECUTE format('GRANT CREATE ON DATABASE %I TO "shop''s ""keeper"""', current_database());
END $$;

CREATE EXTENSION hstore;
CREATE EXTENSION citext;

-- Types, one of each kind.
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy', '');
ALTER TYPE mood ADD VALUE 'before' BEFORE 'sad';
CREATE TYPE part AS (name text, "how many" int, moods mood[]);
CREATE DOMAIN cents AS bigint DEFAULT 0 CHECK (VALUE >= 0);
CREATE DOMAIN code AS varchar(12) NOT NULL CONSTRAINT "in capitals" CHECK (VALUE = upper(VALUE));
CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = spans);
CREATE COLLATION "by ICU" (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);

CREATE TABLE every_type (
	id int PRIMARY KEY,
	small smallint, big bigint, exact numeric, fixed numeric(30, 10), single real, double float8, cash money,
	letters varchar(20), padded char(8), body text, raw bytea, day date, at time, at_zone time(3) with time zone,
	stamp timestamp, stamp_zone timestamptz(6), length interval, is_so boolean, unique_one uuid,
	host inet, net cidr, mac macaddr, mac8 macaddr8, bits bit(5), more_bits bit varying, old_json json, new_json jsonb,
	words tsvector, search tsquery, dot point, endless line, piece lseg, rect box, way path, area polygon, round circle,
	ints int4range, holes nummultirange, own_range span, own_ranges spans, lsn pg_lsn, one_char "char", short_name name,
	numbers int[], texts text[][], feeling mood, feelings mood[], thing part, things part[], price cents, prices cents[],
	pairs hstore, whatever citext, path jsonpath, sorted text COLLATE "by ICU"
);
INSERT INTO every_type (id) VALUES (0);
INSERT INTO every_type VALUES (1,
	-32768, 9223372036854775807, 'NaN', 12345678901234567890.0123456789, 'NaN', '-Infinity', '-12.34',
	E'\'"\\', 'a  ', E'tab\there, line\nthere, return\r\nand \\.\n\\N', '\x0001ff5c2e0a00', 'infinity', '24:00', '23:59:59.999+14',
	'-infinity', 'infinity', '-1 year 2 mons -3 days 04:05:06.789', true, '00000000-0000-0000-0000-00000000000f',
	'::1/128', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'10101', B'', '{"a" : 1, "a":2}', '{"a": [null, 1.10, "\u20ac"]}',
	'''it''''s'':1A fox:2', 'fox & !''dog''', '(1,-0)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '<(0,0),1>',
	'empty', '{(,1],[3,4)}', '[0.1,0.3)', '{[1,2),[3,)}', '16/B374D848', E'\'', 'select',
	'[-1:1]={1,NULL,3}', '{{"a,b","NULL"},{NULL,"\"{}\""}}', '', '{"it''s ok",NULL}', ROW('', NULL, '{happy}'), ARRAY[ROW('a"b', 1, NULL)::part, NULL],
	12, '{}', 'a=>NULL, "b c"=>"d\"e"', 'MiXed', '$.a[*] ? (@ > 1)', 'Österreich');
INSERT INTO every_type (id, exact, single, double, stamp_zone, day, body, letters, raw, new_json, numbers) VALUES
	(2, 'Infinity', '1.1754944e-38', 0.1::float8 + 0.2, '0044-03-15 12:00:00 BC', '4714-11-24 BC', '', '', '', 'null', '{}'),
	(3, 0.00000000000000000000000000000000000001, 16777217, '-0', '294276-12-31 23:59:59.999999', '5874897-12-31', 'NULL', 'NULL', '\x4e554c4c', '"null"', NULL);

-- Text that looks like what a dump is made of.
CREATE TABLE traps (id serial PRIMARY KEY, says text COLLATE "C" NOT NULL);
INSERT INTO traps (says) VALUES
	('\.'), (E'\\.\n'), (E'\n\\.\n'), ('\N'), ('\\N'), (E'\\'), (E'\t'), (E'\r'), (E'\r\n'), (E'\b\f\v\x01\x7f'), (' '), (E'a\\\nb'),
	('--'), ('-- PostgreSQL database dump complete'), (E'\n--\n-- PostgreSQL database dump complete\n--\n\n'),
	('\restrict abc'), ('\unrestrict abc'), ('\connect postgres'), (E'\n\\! touch /tmp/broken-out\n'), ('COPY traps (says) FROM stdin;'),
	(E'1\t2\n\\.\n\nDROP TABLE traps;\n'), ('$$; DROP TABLE traps; $$'), ('''; DROP TABLE traps; --'), ('/*'), ('*/'), (':traps'), ('PGDMP'),
	(E'\u00a0\u2028\ufeff\u202e'), (U&'\+01F98A\+01F1E9\+01F1EA'), (E'e\u0301 \u00e9'), (repeat('\\', 999)), (repeat(E'a\tb\n', 250000)), (repeat(U&'\+01F98A', 70000));

-- Odd names, which have to be quoted everywhere.
CREATE SCHEMA "Sch""ema; DROP SCHEMA public";
COMMENT ON SCHEMA "Sch""ema; DROP SCHEMA public" IS E'line one\nline two; \\. it''s';
CREATE TABLE "Sch""ema; DROP SCHEMA public"."it's a ""table""" ("select" int, "a b" text);
INSERT INTO "Sch""ema; DROP SCHEMA public"."it's a ""table""" VALUES (1, 'one'), (NULL, NULL), (1, 'one');
CREATE TABLE "Sch""ema; DROP SCHEMA public"."two
lines; \! touch /tmp/broken-out" ("line
break" int, "%s $(id) `id` $1" text, "Größe 日本 🦊" numeric);
INSERT INTO "Sch""ema; DROP SCHEMA public"."two
lines; \! touch /tmp/broken-out" VALUES (1, '$(id)', 0.10);
CREATE TABLE "-rf --help" (a int); INSERT INTO "-rf --help" VALUES (1);
CREATE TABLE "*" (a int); INSERT INTO "*" VALUES (2);
CREATE TABLE "a.b" ("c.d" int); INSERT INTO "a.b" VALUES (3);
CREATE TABLE "日本語のテーブル🦊" (a int); INSERT INTO "日本語のテーブル🦊" VALUES (4);
CREATE TABLE "UPPER" (a int); CREATE TABLE "upper" (a int); INSERT INTO "UPPER" VALUES (5); INSERT INTO "upper" VALUES (6);
CREATE TABLE "a name of sixty-three bytes, which is as long as one may be-----" (a int);
CREATE TABLE no_rows (a int, b text);
CREATE TABLE no_columns ();
INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES;
CREATE TABLE was_wider (a int, gone text, b int DEFAULT 7); INSERT INTO was_wider VALUES (1, 'x'); ALTER TABLE was_wider DROP COLUMN gone; ALTER TABLE was_wider ADD c text DEFAULT 'later';
CREATE UNLOGGED TABLE unlogged (a int); INSERT INTO unlogged VALUES (1);

-- Sequences: untouched, used, at an end, of a column, and given back.
CREATE SEQUENCE untouched;
CREATE SEQUENCE used START 5 INCREMENT -3 MINVALUE -100 MAXVALUE 5 CYCLE CACHE 7; SELECT nextval('used');
CREATE SEQUENCE ended MAXVALUE 2; SELECT setval('ended', 2, true);
CREATE SEQUENCE "rewound ""one""" AS smallint; SELECT setval('"rewound ""one"""', 42, false);
CREATE TABLE counted (
	id int GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 10) PRIMARY KEY,
	net numeric NOT NULL, gross numeric GENERATED ALWAYS AS (round(net * 1.19, 2)) STORED, by_default bigint GENERATED BY DEFAULT AS IDENTITY
);
INSERT INTO counted (net) SELECT n FROM generate_series(1, 5) n;

-- Tables that need each other.
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, favourite int, referred_by int REFERENCES customers (id));
CREATE TABLE orders (
	id int PRIMARY KEY, customer int NOT NULL REFERENCES customers (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	updated_at timestamptz NOT NULL, note text
);
CREATE TABLE stays (room int, during tsrange, EXCLUDE USING gist (during WITH &&) WHERE (room = 1));
INSERT INTO stays VALUES (1, '[2026-01-01,2026-02-01)'), (2, '[2026-01-01,2026-02-01)');
ALTER TABLE customers ADD CONSTRAINT "favourite one" FOREIGN KEY (favourite) REFERENCES orders (id) ON DELETE SET NULL NOT VALID;
INSERT INTO customers SELECT n, 'customer ' || n, NULL, nullif(n - 1, 0) FROM generate_series(1, 100) n;
INSERT INTO orders SELECT n, n % 100 + 1, timestamptz '2026-01-01' + n * interval '1 minute', md5(n::text) FROM generate_series(1, 20000) n;
UPDATE customers SET favourite = id * 7;
CREATE INDEX "by note" ON orders USING hash (note);
CREATE UNIQUE INDEX "lower, some" ON customers (lower(name) DESC NULLS LAST) INCLUDE (id) WHERE id > 3;
CREATE STATISTICS both_of_orders (dependencies) ON customer, updated_at FROM orders;
ALTER TABLE orders ALTER note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 200, SET (fillfactor = 70);
COMMENT ON TABLE orders IS E'a comment\nof two lines; \\. and it''s "quoted"';
COMMENT ON COLUMN orders.note IS 'of a column';

CREATE TABLE parent (a int NOT NULL, b text CHECK (b <> 'no')); CREATE TABLE child (c int) INHERITS (parent);
INSERT INTO parent VALUES (1, 'p'); INSERT INTO child VALUES (2, 'c', 3);
CREATE TABLE events (at timestamptz NOT NULL, kind text NOT NULL, what jsonb) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (kind);
CREATE TABLE "events 2025 a" PARTITION OF events_2025 FOR VALUES IN ('a'); CREATE TABLE events_2025_rest PARTITION OF events_2025 DEFAULT;
CREATE TABLE events_later PARTITION OF events DEFAULT;
CREATE INDEX ON events (kind);
INSERT INTO events SELECT timestamptz '2025-06-01' + n * interval '10 days', chr(97 + n % 3), jsonb_build_object('n', n) FROM generate_series(1, 60) n;

-- What runs by itself.
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN NEW.note := coalesce(NEW.note, $a$it's; \. $$ "new"$a$); RETURN NEW; END $_$;
CREATE TRIGGER "touch it" BEFORE INSERT OR UPDATE OF note ON orders FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION touched();
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a trigger ran''; END';
CREATE TRIGGER refuses BEFORE INSERT ON counted FOR EACH ROW EXECUTE FUNCTION never();
CREATE TRIGGER off BEFORE INSERT ON traps FOR EACH ROW EXECUTE FUNCTION never();
ALTER TABLE traps DISABLE TRIGGER off;
CREATE PROCEDURE tidy_up(INOUT n int) LANGUAGE sql AS 'DELETE FROM no_rows RETURNING a';
CREATE AGGREGATE longest(text) (sfunc = textcat, stype = text, initcond = '');
CREATE OPERATOR === (leftarg = text, rightarg = text, function = texteq, commutator = ===);
CREATE VIEW late AS SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.id % 1000 = 0;
CREATE VIEW careful WITH (security_barrier) AS SELECT id, name FROM customers WHERE id < 10 WITH CASCADED CHECK OPTION;
CREATE RULE nothing AS ON DELETE TO late DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW totals AS SELECT customer, count(*) AS n, max(updated_at) AS newest FROM orders GROUP BY customer;
CREATE UNIQUE INDEX ON totals (customer);
CREATE MATERIALIZED VIEW unfilled AS SELECT * FROM totals WITH NO DATA;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
CREATE POLICY "own only" ON customers FOR SELECT TO "shop's ""keeper""" USING (id = 1);
GRANT SELECT, UPDATE (note) ON orders TO "shop's ""keeper""" WITH GRANT OPTION;
GRANT USAGE ON SCHEMA "Sch""ema; DROP SCHEMA public" TO PUBLIC;
ALTER TABLE "-rf --help" OWNER TO "shop's ""keeper""";
ALTER DEFAULT PRIVILEGES FOR ROLE "shop's ""keeper""" GRANT SELECT ON TABLES TO PUBLIC;

-- Large objects: with zeros in them, empty, of several pages, and of somebody else.
SELECT lo_from_bytea(424242, '\x00ff00'), lo_from_bytea(424243, ''), lo_from_bytea(424244, convert_to(repeat('0123456789', 30000), 'UTF8'));
COMMENT ON LARGE OBJECT 424242 IS 'three bytes';
ALTER LARGE OBJECT 424243 OWNER TO "shop's ""keeper""";
GRANT SELECT ON LARGE OBJECT 424244 TO PUBLIC;
REFRESH MATERIALIZED VIEW totals;
