import { quote } from '../../quote.ts';
import { postgresLexer } from './postgres-lexer.ts';

/**
 * The program of awk through which a dump in SQL goes before psql is given it. Outside of rows, strings, names, bodies and
 * comments a backslash is an order to psql, which may run programs: none goes through. Nor does a COPY that is not as pg_dump
 * writes it: of what follows it nobody would know for sure whether it is rows. What is of the server and not of one database
 * (roles, databases) ends it too; after its end stands what no server takes. Left out or changed:
 *
 * - what a database says of itself, which older versions wrote without being asked to;
 * - a SET of what this server does not know, as a newer pg_dump writes it;
 * - with `loose` set, what is about roles and tablespaces that are not here: who owns and may do what, and where it lies.
 *
 * `head` is what a statement is without what stands in it; `held` the text of one of which its end decides. Which words
 * of a CREATE FUNCTION keep its semicolons together psql counts in this way, too.
 * Sources: `pg_backup_archiver.c`; `psqlscan.l`.
 */
const sift = `${postgresLexer}
BEGIN { loose = ENVIRON["loose"] }
function stop(why) {
	# No server takes what this ends in.
	print "\\n) refused (;"
	gsub(/[\\001-\\037\\177]/, " ", why)
	print "its line " NR " is " why >"/dev/stderr"
	held = ""
	exit 3
}
function refuse(text) { stop("no part of a dump of one database: " substr(text, 1, 60)) }
# Of what is long only rows and what is held must be known to its end.
function note(text) { if (length(head) < 2000 || (hold || head ~ /^ *COPY /) && length(head) < 200000) head = head text }
function quoted() {
	# The second half of a string with backslashes, on a line of its own, is one with them, too.
	if (was == 2 && closed != NR) refuse("a string in two halves")
	note("x")
}
function word(name) {
	if (words < 4) kinds = kinds (name ~ /^(create|or|replace|function|procedure)$/ ? substr(name, 1, 1) : "-")
	words++
	routine = kinds ~ /^c(or)?[fp]/
	if (!routine || parens) return
	if (name == "begin" || name == "case" && begins) begins++
	else if (name == "end" && begins) begins--
}
function plain(text,   sign) {
	if (text ~ /[A-Za-z0-9_\\200-\\377][$]|[$][0-9]+[A-Za-z_\\200-\\377]|\\r|(^|[^:]):[A-Za-z_{]/) refuse(text)
	if (text ~ /[^ \\t\\f\\v]/) was = 0
	while (words < 4 || routine ? match(text, /[;()\\\\]|[A-Za-z_\\200-\\377][A-Za-z0-9_\\200-\\377]*/) : match(text, /[;()\\\\]/)) {
		sign = substr(text, RSTART, RLENGTH)
		if (sign == "\\\\") {
			text = substr(text, RSTART)
			sub(/[ \\t].*/, "", text)
			stop("an order to psql (" substr(text, 1, 20) "): it is no dump of one database")
		}
		if (sign != ";" || parens || begins) note(substr(text, 1, RSTART + RLENGTH - 1))
		else note(substr(text, 1, RSTART - 1))
		text = substr(text, RSTART + RLENGTH)
		if (sign == "(") parens++
		else if (sign == ")") { if (parens) parens-- }
		else if (sign != ";") word(tolower(sign))
		else if (!parens && !begins) over()
	}
	note(text)
}
# A statement has ended.
function over() {
	last = toupper(head)
	gsub(/[ \\t]+/, " ", last)
	gsub(/^ | $/, "", last)
	if (copying) refuse(head)
	if (last ~ /^COPY( |$)/) {
		if (last !~ /^COPY [^ ()]+ ([(][^()]*[)] )?FROM STDIN$/) refuse(head)
		copying = 1
	}
	if (last ~ /^(CREATE|ALTER|DROP) (ROLE|USER|GROUP|DATABASE|TABLESPACE|SYSTEM)( |$)/ && last !~ /^[A-Z]+ USER MAPPING /) refuse(head)
	if (last ~ /^(RE)?SET .*(STANDARD_CONFORMING_STRINGS|CLIENT_ENCODING|NAMES)/ && !simple) refuse(head)
	head = kinds = ""
	words = routine = 0
	many++
}
# Strings in what follows are told apart by these two. In some encodings the second half of a sign may be a backslash.
function set(name, value) {
	if (name == "standard_conforming_strings") backslashes = value == "off"
	if (name != "client_encoding") return
	value = tolower(value)
	gsub(/[^a-z0-9]/, "", value)
	wide = ""
	if (value ~ /sjis|shiftjis|mskanji|932/) wide = "[\\200-\\240\\340-\\377]."
	else if (value ~ /big5|gb|uhc|johab|936|949|950/) wide = "[\\200-\\377]."
}
function is_left_out() {
	if (last ~ /^COMMENT ON DATABASE /) return 1
	return loose && (last ~ /^ALTER .* OWNER TO [^ ]+$/ || last ~ /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|SECURITY LABEL|COMMENT ON EXTENSION) / || last ~ /^(RE)?SET (SESSION AUTHORIZATION|DEFAULT_TABLESPACE)( |$)/)
}
function settle(   part, mark) {
	if (many == 1 && is_left_out()) held = ""
	else if (many == 1 && simple) {
		split(simple, part, " ")
		set(part[2], value)
		if (part[2] != "default_with_oids")
			held = "SELECT pg_catalog.set_config(\\047" part[2] "\\047, \\047" value "\\047, false) FROM pg_catalog.pg_settings WHERE name = \\047" part[2] "\\047;\\n"
	} else if (many == 1 && loose && last ~ /^CREATE (POLICY|USER MAPPING) /) {
		mark = "$watchdeck"
		while (index(held, mark)) mark = mark "x"
		held = "DO " mark "0$BEGIN EXECUTE " mark "1$" held mark "1$; EXCEPTION WHEN undefined_object THEN NULL; END" mark "0$;\\n"
	}
	printf "%s", held
	held = ""
	hold = 0
}
NR == 1 { sub(/^\\357\\273\\277/, "") }
rows {
	print
	if ($0 == "\\\\." || $0 == "\\\\.\\r") rows = 0
	next
}
{
	line = $0
	sub(/\\r$/, "", line)
	if (wide != "") gsub(wide, "\\377\\377", line)
	if (state == 0 && head ~ /^ *$/) {
		head = simple = ""
		many = 0
		if (line ~ /^\\\\(un)?restrict( |$)/) next
		if (line ~ /^(--|$)/ && line !~ /\\r/) { print; next }
		hold = line ~ /^(ALTER|GRANT|REVOKE|SECURITY LABEL|COMMENT ON (DATABASE|EXTENSION)|SET|RESET|CREATE (POLICY|USER MAPPING)) /
		if (line ~ /^SET [a-z_]+ (=|TO) (\\047[^\\047\\\\]*\\047|[A-Za-z0-9_]+);$/) {
			simple = line
			value = substr(line, index(line, $3 == "TO" ? " TO " : " = ") + ($3 == "TO" ? 4 : 3))
			gsub(/\\047|;$/, "", value)
		}
	}
	scan(line)
	if (state == 0) note(" ")
	done = state == 0 && head ~ /^ *$/
	if (copying && !done) refuse(line)
	if (hold) {
		held = held $0 "\\n"
		if (done) settle()
	} else print
	if (copying) rows = 1
	copying = 0
}
END { printf "%s", held }
`;

/** `sifted LOOSE` (may be empty) reads a dump in SQL and writes what psql may be given of it; it fails with one sentence at what is no part of one. */
export const postgresTextPart = `
sifted() { tr -d '\\000' | loose=$1 awk ${quote([sift])}; }
`;
