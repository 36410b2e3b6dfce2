import { quote } from '../../quote.ts';
import { scanFunctions, wholePart } from './whole.ts';

/** The program of awk that reads what `.dump` of sqlite3 wrote: one transaction, whose last line is its end. */
const sqliteScan = `${scanFunctions}
other != "" || $0 == "" { next }
{ complete = $0 == "COMMIT;"; undone = /^ROLLBACK;/ }
NR < 50 && /^-- PostgreSQL database / { other = "PostgreSQL" }
NR < 50 && (/^-- (MySQL|MariaDB) dump / || /^\\/\\*[!M]/) { other = "MySQL" }
NR < 5 && $0 == "BEGIN TRANSACTION;" { header = 1 }
/^CREATE TABLE / {
	sub(/^CREATE TABLE (IF NOT EXISTS )?/, "")
	if (match($0, /^"([^"]|"")*"/)) {
		name = substr($0, 2, RLENGTH - 2)
		gsub(/""/, "\\"", name)
	} else {
		match($0, /^[^ (]*/)
		name = substr($0, 1, RLENGTH)
	}
	fact("table", name)
}
END {
	if (other != "") verdict("other", other)
	else if (!header) verdict("strange", "")
	else if (undone) verdict("message", "sqlite3 met errors in the database and did not finish")
	else if (!complete) verdict("cut", "its last line, “COMMIT;”, is missing")
	else verdict("whole", "")
	close("cat 1>&2")
}
`;

/**
 * What a backup of an SQLite database must be to be whole: see `whole.ts`. The file is as long as its header says, page
 * size times pages; whether its pages are sound is asked of sqlite3 when it is verified. Source: SQLite, Database File Format, 1.3.
 */
export const wholeSqlitePart = `${wholePart}
# The number in the header, from the byte OFFSET on, of BYTES bytes.
u_number() { printf '%d' "0x$(printf '%s' "$u_first" | cut -c $(($1 * 2 + 1))-$((($1 + $2) * 2)))"; }
whole_sqlite() {
	case $inner in
	sqlite) ;;
	sql)
		{ u_said=$({ tables=\${tables-} awk ${quote([sqliteScan])} >&9; } 2>&1 | cut -c 1-600 | tail -n 50); } 9>&1
		u_judge 'SQLite'
		return
		;;
	*) u_other 'an SQLite database'; return ;;
	esac
	u_first=$(dd bs=1 count=100 2>/dev/null | u_hex)
	u_rest=$(wc -c | tr -d ' ')
	[ "\${#u_first}" = 200 ] || { u_wrong 'the backup is cut off: it ends in its header'; return; }
	u_total=$((u_rest + 100))
	u_page=$(u_number 16 2)
	[ "$u_page" != 1 ] || u_page=65536
	[ "$u_page" -ge 512 ] || { u_wrong "the backup is damaged: it tells of pages of $u_page bytes"; return; }
	[ "$(u_number 19 1)" -le 2 ] || { u_wrong 'the backup is of a newer SQLite than any that is known'; return; }
	u_made=$(u_number 96 4)
	[ "$u_made" -lt 3000000 ] || echo "dumped=$((u_made / 1000000)).$((u_made / 1000 % 1000)).$((u_made % 1000))"
	u_pages=$(u_number 28 4)
	# Before 3.7.0 nobody kept the number of pages; the number of changes beside it is another one then.
	if [ "$u_pages" = 0 ] || [ "$(u_number 24 4)" != "$(u_number 92 4)" ]; then
		[ $((u_total % u_page)) = 0 ] || { u_wrong "the backup is cut off: it ends within a page"; return; }
		echo 'unproven=its length: its header does not tell how many pages it has'
	elif [ "$u_total" -lt $((u_page * u_pages)) ]; then
		u_wrong "the backup is cut off: it has $u_total of $((u_page * u_pages)) bytes"
	elif [ "$u_total" -gt $((u_page * u_pages)) ]; then
		u_wrong "the backup is damaged: it has $u_total bytes, and its header tells of $((u_page * u_pages))"
	fi
}
`;
