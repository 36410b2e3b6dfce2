import { lookPart } from './look.ts';

/** From here on a limit that is passed at such a ratio is a bomb, and no small disk. */
const bomb = { ratio: 200, bytes: 1024 ** 3 } as const;

/**
 * Reading a backup of any format: `look_at FILE` (see `look.ts`), and after it
 *
 * - `unpack FILE`: what is in it, to stdout; of a folder of `pg_dump -Fd` a tar. Fails where it is cut off or damaged, or
 *   more than `most` bytes come out (empty: no limit), with one sentence on stderr. That sentence is written before the
 *   output ends: whoever reads the output to its end speaks after it. Where nobody reads on it fails without a word.
 *   Keeps nothing: neither memory nor files grow with the backup.
 *
 * How well damage is seen is a matter of the format: gzip, bzip2, zstd, xz and lz4 carry checksums (of zip: of the first
 * file, the only one that is read); what is not packed has none.
 *
 * Needs `fail CODE MESSAGE` of the other parts.
 */
export const unpackPart = `${lookPart}
# One sentence to stderr, without what a terminal would obey.
u_wrong() {
	u_sentence=$(printf '%s' "$*" | tr '\\n\\t' '  ' | tr -d '\\000-\\037\\177' | cut -c 1-400)
	printf '%s\\n' "$u_sentence" >&2
	return 1
}
u_amount() { awk -v n="$1" 'BEGIN {
	split("KiB MiB GiB TiB", unit, " ")
	if (n < 1024) { print n " bytes"; exit }
	while (n >= 1024 && i < 4) { n /= 1024; i++ }
	printf "%.1f %s", n, unit[i]
}'; }
# What programs said, with lines =NAME=STATUS of how each ended, is in u_said.
u_status() { printf '%s\\n' "$u_said" | sed -n "s/^=$1=//p"; }
u_reason() { printf '%s\\n' "$u_said" | sed '/^=/d; /^[ 	]*$/d' | head -n 1; }
u_last() { tail -n 40 | cut -c 1-400; }
u_out() { u_raw; printf '\\n=outer=%s\\n' "$?" >&2; }
u_member() {
	tar -xOf - "$member"
	u_code=$?
	# What follows the last member belongs to the packed stream, too. Not where nobody listens any more.
	[ "$u_code" != 0 ] || cat >/dev/null
	printf '\\n=tar=%s\\n' "$u_code" >&2
}
u_all() { if [ -n "$member" ]; then u_out | u_member; else u_out; fi; }
u_limited() {
	{ u_all | head -c $((most + 1)) | tee /dev/fd/8 >&9; } 8>&1 | wc -c | sed 's/^ */=count=/' >&2
}
unpack() {
	case $outer/$inner in
	encrypted/* | */encrypted) u_wrong 'the backup is encrypted: decrypt it first'; return ;;
	none/pg-folder) tar -cf - -C "$u_file" .; return ;;
	esac
	if [ -z "\${most-}" ] || [ "$outer$member" = none ]; then
		{ u_said=$(u_all 2>&1 >&9 | u_last); } 9>&1
	else
		{ u_said=$(u_limited 2>&1 >&9 | u_last); } 9>&1
		u_count=$(u_status count)
		[ "\${u_count:-0}" -le "$most" ] || { u_beyond; return; }
	fi
	case $u_said in *'more than one entry'*) u_wrong 'the backup is a zip of more than one file: unpack it first'; return ;; esac
	case $(u_status outer)/$(u_status tar) in
	0/ | 0/0) return 0 ;;
	141/* | 0/141) return 141 ;;
	esac
	u_said_by=$outer
	[ "$(u_status outer)" != 0 ] || u_said_by=tar
	u_reason=$(u_reason)
	case $u_reason in
	*'Broken pipe'*) return 141 ;;
	*[Uu]nexpected\\ end* | *'ends unexpectedly'* | *'premature end'* | *Unfinished* | *'Unexpected EOF'* | *'short read'* | *'unknown header'*)
		u_wrong "the backup is cut off: $u_reason" ;;
	*'trailing garbage'*) u_wrong "the backup is damaged: something that is no $outer follows its end" ;;
	*'too much memory'*) u_wrong "the backup needs more memory to unpack than $outer takes: $u_reason" ;;
	# These do not tell the one from the other.
	*'corrupted data'* | *'bunzip error'* | *'invalid magic'* | funzip*) u_wrong "the backup is damaged or cut off: $u_reason" ;;
	*) u_wrong "the backup is damaged: \${u_reason:-$u_said_by failed}" ;;
	esac
}
u_beyond() {
	u_packed=$(wc -c <"$u_file" | tr -d ' ')
	u_words="the backup, $(u_amount "$u_packed") of $outer, unpacks to more than $(u_amount "$most")"
	if [ "$u_count" -gt ${bomb.bytes} ] && [ $((u_count / (u_packed + 1))) -gt ${bomb.ratio} ]; then
		u_wrong "$u_words, over ${bomb.ratio} times as much: it is a $outer bomb"
	else
		u_wrong "$u_words, and there is no room for more: the disk is too small"
	fi
}
`;
