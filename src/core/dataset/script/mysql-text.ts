import { quote } from '../../quote.ts';

/**
 * The program of awk through which the text of a dump goes before a server is given it. It tells statements from what stands
 * in strings, names and comments; between two DELIMITERs, where the bodies of triggers and routines stand, only where one
 * begins. What is no statement of a dump of one database (`USE`, `CREATE DATABASE`, `SET GLOBAL`, orders to the client) ends
 * it, in the middle of a statement by what no server takes, so that no half of it is obeyed. So do names of other databases, but
 * in bodies and views, and rows that would set those off: what mysqldump makes stands behind its rows. Left out or changed:
 *
 * - the line that puts a client of MariaDB into its sandbox: older ones and those of MySQL fail at it, and ours are
 *   run so that they obey no order at all (`--binary-mode`);
 * - what MySQL says of its own log (`GTID_PURGED`, `SQL_LOG_BIN`), and Percona's of its engines: of the server, not of the data;
 * - the name in `ALTER DATABASE`, which is of the database it was made of;
 * - with `loose` set, who defined a view or a routine, whom a server apart does not know;
 * - with `events` set, events, which would run there: that file gets them.
 *
 * Almost all lines are rows that hold nothing to look at: `plain` tells those at one look.
 * Sources: mysqldump.c of MySQL and MariaDB; MySQL, 11.1.1 String Literals, 11.7 Comments.
 */
