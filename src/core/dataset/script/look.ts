/** The hex of what begins a file, as `od -An -tx1` writes it. */
const hex = (text: string) => [...text].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** A pattern of `case` for the hex of a word of SQL, in capitals or small. */
const word = (text: string) =>
	[...text]
		.map((char) => {
			const [small, large] = [hex(char.toLowerCase()), hex(char.toUpperCase())];
			return small === large ? small : `[${large[0]}${small[0]}]${small[1]}`;
		})
		.join('');

const begins = (...patterns: readonly string[]) => patterns.map((pattern) => `${pattern}*`).join(' | ');

/** `age`, binary and armoured; OpenPGP, armoured and as gpg writes it; `openssl enc`. Sources: C2SP age, RFC 4880 5.1 and 5.3. */
const encrypted = begins(
	...['age-encryption.org/', '-----BEGIN AGE', '-----BEGIN PGP', 'Salted__'].map(hex),
	...['85????03', '84??03', '8c0d04'],
);

/** How dumps of pg_dump, mysqldump and sqlite3 begin, after blanks. */
const sql = begins(
	...[hex('--'), hex('/*'), hex('\\restrict ')],
	...['SET ', 'BEGIN', 'CREATE ', 'INSERT ', 'DROP ', 'USE ', 'PRAGMA ', 'COPY '].map(word),
);

/**
 * `look_at FILE` (a file, or the folder that `pg_dump -Fd` made) sets by first bytes alone, never by the name:
 *
 * - `outer`: none, gzip, zstd, xz, bzip2, lz4, zip, encrypted;
 * - `inner`: pg-archive, pg-tar, pg-folder, sql, rdb, sqlite, tar, empty, encrypted, unknown;
 * - `member`: the member of a tar that holds the dump, as the S3 backups of Dokku have it. A dataset of files
 *   (`kind` is `files`) is the tar itself.
 *
 * What has no tool here is told by `fail`. What does not unpack is `unknown`: `unpack` says why.
 * Sources: RFC 1952, RFC 8878, the .xz and LZ4 frame formats, POSIX ustar, `pg_backup_archiver.c`, `rdb.h`.
 */
export const lookPart = `
u_hex() { od -An -v -tx1 | tr -d ' \\n'; }
u_raw() {
	case $outer in
	none) cat ;;
	zip) funzip ;;
	*) "$outer" -dc ;;
	esac <"$u_file"
}
u_begin() { head -c 1024 | u_hex; }
u_inner() {
	u_text=\${u_head#efbbbf}
	while :; do
		case $u_text in
		20* | 09* | 0a* | 0d*) u_text=\${u_text#??} ;;
		*) break ;;
		esac
	done
	case $u_head in
	'') inner=empty ;;
	${begins(hex('PGDMP'))}) inner=pg-archive ;;
	${begins(hex('REDIS'), hex('VALKEY'))}) inner=rdb ;;
	${begins(hex('SQLite format 3\0'))}) inner=sqlite ;;
	${encrypted}) inner=encrypted ;;
	*)
		case $(printf '%s' "$u_head" | cut -c 515-524)/$u_head/$u_text in
		${hex('ustar')}/${hex('toc.dat\0')}*) inner=pg-tar ;;
		${hex('ustar')}/*) inner=tar ;;
		*/${sql.replaceAll(' | ', ' | */')}) inner=sql ;;
		*) inner=unknown ;;
		esac
		;;
	esac
}
u_dig() {
	member=$(u_raw 2>/dev/null | head -c 20480 | tar -tf - 2>/dev/null | head -n 2 |
		grep -x -e backup/export -e ./backup/export | head -n 1)
	[ -n "$member" ] || return 0
	u_head=$(u_raw 2>/dev/null | tar -xOf - "$member" 2>/dev/null | u_begin)
	u_inner
}
look_at() {
	outer=none inner=unknown member=
	case $1 in /*) u_file=$1 ;; *) u_file=./$1 ;; esac
	if [ -d "$u_file" ]; then
		[ -f "$u_file/toc.dat" ] || fail 1 'it is a folder without toc.dat: no backup of pg_dump'
		u_head=$(u_begin <"$u_file/toc.dat")
		case $u_head in ${begins(hex('PGDMP'))}) inner=pg-folder ;; esac
		return
	fi
	[ -f "$u_file" ] && [ -r "$u_file" ] || fail 1 'it cannot be read: let the account that watchdeck logs in with read it'
	u_head=$(u_begin <"$u_file")
	u_tool= u_package=
	case $u_head in
	1f8b*) outer=gzip ;;
	28b52ffd*) outer=zstd ;;
	fd377a585a00*) outer=xz u_package=xz-utils ;;
	425a68*) outer=bzip2 ;;
	04224d18*) outer=lz4 ;;
	504b0304*) outer=zip u_tool=funzip u_package=unzip ;;
	esac
	u_tool=\${u_tool:-$outer}
	if [ "$outer" != none ]; then
		command -v "$u_tool" >/dev/null 2>&1 ||
			fail 1 "it is packed with $outer and $u_tool is not here: install the package \${u_package:-$outer}"
		u_head=$(u_raw 2>/dev/null | u_begin)
	fi
	u_inner
	case $outer/$inner in
	none/encrypted) outer=encrypted ;;
	none/empty | encrypted/*) ;;
	*/empty) u_raw >/dev/null 2>&1 || inner=unknown ;;
	*/tar) [ "\${kind-}" = files ] || u_dig ;;
	esac
}
`;
