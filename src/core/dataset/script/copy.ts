/** Off-site by rclone: `copy`, `uncopy`; and `prune`, which removes backups here and there. */
export const copyPart = `
cloud() { </dev/null rclone --contimeout 20s --timeout 60s --retries 2 --low-level-retries 4 "$@"; }
cloud_size() { cloud lsf --files-only --format s -- "$1" 2>/dev/null; }
# Whether it is not there: only rclone's own word for that says so, and no failure to look (3: no folder, 4: no file).
is_gone_there() {
	[ -n "$remote" ] || return 0
	said=$(cloud lsf --files-only --format s -- "$1" 2>/dev/null)
	case $? in 0) [ -z "$said" ] ;; 3 | 4) return 0 ;; *) return 1 ;; esac
}
# The hash of KIND that the remote tells of an object; empty where it tells none.
cloud_sum() { cloud hashsum "$1" -- "$2" 2>/dev/null | sed -n 's/^\\([0-9a-f]\\{32,128\\}\\)  .*/\\1/p'; }
recorded() { sed -n "s/^$1=//p" "$records/$name" 2>/dev/null | tail -n 1; }
# rclone counts in lines of JSON on standard error.
cloud_said() {
	while IFS= read -r line; do
		case $line in
		*'"stats":{'*)
			line=\${line#*'"bytes":'}
			tell progress "\${line%%[!0-9]*}"
			;;
		*'"msg":"'*)
			line=\${line#*'"msg":"'}
			printf '%s\\n' "\${line%%'","'*}" >&2
			;;
		esac
	done
}
send_off() { cloud copyto --use-json-log --stats 1s --stats-log-level NOTICE -- "$folder/$name" "$remote/$name" 2>&1; }
# What a remote without hashes has is read back: only that says that it is the same.
read_back() { cloud cat -- "$remote/$name"; }
sum_back() { sha256sum | cut -d ' ' -f 1 >"$scratch/there"; }
# That this happened, and when, in the record of the backup.
note_record() { { cat -- "$records/$name" && tell "$1" "$(now)"; } >"$scratch/record" && mv -- "$scratch/record" "$records/$name"; }
is_same() {
	for sum in sha256 md5; do
		there=$(cloud_sum "$sum" "$remote/$name")
		[ -n "$there" ] || continue
		[ "$there" = "$(recorded "$sum")" ] && tell compared "$sum" && return 0
		printf '%s\\n' "its $sum there is another" >&2
		return 1
	done
	joined read_back sum_back || return 1
	read -r there <"$scratch/there"
	if [ "$there" != "$(recorded sha256)" ]; then
		echo 'what comes back from there is not what was sent' >&2
		return 1
	fi
	note_record compared
	tell compared content
}
copy() {
	[ -f "$folder/$name" ] || fail 1 "$folder/$name is not there any more"
	command -v rclone >/dev/null 2>&1 || fail 1 'rclone is not there: install it on this host (apt install rclone)'
	workplace
	watch_over "$folder/$name"
	joined send_off cloud_said || fail 1 "rclone could not copy it to $remote"
	size=$(cloud_size "$remote/$name")
	[ "$size" = "$(recorded bytes)" ] || fail 1 "$remote says that it has \${size:-no} bytes, and $(recorded bytes) were sent"
	is_same || fail 1 "the copy at $remote is not the same"
	note_record copied
}
# What is whole there stays, whatever came after: it may be what is wanted now.
uncopy() {
	[ -z "$(recorded copied)" ] || { tell stays "$remote/$name"; return; }
	workplace
	watch_over /dev/null
	is_gone_there "$remote/$name" || cloud deletefile -- "$remote/$name" || fail 1 "the copy at $remote could not be removed, or whether it is there could not be seen"
}
# Each of the lines PLACE<TAB>BYTES<TAB>SHA256<TAB>NAME, where it still is what the plan saw.
prune() {
	workplace
	watch_over /dev/null
	printf '%s' "$olds" | while IFS=$tab read -r place bytes sha name; do
		case $name in '' | */*) continue ;; esac
		if [ "$(recorded sha256)" != "$sha" ]; then
			tell spared "$name"
			continue
		fi
		case $place in
		here)
			if [ "$(size_of "$folder/$name")" = "$bytes" ]; then
				rm -f -- "$folder/$name" && tell removed "$name"
			else
				tell spared "$name"
			fi
			;;
		there)
			if [ "$(cloud_size "$remote/$name")" = "$bytes" ]; then
				cloud deletefile -- "$remote/$name" && tell removed "$remote/$name"
			else
				tell spared "$remote/$name"
			fi
			;;
		esac
		[ -e "$folder/$name" ] || ! is_gone_there "$remote/$name" || rm -f -- "$records/$name"
	done
}
`;
