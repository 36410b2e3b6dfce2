import { quote } from '../../quote.ts';

/**
 * The program of awk through which the text of a dump goes before a server is given it. It tells statements from what stands
 * in strings, names and comments; between two DELIMITERs, where the bodies of triggers and routines stand, only where one
 * begins. What is no statement of a dump of one database (`USE`, `CREATE DATABASE`, `SET GLOBAL`, orders to the client) ends
 * it, in the middle of a statement by what no server takes, so that no half of it is obeyed. Left out or changed:
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
# What stands before the first order ends, of a statement that is open.
function judge(text,   head) {
	gsub(/\\/[*]M?![0-9]*|[*]\\//, " ", text)
	gsub(/[(]/, " (", text)
	gsub(/[ \\t\\r]+/, " ", text)
	# Comments before it.
	sub(/^[ x]+/, "", text)
	head = toupper(text)
	if (head == "") return
	if (head !~ /^(CREATE|DROP|ALTER|INSERT|REPLACE|SET|LOCK|UNLOCK|START|BEGIN|COMMIT|ANALYZE|DO|SELECT) /) refuse(text)
	if (head ~ /^(DO|SELECT) ./ && head !~ /^(DO|SELECT) SETVAL /) refuse(text)
	if (head ~ /^SET .*(GLOBAL|PERSIST|PERSIST_ONLY)[ .]|^SET (PASSWORD|ROLE|DEFAULT) /) refuse(text)
	if (head ~ /^(CREATE|DROP)( OR REPLACE)? (DATABASE|SCHEMA|USER|ROLE|SERVER|TABLESPACE|LOGFILE|UNDO) /) refuse(text)
	if (head ~ /^ALTER / && head !~ /^ALTER (TABLE|SEQUENCE) / && head !~ /^ALTER DATABASE (CHARACTER|COLLATE) /) refuse(text)
	if (head ~ /^(INSERT|REPLACE)( IGNORE)? INTO [^ ]*[.]/) refuse(text)
	sub(/ (AS|FOR|ON SCHEDULE|VALUES) .*| [(].*/, "", head)
	if (head ~ /^(CREATE|DROP|ALTER|LOCK) .*[^ 0-9][.]/) refuse(text)
	if (events != "" && !block && head ~ /^CREATE ([^ ]+ )*EVENT( |$)/) refuse(text)
}
# A piece of the text without what stands in strings.
function piece(text) {
	if (!open && text ~ /^[x \\t\\r]*$/) return
	open = 1
	if (length(begun) > 300) return
	begun = begun text " "
	judge(begun)
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
		open = 0
		begun = ""
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
			if (!open || length(begun) <= 300) {
				begins = substr(rest, 1, 400)
				gsub(dead, "x", begins)
				piece(begins)
			}
			if (/;$/) { open = 0; begun = "" }
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
