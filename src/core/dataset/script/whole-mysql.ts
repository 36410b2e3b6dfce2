import { quote } from '../../quote.ts';
import { scanFunctions, wholePart } from './whole.ts';

/**
 * The program of awk that reads the SQL of mysqldump or mariadb-dump to its end. They write no line end into a string, so
 * that what a line begins with is a statement, but in the bodies between two DELIMITERs. With comments the last line is
 * `-- Dump completed`; without them it is the setting that the header took away and the footer gives back; `--compact`
 * leaves out both. Sources: `write_header` and `write_footer` in mysqldump.c of MySQL and MariaDB.
 */
const mysqlScan = `${scanFunctions}
# The name in backticks, or plain, that text begins with.
function named(text) {
	if (match(text, /^\`([^\`]|\`\`)*\`/)) {
		text = substr(text, 2, RLENGTH - 2)
		gsub(/\`\`/, "\`", text)
		return text
	}
	match(text, /^[^ \`(;]*/)
	return substr(text, 1, RLENGTH)
}
function table(text) {
	text = named(text)
	if (text != last) fact("table", text)
	last = text
}
other != "" { next }
{ sub(/\\r$/, "") }
$0 == "" { next }
body { if ($0 == "DELIMITER ;") body = 0; next }
/^-- / {
	if (/^-- (MySQL|MariaDB) dump /) header = 1
	else if (/^-- Host: /) { if (match($0, /    Database: ./)) fact("of", substr($0, RSTART + RLENGTH - 1)) }
	else if (/^-- Server version/) fact("dumped", $4)
	else if (/^-- PostgreSQL database /) other = "PostgreSQL"
	else if (/^-- Dump completed/) { complete = 1; next }
}
/^--/ { next }
{
	complete = 0
	given = given && /^\\/\\*M!.*NOTE_VERBOSITY/
}
/^DELIMITER / { if ($2 != ";") body = 1 }
/^INSERT INTO / { table(substr($0, 13)) }
/^REPLACE INTO / { table(substr($0, 14)) }
/^CREATE TABLE / { sub(/^CREATE TABLE (IF NOT EXISTS )?/, ""); table($0) }
/^CREATE DATABASE / { sub(/^CREATE DATABASE (\\/\\*![0-9]+ IF NOT EXISTS\\*\\/ )?/, ""); fact("of", named($0)) }
/^USE / { fact("of", named(substr($0, 5))) }
/^\\/\\*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES/ { taken = 1 }
/^\\/\\*!40111 SET SQL_NOTES=@OLD_SQL_NOTES/ { given = 1 }
/^\\/\\*[!M]/ { ours = 1 }
/^(COPY .* FROM stdin;|SELECT pg_catalog)/ { other = "PostgreSQL" }
/^PRAGMA / { other = "SQLite" }
/^(mysqldump|mariadb-dump|mysql|mariadb)([.]exe)?: / { if (message == "") message = $0 }
END {
	why = "it was made without comments (--compact, or --skip-comments), and nothing else says where it ends"
	if (other != "") verdict("other", other)
	else if (message != "") verdict("message", message)
	else if (header && !complete) verdict("cut", "its last line, “Dump completed”, is missing")
	else if (complete || taken && given) verdict("whole", "")
	else if (taken) verdict("cut", "the settings of its beginning are not given back at its end")
	else if (ours) { fact("unproven", why); verdict("unproven", why) }
	else verdict("strange", "")
	close("cat 1>&2")
}
`;

/** What a backup of MySQL or MariaDB must be to be whole: see `whole.ts`. */
export const wholeMysqlPart = `${wholePart}
whole_mysql() {
	[ "$inner" = sql ] || { u_other 'a dump of MySQL or MariaDB'; return; }
	{ u_said=$({ tables=\${tables-} awk ${quote([mysqlScan])} >&9; } 2>&1 | cut -c 1-600 | tail -n 2100); } 9>&1
	u_judge 'MySQL or MariaDB' && u_of_wanted && u_no_newer_server
}
# Of the same maker and a newer major version than the client here.
u_no_newer_server() {
	u_from=$(u_status dumped | head -n 1)
	u_here=$(k_tool sh -c 'mariadb --version || mysql --version' </dev/null 2>/dev/null)
	case $u_from/$u_here in
	*[Mm]aria*/*[Mm]aria*) u_here=$(printf '%s' "$u_here" | sed 's/.*\\(Distrib\\|from\\) //') ;;
	*[Mm]aria*/* | */*[Mm]aria*) return 0 ;;
	*) u_here=$(printf '%s' "$u_here" | sed 's/.*\\(Distrib\\|Ver\\) //') ;;
	esac
	case \${u_from%%[!0-9]*}/\${u_here%%[!0-9]*} in
	/* | */) return 0 ;;
	esac
	[ "\${u_from%%[!0-9]*}" -gt "\${u_here%%[!0-9]*}" ] || return 0
	u_wrong "the backup is of version $u_from, newer than the \${u_here%%[!0-9.]*} here: a newer version does not restore into an older one"
}
`;
