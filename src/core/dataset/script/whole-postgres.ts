import { quote } from '../../quote.ts';
import { wholePart } from './whole.ts';
import { postgresScan } from './whole-postgres-sql.ts';
import { wholeTarPart } from './whole-tar.ts';

/**
 * The program of awk that reads the header of an archive of pg_dump from its hex: whose it is and of which version, as a
 * restore script tells the version, but not the database. Source: `ReadHead` in `pg_backup_archiver.c`, archives since 1.10.
 */
const headerScan = `
function byte(  two) {
	two = substr(head, at, 2)
	at += 2
	return (index(digits, substr(two, 1, 1)) - 1) * 16 + index(digits, substr(two, 2, 1)) - 1
}
function number(  sign, i, value, unit) {
	sign = byte()
	unit = 1
	for (i = 0; i < size; i++) { value += unit * byte(); unit *= 256 }
	return sign ? -value : value
}
function text(  long, i, out) {
	long = number()
	if (long < 0 || long > 500 || at + 2 * long > length(head)) return ""
	for (i = 0; i < long; i++) out = out sprintf("%c", byte())
	return out
}
function tell(name, value) { if (value != "" && value !~ /[\\001-\\037\\177]/) print name "=" value }
{
	digits = "0123456789abcdef"
	head = $0
	at = 11
	if (byte() != 1) exit
	minor = byte()
	byte()
	size = byte()
	byte()
	byte()
	if (minor >= 15) byte(); else number()
	for (i = 0; i < 7; i++) number()
	tell("of", text())
	split(text(), version, " ")
	tell("dumped", version[1])
	tell("format", "1." minor)
}`;

/**
 * What a backup of PostgreSQL must be to be whole: see `whole.ts`. `pg_restore` reads all of an archive and sees each place
 * where it is cut off. A flipped bit it sees in compressed rows (zlib's checksum); in the table of contents and in rows that
 * are not compressed, as in SQL text, hardly: there only a hash tells, or what the backup is packed with.
 */
export const wholePostgresPart = `${wholePart}${wholeTarPart}
u_header() {
	u_hex_of=$u_head
	[ "$inner" != pg-tar ] || u_hex_of=$(printf '%s' "$u_head" | cut -c 1025-)
	printf '%s\\n' "$u_hex_of" | awk ${quote([headerScan])}
}
# The SQL of an archive on standard output. That was the default before 12, where - is the name of a file.
u_to_text='case $(pg_restore --version) in
*") 9."* | *") 10"* | *") 11"*) exec pg_restore "$@" ;;
*) exec pg_restore -f - "$@" ;;
esac'
# A folder reaches the tool as a tar, where it cannot be seen from there. What has its path in a container is not it.
u_folder() {
	if [ -z "\${container-}" ] && k_tool test -r "$u_file/toc.dat" </dev/null 2>/dev/null; then
		cat >/dev/null
		k_tool sh -c "$u_to_text" pg_restore "$u_file" </dev/null
	else
		k_tool sh -c 'f=$(mktemp -d) || exit
			trap "rm -rf \\"$f\\"" EXIT
			trap "exit 143" HUP INT TERM
			tar -xf - -C "$f" && sh -c "$0" pg_restore "$f"' "$u_to_text"
	fi
}
# The SQL of it. pg_restore reads an archive to its end for that, and fails where it is cut off.
u_script() {
	case $inner in
	sql) cat ;;
	pg-folder) u_folder ;;
	# From the file anew: stdin was read to see that the tar is whole.
	pg-tar) u_all | k_tool sh -c "$u_to_text" pg_restore ;;
	*) k_tool sh -c "$u_to_text" pg_restore ;;
	esac
	printf '\\n=tool=%s\\n' "$?" >&2
}
u_scan() { { u_said=$({ u_script | tables=\${tables-} awk "$1" >&9; } 2>&1 | cut -c 1-600 | tail -n 2100); } 9>&1; }
u_names() { u_tar -tf - >/dev/null; }
whole_postgres() {
	case $inner in
	pg-* | sql) ;;
	*) u_other 'a backup of PostgreSQL'; return ;;
	esac
	if [ "$inner" = pg-tar ]; then
		# pg_restore goes round for ever where a tar ends within rows, and takes one for whole that ends behind them.
		u_said=$(u_tar_read u_names 2>&1 | tail -n 40 | cut -c 1-400)
		u_tar_whole || return
	fi
	u_scan ${quote([postgresScan])}
	u_facts=
	if [ "$inner" != sql ]; then
		u_facts=$(u_header)
		printf '%s\\n' "$u_facts" | grep '^of='
	fi
	u_said="$u_said
$(printf '%s\\n' "$u_facts" | sed 's/^/=/')"
	[ "$inner" = sql ] || u_restored || return
	u_judge 'PostgreSQL' && u_of_wanted && u_not_newer
}
u_version() { k_tool "$1" --version </dev/null 2>/dev/null | sed 's/.*PostgreSQL) //; s/ .*//'; }
u_restored() {
	[ "$(u_status tool)" != 0 ] || return 0
	u_reason=$(u_reason)
	u_here=$(u_version pg_restore)
	case $u_reason in
	*'unsupported version'*)
		u_wrong "the backup was made by a newer PostgreSQL, of $(u_status dumped | head -n 1) in the format $(u_status format), than pg_restore $u_here can read" ;;
	# A flipped bit in the lengths of its table of contents ends so, too.
	*'end of file'*) u_wrong "the backup is cut off, or its table of contents is damaged: $u_reason" ;;
	*'could not find block'* | *'too short'*) u_wrong "the backup is cut off: $u_reason" ;;
	*'pg_restore: '* | 'out of memory'*) u_wrong "the backup is damaged: $u_reason" ;;
	# A length or a number in its table of contents may lead it into the void.
	'' | *'Segmentation fault'*) u_wrong 'the backup is damaged: pg_restore broke down over it' ;;
	*) u_wrong "pg_restore could not read the backup: $u_reason" ;;
	esac
}
# PostgreSQL restores from older versions, never from newer ones.
u_not_newer() {
	u_from=$(u_status dumped | head -n 1)
	u_here=$(if [ "$inner" = sql ]; then u_version psql; else u_version pg_restore; fi)
	case \${u_from%%[!0-9]*}/\${u_here%%[!0-9]*} in
	/* | */) return 0 ;;
	esac
	[ "\${u_from%%[!0-9]*}" -gt "\${u_here%%[!0-9]*}" ] || return 0
	u_wrong "the backup is of PostgreSQL $u_from, newer than the $u_here here: a newer version does not restore into an older one"
}
`;
