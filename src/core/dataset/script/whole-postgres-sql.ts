import { postgresLexer } from './postgres-lexer.ts';
import { scanFunctions } from './whole.ts';

/**
 * The program of awk that reads the SQL of pg_dump, pg_dumpall and `pg_restore -f -` to its end: what stands in rows, in
 * strings, in names, in bodies of functions (`$tag$`) and in comments is none of its statements, whatever it looks like.
 * `rows`: in the rows of a COPY. Its memory is that of the longest line: one row.
 * Sources: `pg_backup_archiver.c`, `pg_dumpall.c`.
 */
export const postgresScan = `${scanFunctions}${postgresLexer}
# Whoever only reads takes any text.
function plain(text) {}
function quoted() {}
function refuse(text) {}
# The name that text begins with, without quotes.
function named(text,   name, part, size) {
	name = ""
	for (;;) {
		if (substr(text, 1, 1) == "\\"") {
			if (!match(text, /^"([^"]|"")*"/)) return ""
			size = RLENGTH
			part = substr(text, 2, size - 2)
			gsub(/""/, "\\"", part)
		} else {
			if (!match(text, /^[^ ."(;]+/)) return ""
			size = RLENGTH
			part = substr(text, 1, size)
		}
		name = name part
		text = substr(text, size + 1)
		if (substr(text, 1, 1) != ".") return name
		name = name "."
		text = substr(text, 2)
	}
}
# Of backslash connect: NAME, or -reuse-previous=on "dbname='NAME'", in which backslashes go before quotes.
function connected(text,   name) {
	sub(/^-reuse-previous=[a-z]+ /, "", text)
	if (text !~ /^"dbname=\\047.*\\047"$/) return named(text)
	text = substr(text, 10, length(text) - 11)
	gsub(/""/, "\\"", text)
	name = ""
	while (match(text, /\\\\./)) {
		name = name substr(text, 1, RSTART - 1) substr(text, RSTART + 1, 1)
		text = substr(text, RSTART + 2)
	}
	return name text
}
function comment(line) {
	if (line == "-- PostgreSQL database dump") header = 1
	else if (line == "-- PostgreSQL database cluster dump") header = cluster = 1
	else if (line == "-- PostgreSQL database dump complete") complete = !cluster
	else if (line == "-- PostgreSQL database cluster dump complete") complete = 1
	else if (line ~ /^-- Dumped from database version /) fact("dumped", $6)
	else if (line ~ /^-- (MySQL|MariaDB) dump /) other = "MySQL"
}
function statement(line) {
	if (line ~ /^(COPY|INSERT INTO) /) {
		sub(/^(COPY|INSERT INTO) /, "", line)
		into = named(line)
		copying = $0 ~ /^COPY /
	} else if (line ~ /^CREATE (UNLOGGED |FOREIGN )?TABLE /) {
		sub(/^CREATE (UNLOGGED |FOREIGN )?TABLE (IF NOT EXISTS )?/, "", line)
		into = named(line)
	} else {
		if (line ~ /^CREATE DATABASE /) fact("of", named(substr(line, 17)))
		else if (line ~ /^SET standard_conforming_strings = off/) backslashes = 1
		else if (line ~ /^SET standard_conforming_strings = on/) backslashes = 0
		else if (line ~ /^\\/\\*[!M]/) other = "MySQL"
		else if (line ~ /^PRAGMA /) other = "SQLite"
		else if (message == "" && line ~ /^pg_(dump|dumpall|restore): /) message = line
		return
	}
	if (into != last) fact("table", into)
	last = into
}
other != "" { next }
rows {
	if ($0 == "\\\\." || $0 == "\\\\.\\r") rows = 0
	else if (substr($0, 1, 9) == "pg_dump: ") within = $0
	next
}
{ sub(/\\r$/, "") }
state == 0 && $0 == "" { next }
state == 0 && /^--/ { comment($0); next }
state == 0 && /^\\\\/ {
	if ($1 == "\\\\connect") fact("of", connected(substr($0, 10)))
	if ($1 != "\\\\unrestrict") complete = 0
	next
}
{
	complete = 0
	if (state == 0) statement($0)
	scan($0)
	if (state != 0) next
	if (copying && / FROM stdin;$/) { rows = 1; copying = 0 }
	else if (/;$/) copying = 0
}
END {
	if (other != "") verdict("other", other)
	else if (message != "") verdict("message", message)
	else if (rows && within != "") verdict("message", within)
	else if (rows) verdict("rows", into)
	else if (!header) verdict("strange", "")
	else if (state != 0 || !complete) verdict("cut", "its last line, “database " (cluster ? "cluster " : "") "dump complete”, is missing")
	else verdict("whole", "")
	close("cat 1>&2")
}
`;
