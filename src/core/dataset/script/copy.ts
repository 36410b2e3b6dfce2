import { cloudPart } from './cloud.ts';

/** Off-site by rclone: `copy`, `uncopy`; and `prune`, which removes backups here and there. */
export const copyPart = `${cloudPart}
# How many bytes an object has there, and since when it is as it is; nothing in both where there is none. Fails where nobody
# could look, with the reason in why: only rclone's own word for it says that something is not there (3: no folder, 4: no file).
look_there() {
	there= since= why=
	said=$(cloud lsf --files-only --use-server-modtime --format st --separator ' ' -- "$(in_remote "$1")" 2>"$scratch/why")
	case $? in 0) ;; 3 | 4) return 0 ;; *) why=$(cloud_line <"$scratch/why"); return 1 ;; esac
	case $said in
	*' '*' '*)
		there=\${said%% *} since=\${said#* }
		since=\${since%% *}T\${since#* }Z
		;;
	esac
}
is_gone_there() { [ -z "$remote" ] || { look_there "$1" && [ -z "$there" ]; }; }
# The hash of KIND that the remote tells of an object; empty where it tells none.
cloud_sum() { cloud hashsum "$1" -- "$2" 2>/dev/null | sed -n 's/^\\([0-9a-f]\\{32,128\\}\\)  .*/\\1/p'; }
recorded() { sed -n "s/^$1=//p" "$records/$name" 2>/dev/null | tail -n 1; }
# Writes into the record how its copy stands, in place of what was there of that.
noted() {
	{ grep -v -e '^sending=' -e '^compared=' -e '^there=' "$records/$name"; printf '%s' "$1"; } >"$scratch/record" && mv -- "$scratch/record" "$records/$name" ||
		fail 1 "$records cannot be written to"
}
# rclone counts in lines of JSON on standard error; of several attempts the one that goes on. The last of its other words is why.
cloud_said() {
	while IFS= read -r line; do
		case $line in
		*'"stats":{'*)
			case $line in
			*'"transferring":[{"bytes":'*) line=\${line#*'"transferring":[{"bytes":'} ;;
			*) line=\${line#*'"bytes":'} ;;
			esac
			echo "\${line%%[!0-9]*}" >"$scratch/sent.new" && mv -f -- "$scratch/sent.new" "$scratch/sent"
			;;
		*'"msg":"'*)
			line=\${line#*'"msg":"'}
			line=\${line%%'","'*}
			printf '%s\\n' "\${line%'"}'}" | sed -e 's/\\\\"/"/g' -e 's/\\\\[nt]/ /g' >"$scratch/why"
			;;
		[0-9]*) printf '%s\\n' "$line" >"$scratch/why" ;;
		*) printf '%s\\n' "$line" >>"$scratch/why" ;;
		esac
	done
}
send_off() { cloud copyto --use-json-log --stats 1s --stats-log-level ERROR -- "$folder/$name" "$(in_remote "$name")" 2>&1; }
# What a remote without hashes has is read back: only that says that it is the same.
read_back() { cloud cat -- "$(in_remote "$name")" 2>"$scratch/why"; }
sum_back() { sha256sum | cut -d ' ' -f 1 >"$scratch/back"; }
is_same() {
	for sum in sha256 md5; do
		told=$(cloud_sum "$sum" "$(in_remote "$name")")
		[ -n "$told" ] || continue
		[ "$told" = "$(recorded "$sum")" ] && tell compared "$sum" && return 0
		why="what lies there is not what was sent: its $sum is another"
		return 1
	done
	if ! joined read_back sum_back; then
		why="it could not be read back: $(cloud_line <"$scratch/why")"
		return 1
	fi
	read -r told <"$scratch/back"
	if [ "$told" != "$(recorded sha256)" ]; then
		why='what comes back from there is not what was sent'
		return 1
	fi
	tell compared content
}
# Removes what is there of a copy; fails where that could not be done, or nobody could look.
removed_there() {
	briefly
	look_there "$name" || return 1
	[ -z "$there" ] || cloud deletefile -- "$(in_remote "$name")" 2>"$scratch/why" && return
	why=$(cloud_line <"$scratch/why")
	return 1
}
# No copy: which remote, why, what may help; and what is left now.
no_copy() {
	reason="$remote $1\${why:+: $why}; $(cloud_fix "$why"). The backup here is whole and stays" left=
	[ -z "$began" ] || removed_there || left='; what is left of the copy there could not be removed'
	fail 1 "$reason$left"
}
copy() {
	[ -f "$folder/$name" ] || fail 1 "$folder/$name is not there any more"
	[ -f "$records/$name" ] || fail 1 "nothing is written down of $name, with which a copy could be compared"
	command -v rclone >/dev/null 2>&1 || fail 1 'rclone is not there: install it on this host (apt install rclone)'
	workplace
	# Its bytes are what there is to see of it, and not those of the backup here.
	echo 0 >"$scratch/sent"
	how_far() { cat -- "$scratch/sent"; }
	watch_over
	briefly
	began=
	look_there "$name" || no_copy 'could not be read, so that nothing was sent'
	if [ -n "$there" ] && [ "$there $since" = "$(recorded bytes) $(recorded there)" ]; then
		tell compared already
		return
	fi
	noted "sending=$(now)
"
	at_length
	began=yes
	if ! joined send_off cloud_said; then
		why=$(cloud_line <"$scratch/why")
		no_copy 'did not take the copy'
	fi
	echo 0 >"$scratch/sent"
	look_there "$name" || no_copy 'does not say what it has of the copy'
	if [ "$there" != "$(recorded bytes)" ]; then
		why="it says that it has \${there:-no} bytes, and $(recorded bytes) were sent"
		no_copy 'has no such copy'
	fi
	is_same || no_copy 'has no such copy'
	noted "compared=$(now)
there=$since
"
}
# What was compared is whole and stays, whatever came after: it may be what is wanted now. What is left of another is no reason to
# hold anybody: it has a name of its own, a light tells it, and a night without its remote must not stand in the way of the next.
uncopy() {
	[ -z "$(recorded compared)" ] || { tell stays "$(in_remote "$name")"; return; }
	[ -n "$(recorded sending)" ] || return 0
	workplace
	watch_over /dev/null
	removed_there || echo "what is left of the copy at $remote could not be removed: $why" >&2
}
# NAME and why: it was to be removed, and is still there.
not_removed() { printf '%s (%s); ' "$1" "$2" >>"$scratch/left"; }
# Each of the lines PLACE<TAB>BYTES<TAB>SHA256<TAB>NAME, where it still is what the plan saw.
prune() {
	workplace
	watch_over /dev/null
	briefly
	printf '%s' "$olds" | while IFS=$tab read -r place bytes sha name; do
		case $name in '' | */*) continue ;; esac
		if [ "$(recorded sha256)" != "$sha" ]; then
			tell spared "$name"
			continue
		fi
		case $place in
		here)
			if [ "$(size_of "$folder/$name")" = "$bytes" ]; then
				if said=$(rm -f -- "$folder/$name" 2>&1); then tell removed "$name"; else not_removed "$name" "\${said##*: }"; fi
			else
				tell spared "$name"
			fi
			;;
		there)
			if ! look_there "$name"; then
				not_removed "$(in_remote "$name")" "$why"
			elif [ "$there" = "$bytes" ]; then
				if cloud deletefile -- "$(in_remote "$name")" 2>"$scratch/why"; then
					tell removed "$(in_remote "$name")"
				else
					not_removed "$(in_remote "$name")" "$(cloud_line <"$scratch/why")"
				fi
			else
				tell spared "$(in_remote "$name")"
			fi
			;;
		esac
		[ -e "$folder/$name" ] || ! is_gone_there "$name" || rm -f -- "$records/$name"
	done
	[ ! -s "$scratch/left" ] || fail 1 "could not be removed: $(sed 's/; $//' "$scratch/left" | one_line)"
}
`;
