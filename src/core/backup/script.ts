import { notBackups } from './names.ts';

const isNone = notBackups.map((end) => `! -iname '*${end}'`).join(' ');

/**
 * Lists the files of a folder that fit a pattern, and how the newest begins: `sh -c SCRIPT watchdeck-backup FOLDER PATTERN
 * [DATASET]`, under dash and busybox alike. Prints `clock=SECONDS`, `folder=there|missing|denied`, `count=N`, and for each of the newest
 * 500 `file=SECONDS BYTES PATH`; of the newest usual one (`usualFiles`) `head=HEX` of its first 512 bytes, and `inner=HEX` of what a compressed one
 * holds (`empty`, `damaged`, or nothing where the tool for it is missing). A name with a line end is passed over. What
 * was written down beside the backups (docs/decisions/029): `record=NAME<TAB>FIELD=VALUE…` and `proof=…`, the newest last;
 * `records=denied` where some of it may not be read.
 */
export const backupScript = `LC_ALL=C
export LC_ALL
folder=$1
pattern=$2
dataset=\${3-}
case $folder in '~/'*) folder=$HOME/\${folder#'~/'} ;; esac
hex() { head -c 512 | od -An -v -tx1 | tr -d ' \\n'; }
list() {
	case $pattern in
	*/*) find . -type f -path "./$pattern" ! -path '*/.watchdeck/*' ! -name '.*' ${isNone} ! -path '*
*' -exec stat -c '%Y %s %n' {} + ;;
	*) find . -maxdepth 1 -type f -name "$pattern" ! -name '.*' ${isNone} ! -name '*
*' -exec stat -c '%Y %s %n' {} + ;;
	esac
}
# What pg_dump -Fd makes is a folder; it is as old as its table of contents.
folders() {
	case $pattern in */*) return 0 ;; esac
	find . -mindepth 2 -maxdepth 2 -type f -name toc.dat -path "./$pattern/toc.dat" ! -path './.*' ! -path '*
*' | while IFS= read -r toc; do
		kib=$(du -sk -- "\${toc%/toc.dat}")
		printf '%s %s %s\\n' "$(stat -c %Y -- "$toc")" "$((\${kib%%[!0-9]*} * 1024))" "\${toc%/toc.dat}"
	done
}
# What a restore dumped first, or another dataset made here, is not its newest backup.
is_usual() {
	record=.watchdeck/\${1#./}
	[ -f "$record" ] || return 0
	! grep -qx purpose=safety "$record" || return 1
	[ -z "$dataset" ] || ! grep -q '^dataset=' "$record" || grep -Fqx "dataset=$dataset" "$record"
}
inner() {
	command -v "$1" >/dev/null 2>&1 || return 0
	within=$("$1" -dc <"$newest" 2>/dev/null | hex)
	if [ -z "$within" ]; then
		within=damaged
		"$1" -dc <"$newest" >/dev/null 2>&1 && within=empty
	fi
	printf 'inner=%s\\n' "$within"
}
# Whoever made the backups may have written it for themselves alone.
may_read() {
	[ -r .watchdeck ] && [ -x .watchdeck ] || return 1
	for one in .watchdeck/*; do [ ! -f "$one" ] || [ -r "$one" ] || return 1; done
}
records() {
	[ -d .watchdeck ] || return 0
	may_read || echo records=denied
	find .watchdeck -maxdepth 1 -type f ! -name '.*' ! -name proofs ! -name '*
*' -exec awk 'FNR == 1 { if (NR > 1) print ""; printf "record=%s", substr(FILENAME, 12) } { printf "\\t%s", $0 } END { print "" }' {} +
	[ ! -f .watchdeck/proofs ] || tail -n 100 .watchdeck/proofs | sed 's/^/proof=/'
}
printf 'clock=%s\\n' "$(date +%s)"
[ -d "$folder" ] || { echo folder=missing; exit 0; }
[ -r "$folder" ] && cd "$folder" 2>/dev/null || { echo folder=denied; exit 0; }
echo folder=there
records 2>/dev/null
all=$({ list; folders; } 2>/dev/null | sort -rn)
[ -n "$all" ] || { echo count=0; exit 0; }
printf 'count=%s\\n' "$(printf '%s\\n' "$all" | wc -l)"
printf '%s\\n' "$all" | head -n 500 | sed 's/^/file=/'
newest=$(printf '%s\\n' "$all" | while IFS= read -r file; do
	file=\${file#* }
	file=\${file#* }
	is_usual "$file" 2>/dev/null || continue
	printf '%s\\n' "$file"
	break
done)
[ -n "$newest" ] || exit 0
[ ! -d "$newest" ] || newest=$newest/toc.dat
[ -r "$newest" ] || { echo head=denied; exit 0; }
head=$(hex <"$newest")
printf 'head=%s\\n' "$head"
case $head in
1f8b*) inner gzip ;;
28b52ffd*) inner zstd ;;
fd377a585a00*) inner xz ;;
425a68*) inner bzip2 ;;
04224d18*) inner lz4 ;;
esac
exit 0
`;

/** Prints `head=HEX` of the first 512 bytes of an object of an rclone remote: `sh -c SCRIPT watchdeck-backup REMOTE:PATH`. */
export const remoteHeadScript = `head=$(rclone cat --head 512 -- "$1" 2>/dev/null | od -An -v -tx1 | tr -d ' \\n')
printf 'head=%s\\n' "$head"
`;
