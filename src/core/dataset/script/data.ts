/**
 * What the kinds share whose data are files: `at_data STEP` runs a function of this script where the data are. `place` says
 * where that is: `here`; `as` another account; `exec` in their container; `run` in a throwaway container of the image
 * `helper` that has them mounted by the words `mounts` and `mounted`. A step gets the words of the order and standard input,
 * and nothing else: no variable that is set outside. What it found out it says on standard error, a line `=NAME=VALUE` each.
 */
export const dataPart = `
place= helper= mounts= mounted=
at_data() {
	if [ "$place" = here ]; then
		( "$1" )
		return
	fi
	set -- "step=$1" "id=$id" "kind=$kind" "path=$path" "from=$from" "tables=$tables" "newest=$newest" "made=$made" "inner=$inner" "above=$above"
	while IFS= read -r line; do [ -z "$line" ] || set -- "$@" "check=$line"; done <<END
$checks
END
	while IFS= read -r line; do [ -z "$line" ] || set -- "$@" "old=$line"; done <<END
$olds
END
	if [ "$place" = run ]; then
		docker rm -f "watchdeck-data-$id" >/dev/null 2>&1 </dev/null
		docker run --rm -i --name "watchdeck-data-$id" --log-driver none --network none -u 0:0 "$mounts" "$mounted" \\
			--entrypoint sh -- "$helper" -c "$program" watchdeck-dataset within "$@"
	else
		k_tool sh -c "$program" watchdeck-dataset within "$@"
	fi
}
within() { ( "$step" ); }
k_end() { [ -z "$container$volume" ] || docker rm -f "watchdeck-data-$id" >/dev/null 2>&1 </dev/null; }
# STEP: what it found out becomes facts of the record.
told_at_data() {
	at_data "$1" 2>"$scratch/told"
	code=$?
	sed -n 's/^=\\([a-z]*=\\)/\\1/p' "$scratch/told" >>"$scratch/facts"
	grep -v '^=' "$scratch/told" >&2
	return "$code"
}
# PATH in the container, as the mounts of that have it on the host; empty where it is in none, or is the mount itself.
on_host() {
	docker inspect -f '{{range .Mounts}}{{.Destination}}{{"\\t"}}{{.Source}}{{"\\n"}}{{end}}' -- "$container" </dev/null |
		FILE=$1 awk -F '\\t' '
		{ at = $1; sub(/\\/*$/, "/", at) }
		$2 != "" && index(ENVIRON["FILE"], at) == 1 && length(at) > most { most = length(at); real = $2 "/" substr(ENVIRON["FILE"], most + 1) }
		$1 == ENVIRON["FILE"] { real = ""; exit }
		END { print real }'
}
# NAME<TAB>WRITABLE<TAB>MOUNT, under its name and its own, of each container that runs; fails where docker does not say which do.
running_mounts() {
	command -v docker >/dev/null 2>&1 || return 0
	running=$(docker ps -q --no-trunc </dev/null 2>&1) || case $running in
	# Without an engine no container runs.
	*'annot connect'*) return 0 ;;
	*) return 1 ;;
	esac
	printf '%s\\n' "$running" | while read -r one; do
		[ -n "$one" ] || continue
		docker inspect -f '{{$name := .Name}}{{range .Mounts}}{{$name}}{{"\\t"}}{{.RW}}{{"\\t"}}{{.Source}}{{"\\n"}}{{end}}' "$one" </dev/null 2>/dev/null
	done | while IFS=$tab read -r one writable at; do
		for at in "$at" "$(readlink -f -- "$at")"; do printf '%s\\t%s\\t%s\\n' "\${one#/}" "$writable" "$at"; done
	done
}
# CONDITION FILE [FILE]: names of the running containers with a mount (at) of which the condition of awk is true.
who_mounts() {
	all=$(running_mounts) || { printf 'nobody knows who, since docker does not say which containers run,'; return; }
	printf '%s\\n' "$all" | FILE=$2 OTHER=\${3:-$2} awk -F '\\t' '
		{ at = $3 }
		at != "" && (like(ENVIRON["FILE"]) || like(ENVIRON["OTHER"])) && !seen[$1]++ { printf "%s%s", (n++ ? ", " : ""), $1 }
		function like(file) { return '"$1"' }'
}
# Of PATH, or what is below it.
mounting() { who_mounts 'at == file || index(at, file "/") == 1' "$1"; }
# Of what FILE lies in, and that can write there; not of the root of the host, as an agent has it that looks after all.
sharing() { who_mounts '$2 == "true" && (at == file || index(file, at "/") == 1)' "$1" "$(readlink -f -- "$1")"; }
# FROM TO: owner, mode, and what else the file system keeps of one, but for its data.
like() {
	chown "$(stat -c %u:%g -- "$1")" "$2" 2>/dev/null
	chmod "$(stat -c %a -- "$1")" "$2" || return 1
	[ -d "$1" ] || cp --attributes-only --preserve=all -- "$1" "$2" 2>/dev/null
	[ "$(stat -c '%u %g %a' -- "$1")" = "$(stat -c '%u %g %a' -- "$2")" ] || { echo "$2 cannot have the owner and mode of $1: let an account restore it that may (as: root)" >&2; return 1; }
}
# What could not be written in FOLDER: was it the disk?
no_room() {
	left=$(free_in "$1")
	[ "\${left:-0}" -ge 1048576 ] || echo "the disk of $1 is full" >&2
	return 1
}
settled() { { sync -- "$@" || sync; } 2>/dev/null; }
# A line kept=PLAN SECONDS for each of the names that end in a plan's id.
kept_of() {
	for one; do
		plan=\${one##*-}
		case $plan in *[!0-9a-f]* | '') continue ;; esac
		[ "\${#plan}" = 8 ] && [ -e "$one" ] && [ ! -L "$one" ] || continue
		tell kept "$plan $(stat -c %Z -- "$one")"
	done
}
# Of the lines of olds, those that are ids of plans.
plans() { printf '%s' "$olds" | grep -x '[0-9a-f]\\{8\\}'; }
`;
