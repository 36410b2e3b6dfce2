/** What a file is by its first bytes in hex, in the order in which they are looked for. */
const magics: readonly (readonly [RegExp, string])[] = [
	[/^1f8b/, 'gzip'],
	[/^28b52ffd/, 'zstd'],
	[/^fd377a585a00/, 'xz'],
	[/^425a68/, 'bzip2'],
	[/^04224d18/, 'lz4'],
	[/^504b0304/, 'zip'],
	[/^5047444d50/, 'pg_dump archive'],
	// Valkey 9 begins with a name of its own (`rdb.h`).
	[/^5245444953|^56414c4b4559/, 'Redis RDB'],
	[/^53514c69746520666f726d6174203300/, 'SQLite database'],
	// `age-encryption.org/`, `-----BEGIN AGE`, `-----BEGIN PGP`, `Salted__` (openssl enc), and what gpg writes without
	// armour: a session key for a public key, or for a passphrase (RFC 4880, 5.1 and 5.3).
	[
		/^6167652d656e6372797074696f6e2e6f72672f|^2d2d2d2d2d424547494e20(?:414745|504750)|^53616c7465645f5f|^85....03|^84..03|^8c0d04/,
		'encrypted',
	],
	// The first member of what `pg_dump -Ft` writes.
	[/^746f632e64617400(?:..){249}7573746172/, 'pg_dump tar'],
	// `ustar` stands at byte 257 (POSIX pax, ustar interchange format).
	[/^(?:..){257}7573746172/, 'tar'],
];

/** How dumps of PostgreSQL, MySQL and MariaDB begin, after blanks. */
const sql = /^\s*(?:--|\/\*[!M]|\\restrict |SET |BEGIN\b|CREATE |INSERT |DROP |USE |PRAGMA |COPY |\/\*.{0,80}\*\/)/i;

function textOf(hex: string): string {
	const bytes = hex.match(/../g) ?? [];
	return String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16)));
}

function plainOf(hex: string): string | undefined {
	const found = magics.find(([magic]) => magic.test(hex))?.[1];
	return found ?? (sql.test(textOf(hex)) ? 'SQL text' : undefined);
}

/**
 * What a backup is, by its first bytes (at most 512) in hex, never by its name; `inner`: the same of what it holds where it
 * is compressed. Undefined where nobody can tell. Sources: RFC 1952, RFC 8878, the .xz file format, `pg_backup_archiver.c`.
 */
export function formatOf(head: string | undefined, inner?: string): string | undefined {
	if (head === undefined || !/^(?:[0-9a-f]{2}){1,512}$/.test(head)) return undefined;
	const outer = plainOf(head);
	const within = inner !== undefined && /^(?:[0-9a-f]{2}){1,512}$/.test(inner) ? plainOf(inner) : undefined;
	return outer === undefined || within === undefined ? outer : `${outer} of ${within}`;
}
