import { zones } from '../../backup/row-age.ts';

/**
 * The restore test: `verify`, and `apart`, which is what a throwaway container is told; `sweep` removes what either may have
 * left. What is asked of the restored data comes from functions of the kind: `k_value` (one value), `k_count`, `k_newest`.
 */
export const provePart = `
# A folder of its own for a server apart, of the account that runs that.
home=\${TMPDIR:-/var/tmp}/watchdeck-apart-$id
make_home() {
	if [ -n "$scratch" ]; then mine=$scratch/mine && mkdir -- "$mine"; else mine=$(mktemp -d); fi ||
		fail 1 'no temporary folder can be made for the restore test'
	k_tool mkdir -m 700 -- "$home" </dev/null && return
	home=/tmp/watchdeck-apart-$id
	k_tool mkdir -m 700 -- "$home" </dev/null || fail 1 "no folder can be made in /var/tmp or /tmp for the restore test"
}
is_contained() { [ "$where" != server ] && [ -n "$container$image" ]; }
# Both, whatever is named: a kind may have done without the container.
sweep_apart() {
	! is_contained || docker rm -f -v "watchdeck-apart-$id"
	(
		# The account is one of the container then.
		! is_contained || as=
		[ "$where" = server ] || container=
		k_sweep
		k_tool rm -rf -- "/var/tmp/watchdeck-apart-$id" "/tmp/watchdeck-apart-$id" "$home"
	) || :
} </dev/null >/dev/null 2>&1
sweep() { sweep_apart; rm -rf -- "$records/.$id"; }
# What went wrong, of all that was said: its errors, without what the commands were.
why() {
	grep -a 'ERROR\\|FATAL\\|PANIC\\|error:' "$1" >"$1.errors" 2>/dev/null || tail -n 3 "$1" >"$1.errors"
	head -n 3 "$1.errors" | one_line
}
is_number() { case $1 in '' | *[!0-9.-]* | *.*.* | ?*-*) return 1 ;; esac; }
at_most() { awk "BEGIN { exit !($1 <= $2) }"; }
# Takes TABLE<TAB>COLUMN<TAB>SECONDS apart, where the newest row is.
newest_parts() {
	table=\${newest%%"$tab"*}
	column=\${newest#*"$tab"}
	column=\${column%%"$tab"*}
}
# NAME SAYS FAILURE: a line for each check, fine where there is no failure.
checked() {
	says=$(printf '%s' "$2" | one_line)
	wrong=$(printf '%s' "$3" | one_line)
	if [ -z "$wrong" ]; then tell check "$1\${tab}ok\${tab}$says"; else tell check "$1\${tab}failed\${tab}$wrong"; fi
}
# VALUE LEAST MOST =IS, each - where it is not asked for: what is wrong with it, in words.
wrong_with() {
	if [ "$4" != - ] && [ "=$1" != "$4" ]; then
		echo "it is \${1:-nothing}, and should be \${4#=}"
	elif [ "$2$3" != -- ] && ! is_number "$1"; then
		echo "it is \${1:-nothing}, which is no number"
	elif [ "$2" != - ] && ! at_most "$2" "$1"; then
		echo "it is $1, and should be at least $2"
	elif [ "$3" != - ] && ! at_most "$1" "$3"; then
		echo "it is $1, and should be at most $3"
	fi
}
ask_all() {
	printf '%s' "$tables" | tr ',' '\\n' | while IFS= read -r table || [ -n "$table" ]; do
		if rows=$(k_count "$table" </dev/null 2>"$mine/why"); then
			checked "$table" "$rows rows" ''
		else
			checked "$table" '' "$(complaint <"$mine/why")"
		fi
	done
	if [ -n "$newest" ]; then
		within=\${newest##*"$tab"}
		if row=$(k_newest </dev/null 2>"$mine/why") && is_number "$row"; then
			age=$((made - row))
			wrong=
			# A time without its zone may lie ahead by as much as zones differ.
			if [ "$age" -lt -${zones / 1_000} ]; then
				wrong="the newest row is dated $((-age)) s after it was made: how old it is nobody can tell"
			elif [ "$age" -gt "$within" ]; then
				wrong="the newest row was $age s old when it was made, promised $within s"
			fi
			[ "$age" -ge 0 ] || age=0
			checked 'newest row' "$age s old when it was made" "$wrong"
		else
			checked 'newest row' '' "$(complaint <"$mine/why") it has no time"
		fi
	fi
	printf '%s' "$checks" | while IFS=$tab read -r check least most is ask; do
		if value=$(k_value "$ask" </dev/null 2>"$mine/why"); then
			checked "$check" "$value" "$(wrong_with "$value" "$least" "$most" "$is")"
		else
			checked "$check" '' "$(complaint <"$mine/why")"
		fi
	done
}
# What comes on standard input is restored where nothing else is, asked, and removed.
apart() {
	trap 'code=$?; k_sweep </dev/null >/dev/null 2>&1; k_tool rm -rf -- "$home" </dev/null; rm -rf -- "$mine"; exit "$code"' EXIT
	# A server that refuses to run as root has an account of its own; whoever else logs in needs none for one of his own.
	case $where/$as in
	server/*) ;;
	*/ | */root) as=; [ "$(id -u)" != 0 ] || as=$k_account ;;
	esac
	make_home
	[ "$where" = server ] || has_room "$(free_there "$home")" "$of" 'it was not tested: where it would be restored apart' || exit 1
	k_apart || exit 1
	tell restored "$(ticks)"
	ask_all
}
run_apart() {
	if ! is_contained; then
		(
			[ "$where" = server ] || container=
			apart
		)
	else
		set -- "id=$id" "kind=$kind" "inner=$inner" "encoding=$encoding" "like=$like" "preload=$preload" "tables=$tables" "newest=$newest" "made=$made" "of=$of"
		while IFS= read -r line; do [ -z "$line" ] || set -- "$@" "check=$line"; done <<END
$(printf '%s' "$checks")
END
		docker run --rm -i --name "watchdeck-apart-$id" --label "watchdeck.apart=$id" --network none --entrypoint sh \\
			\${k_account:+-u "$k_account"} "\${image:-$(docker inspect -f '{{.Image}}' -- "$container")}" \\
			-c "$program" watchdeck-dataset apart "$@"
	fi
}
read_backup() { unpack "$folder/$name"; }
said_apart() { run_apart >"$scratch/said" 2>"$scratch/why"; }
# Writes down how it came out, in one line, and keeps the last 200.
# At most 60, those that failed first, and each short: whoever reads the line passes over one that is longer than 32 KiB.
noted_checks() {
	for is in failed ok; do
		sed -n "s/^check=\\([^$tab]*\${tab}$is$tab.*\\)/\\1/p" "$scratch/said" 2>/dev/null
	done | head -n 60 | cut -c 1-400
}
note_proof() {
	{
		[ ! -f "$records/proofs" ] || tail -n 199 "$records/proofs"
		printf '%s\\t%s\\t%s\\t%s\\t%s' "$(now)" "$2" "$1" "$name" "$3"
		noted_checks | while IFS= read -r line; do printf '\\t%s' "$line"; done
		echo
	} >"$scratch/proofs" && mv -- "$scratch/proofs" "$records/proofs" || fail 1 "$folder cannot be written to: nobody will know of this test"
}
# Says how many checks had no answer at all; false where each had one.
not_answered() {
	asked=$(printf '%s' "$tables" | awk -F , 'NF { print NF }')
	lines=$(printf '%s' "$checks" | grep -c .)
	all=$((\${asked:-0} + lines))
	[ -z "$newest" ] || all=$((all + 1))
	count=$(grep -c '^check=' "$scratch/said")
	[ "$count" -lt "$all" ] && echo "only $count of $all checks were answered"
}
# A disk that is too small tells nothing of the backup.
not_proven() {
	said=$(why "$scratch/why")
	case $said in *'no room for more: '* | *'are needed, with a tenth left: '*) fail 1 "$said" ;; esac
	failed_proof "$said"
}
failed_proof() { note_proof failed 0 "$1"; fail 1 "$1"; }
verify() {
	[ -e "$folder/$name" ] || fail 1 "$folder/$name is not there any more"
	workplace
	sweep_apart
	watch_over /dev/null
	begin=$(ticks)
	sha=$(sed -n 's/^sha256=//p' "$records/$name" 2>/dev/null)
	own=
	if [ -n "$sha" ]; then
		sha256sum <"$folder/$name" | grep -q "^$sha " || failed_proof 'it is not what was made: its sha256 is another'
		own=yes
	fi
	made=$(sed -n 's/^began=//p' "$records/$name" 2>/dev/null)
	case $made in '' | *[!0-9]*) made=$(stat -c %Y -- "$folder/$name") ;; esac
	look_at "$folder/$name"
	part=$folder/$name
	if [ "$where" = server ]; then most=$(k_room); else most=$(free_in /var/tmp); fi
	joined read_through is_whole 2>"$scratch/why" || not_proven
	of=$(needed)
	[ "$where" != server ] || has_room "$most" "$of" 'it was not tested: where the server has its data' || exit 1
	k_before
	joined read_backup said_apart || not_proven
	# What restored data print, of which anybody may have made the dump, is a number or nothing.
	restored=$(sed -n 's/^restored=//p' "$scratch/said" | head -n 1)
	case $restored in '' | *[!0-9]*) failed_proof 'the restore test did not come to its end' ;; esac
	took=$(((restored - begin) * 10))
	bad=$(sed -n "s/^check=\\([^$tab]*\\)\${tab}failed\${tab}\\(.*\\)/\\1: \\2/p" "$scratch/said" | head -n 3 | tr '\\n' ';' | sed 's/;$//; s/;/; /g')
	grep '^check=' "$scratch/said"
	tell took "$took"
	less=$(not_answered) && bad=\${bad:+$bad; }$less
	count=$(grep -c '^check=' "$scratch/said")
	if [ -n "$bad" ]; then
		note_proof failed "$took" "$bad"
		fail 1 "it was restored, and is not what it should be: $bad"
	fi
	case $count in
	0) says=restored ;;
	1) says='restored, 1 check passed' ;;
	*) says="restored, $count checks passed" ;;
	esac
	note_proof ok "$took" "$says"
}
`;