const sift = `
BEGIN {
	loose = ENVIRON["loose"]
	events = ENVIRON["events"]
	delim = ";"
	some = "\\047([^\\047\\\\\\\\]|\\\\\\\\.)*\\047"
	plain = "^[^\\047\\"\`;\\\\\\\\#/]*((" some "|\`[^\`]*\`)[^\\047\\"\`;\\\\\\\\#/]*)*;?$"
	dead = some "|\\"([^\\"\\\\\\\\]|\\\\\\\\.)*\\"|\`[^\`]*\`|/[*]([^!M*]|M[^!*]|M?[*]+[^*/])([^*]|[*]+[^*/])*[*]+/|/[*]M?[*]+/|(#|--[ \\t]).*"
	ends["\\047"] = "^([^\\047\\\\\\\\]|\\\\\\\\.)*\\047"
	ends["\\""] = "^([^\\"\\\\\\\\]|\\\\\\\\.)*\\""
	ends["\`"] = "^[^\`]*\`"
}
function put(line) { if (block) print line >events; else print line }
function refuse(text) {
	# No server takes what this ends in.
	print "\\n) refused ("
	print "its line " NR " is no part of a dump of one database: " substr(text, 1, 60) >"/dev/stderr"
	exit 3
}
# The name that text begins with; of one of two lines the first.
function named(text) {
	if (substr(text, 1, 1) != "\`") {
		match(text, /^[^ (;\`]*/)
		return substr(text, 1, RLENGTH)
	}
	match(text, /^\`([^\`]|\`\`)*/)
	return substr(text, 2, RLENGTH - 1)
}
# What is known of a statement that is open. Of what makes a table, a view or code, and of rows, it is where the rest begins that
# belongs to it; all else is judged to its end.
function judge(text,   head, rows) {
	gsub(/\\/[*]M?![0-9]*|[*]\\//, " ", text)
	gsub(/[(]/, " (", text)
	gsub(/[ \\t\\r]+/, " ", text)
	gsub(/ *[.] */, ".", text)
	# Comments before it.
	sub(/^[ x]+/, "", text)
	head = toupper(text)
	if (head == "") return
	if (head !~ /^(CREATE|DROP|ALTER|INSERT|REPLACE|SET|LOCK|UNLOCK|START|BEGIN|COMMIT|ANALYZE|DO|SELECT) /) refuse(text)
	if (head ~ /^(DO|SELECT) ./ && head !~ /^(DO|SELECT) SETVAL / || head ~ /^(DO|SELECT) [^,]*[.]/) refuse(text)
	if (head ~ /^SET .*(GLOBAL|PERSIST|PERSIST_ONLY)[ .]|^SET (PASSWORD|ROLE|DEFAULT) |^SET .*[(]/) refuse(text)
	if (head ~ /^(CREATE|DROP)( OR REPLACE)? (DATABASE|SCHEMA|USER|ROLE|SERVER|TABLESPACE|LOGFILE|UNDO) /) refuse(text)
	if (head ~ /^ALTER / && head !~ /^ALTER (TABLE|SEQUENCE) / && head !~ /^ALTER DATABASE (CHARACTER|COLLATE) /) refuse(text)
	rows = head ~ /^(INSERT|REPLACE) /
	table = head ~ /^CREATE (OR REPLACE )?(TEMPORARY )?TABLE /
	if (rows || head ~ /^CREATE /) known = sub(/ (AS|FOR|ON SCHEDULE|VALUES?|SELECT|SET) .*| [(].*/, "", head)
	# Of a name, not of a number.
	if (head ~ /^(CREATE|DROP|ALTER|LOCK|ANALYZE|INSERT|REPLACE) / && head ~ /[A-Z_$\\200-\\377][A-Z0-9_$\\200-\\377]*[.]/) refuse(text)
	if (!sought && rows && code) fired(text)
	if (!sought && table && match($0, /^CREATE (OR REPLACE )?TABLE (IF NOT EXISTS )?/)) make(named(substr($0, RLENGTH + 1)), text)
	sought = 1
	if (table || head ~ /^CREATE (OR REPLACE )?(TEMPORARY )?SEQUENCE /) return
	if (head ~ /^CREATE ([^ ]+ )*(TRIGGER|FUNCTION|PROCEDURE|PACKAGE|EVENT)( |$)/) {
		if (delim == ";") refuse(text)
		if (head ~ / (FUNCTION|PROCEDURE|PACKAGE)( |$)/) routines = 1
	}
	if (head ~ /^CREATE /) code++
	if (events != "" && !block && head ~ /^CREATE ([^ ]+ )*EVENT( |$)/) refuse(text)
}
# No row may set off what came before it: mysqldump makes code and views behind the rows that they are of.
function fired(text) {
	if (routines || !match($0, /^(INSERT|REPLACE) ([A-Z_]+ )*INTO /) || made[named(substr($0, RLENGTH + 1))] != code) refuse(text)
}
# One that is there already would be no new one. Servers differ in whether its capitals tell it from another.
function make(name, text) {
	if (name in made && made[name] != code || $0 ~ / IF NOT EXISTS / && tolower(name) in like) refuse(text)
	made[name] = code
	like[tolower(name)]
}
function finish() {
	open = known = table = sought = 0
	begun = ""
}
# A piece of the text without what stands in strings.
function piece(text) {
	if (!open && text ~ /^[x \\t\\r]*$/) return
	open = 1
	if (!known) {
		begun = begun text " "
		judge(begun)
	}
	if (table && toupper(text) ~ /(^|[^A-Z0-9_$@])SELECT([^A-Z0-9_$]|$)|UNION *=? *[(][^)]*[.]/) refuse(text)
}
# Where a body ends in the middle of a line, nobody here knows for sure what is in a string.
function hides(text,   at) {
	while ((at = index(text, delim)) > 0) {
		text = substr(text, at + length(delim))
		if (toupper(text) ~ /^[ \\t(\\/*!0-9]*(USE|CREATE|DROP|ALTER|SET|GRANT|REVOKE|INSERT|REPLACE|DELETE|UPDATE|TRUNCATE|RENAME|LOAD|SELECT|CALL|DO|LOCK|PREPARE|EXECUTE)[^A-Z_]/) refuse(text)
	}
}
function pieces(text,   at) {
	if (tolower(text) ~ /delimiter /) refuse(text)
	while ((at = index(text, delim)) > 0) {
		piece(substr(text, 1, at - 1))
		finish()
		text = substr(text, at + length(delim))
	}
	piece(text)
}
NR == 1 { sub(/^\\357\\273\\277/, "") }
skip { if (/;\\r?$/) skip = 0; next }
quote == "" && !open && delim == ";" {
	if (/^\\/[*]M?!999999\\\\- /) next
	if (/^SET @@GLOBAL.GTID_PURGED|^SET @@SESSION.SQL_LOG_BIN|^SET @MYSQLDUMP_TEMP_LOG_BIN/) { if (!/;\\r?$/) skip = 1; next }
	if (/^\\/[*]!50717 (SELECT|SET|PREPARE|EXECUTE|DEALLOCATE) .*rocksdb.*;$/) next
	if (/^--[ \\t]/ || /^(--)?\\r?$/) { put($0); next }
	if (events != "" && /^\\/[*]!50106 DROP EVENT/) block = 1
}
quote == "" && !open && /^[Dd][Ee][Ll][Ii][Mm][Ii][Tt][Ee][Rr] / {
	delim = $2
	put($0)
	if (delim == ";") block = 0
	next
}
quote == "" && !open && /^(\\/[*]!50003 )?ALTER DATABASE \`/ { sub(/ALTER DATABASE \`([^\`]|\`\`)*\`/, "ALTER DATABASE") }
loose && quote == "" && /^(CREATE |\\/[*]!5)/ { sub(/DEFINER *= *\`([^\`]|\`\`)*\`@\`([^\`]|\`\`)*\`/, "") }
{
	rest = $0
	if (delim != ";") {
		if (index(rest, delim)) hides(rest)
		gsub(dead, "x", rest)
	} else {
		if (quote == "" && rest ~ plain && rest !~ /--|[Dd][Ee][Ll][Ii][Mm]/) {
			if (!open || !known || table) {
				before = begun
				begins = table ? rest : substr(rest, 1, 400)
				gsub(dead, "x", begins)
				piece(begins)
				if ((!known || table) && length(rest) > 400) {
					begun = before
					gsub(dead, "x", rest)
					piece(rest)
				}
			}
			if (/;$/) finish()
			put($0)
			next
		}
		if (quote == "/*") { if (!(at = index(rest, "*/"))) { put($0); next } rest = substr(rest, at + 2); quote = "" }
		if (quote != "") { if (!match(rest, ends[quote])) { put($0); next } rest = substr(rest, RLENGTH + 1); quote = "" }
		gsub(dead, "x", rest)
		if (match(rest, /[\\047"\`]|\\/[*]([^!M]|M[^!]|M?$)/)) {
			quote = substr(rest, RSTART, 1)
			if (quote == "/") quote = "/*"
			rest = substr(rest, 1, RSTART - 1)
		}
	}
	pieces(rest)
	put($0)
}
`;

/** What is kept of a dump without rows: all but tables and sequences, which are renamed. */
const only = `
/^DELIMITER ;$/ { body = 0 }
/^DELIMITER ;;/ { body = 1 }
body { print; next }
skip { if (/;$/) skip = 0; next }
/^\\/[*]M?!999999/ { next }
/^(CREATE (TABLE|SEQUENCE)|DROP (TABLE|SEQUENCE)|DO SETVAL|SELECT SETVAL)/ { if (!/;$/) skip = 1; next }
/^(\\/[*]!50003 )?ALTER DATABASE \`/ { sub(/ALTER DATABASE \`([^\`]|\`\`)*\`/, "ALTER DATABASE") }
{ print }
`;

/**
 * `sifted LOOSE EVENTS` (each may be empty) reads a dump on standard input and writes what a server may be given of it; it fails with
 * one sentence at what is no part of a dump. `only_code` reads a dump without rows and keeps triggers, views, routines, events.
 */
export const mysqlTextPart = `
sifted() { loose=$1 events=$2 awk ${quote([sift])}; }
only_code() { awk ${quote([only])}; }
`;
