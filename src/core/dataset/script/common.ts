import { lockFolder } from '../../lock-folder.ts';

/** So long a lock of the plan may be silent before its work on the host ends itself, in seconds. */
export const deafSeconds = 120;

/** A dump of which nothing comes for so long is ended, in seconds, unless it is told otherwise (`stall`): pg_dump itself waits five minutes for a table. */
const stallSeconds = 900;

/** The words that a verb may be given, as names of shell variables. */
export const words = [
	...[
		'id',
		'lock',
		'folder',
		'pattern',
		'name',
		'of',
		'own',
		'most',
		'container',
		'image',
		'as',
		'where',
		'step',
		'inner',
		'encoding',
		'like',
		'preload',
		'made',
		'carries',
		'from',
		'safety',
		'was',
		'dataset',
		'purpose',
		'stall',
		'above',
	],
	...['database', 'user', 'host', 'port', 'socket', 'path', 'volume', 'remote', 'kind', 'tables', 'newest'],
] as const;

/** All of them, as they were given, but for what may come several times. */
const given = words
	.filter((word) => word !== 'was')
	.map((word) => `"${word}=$${word}"`)
	.join(' ');

/**
 * What all verbs share: words, secrets, where programs run, and that nothing outlives the one who asked for it. Names of
 * functions of a kind begin with `k_`.
 */
export const commonPart = `LC_ALL=C
export LC_ALL
umask 077
main=$$ half= scratch= watcher= mine=
fail() { code=$1; shift; printf '%s\\n' "$*" >&2; exit "$code"; }
tell() { printf '%s=%s\\n' "$1" "$2"; }
hex() { od -An -v -tx1 | tr -d ' \\n'; }
size_of() { stat -c %s -- "$1" 2>/dev/null || echo 0; }
now() { date +%s; }
free_in() { df -Pk -- "$1" 2>/dev/null | free_of; }
# What the client of a server said: its error, without where that stands, else its last line.
complaint() {
	awk '/^(psql:|[Ee][Rr][Rr][Oo][Rr])/ && !/^psql:[^ ]*: (WARNING|NOTICE|INFO|DEBUG|LOG):/ && error == "" { error = $0; sub(/^psql:[^ ]*: /, "", error) } NF { last = $0 }
		END { printf "%s", error == "" ? last : error }' | one_line
}
one_line() { tr '\\n\\t' '  ' | tr -d '\\000-\\037' | cut -c 1-400; }

# Secrets come as variables in lines on standard input, up to an empty one.
secrets() {
	while IFS= read -r line && [ -n "$line" ]; do
		case $line in
		env:[A-Z]*=*) export "\${line#env:}" ;;
		esac
	done
}

# When a process began: a number is given again, a number with that is not.
begun='begun() { read -r stat <"/proc/$1/stat" && set -- \${stat##*) } && shift 19 && echo "$1"; }
'
# Runs a program where the server is. In a container it leaves its number, since it outlives its docker exec.
k_tool() {
	if [ -n "$container" ]; then
		docker exec -i \${as:+-u "$as"} \${carries:+-e "$carries"} "$container" sh -c "$begun"'{ echo "$$ $(begun $$)" >"$0"; } 2>/dev/null; exec "$@"' \\
			"/tmp/.watchdeck-$id-$1" "$@"
	elif [ -z "$as" ] || [ "$(id -un)" = "$as" ]; then
		"$@"
	elif [ "$(id -u)" = 0 ]; then
		runuser -u "$as" -- "$@"
	else
		sudo -n \${carries:+--preserve-env="$carries"} -u "$as" -- "$@"
	fi
}
has_tool() { k_tool sh -c 'command -v "$0" >/dev/null 2>&1' "$1" </dev/null; }
# Where nothing can be run there, it is not the program that is missing: says what is.
way_there() {
	if [ -n "$container" ]; then
		said=$(docker container inspect -f '{{.State.Running}}' -- "$container" 2>&1 </dev/null)
		case $?/$said in
		0/true) ;;
		0/*) fail 1 "the container $container does not run" ;;
		127/*) fail 1 'docker is not there: install it on this host, or name no container' ;;
		*[Nn]'o such container'*) fail 1 "there is no container $container on this host" ;;
		*) fail 1 "docker does not say how the container $container is: $(printf '%s' "$said" | one_line)" ;;
		esac
	elif [ -n "$as" ] && ! id -u -- "$as" >/dev/null 2>&1; then
		fail 1 "there is no account $as on this host"
	fi
	said=$(k_tool true 2>&1 </dev/null) || fail 1 "nothing can be run there\${as:+ as $as}: $(printf '%s' "$said" | one_line)"
}
# SAID: why a server lets nobody in, in one line, with where it was looked for and what to look at.
no_answer() {
	look=
	case $1 in
	*'password authentication failed'* | *'no password supplied'* | *'(using password'*) look='; look at user and password of this dataset in the config' ;;
	*'ERROR 200'[0-9]*) look="; it was asked at \${socket:-\${host:-its usual socket}\${port:+, port $port}}" ;;
	esac
	printf '%s\\n' "$(printf '%s' "\${1#psql: error: }" | one_line)$look" >&2
}
# What a kind removes when its work is ended.
k_end() { :; }
end_in_container() {
	k_end
	[ -n "$container" ] || return 0
	docker exec \${as:+-u "$as"} "$container" sh -c "$begun"'for left in /tmp/.watchdeck-"$0"-*; do
		[ -f "$left" ] && read -r pid at <"$left" && [ -n "$at" ] && [ "$(begun "$pid")" = "$at" ] && kill "$pid"
		rm -f "$left"
	done' "$id" </dev/null >/dev/null 2>&1
}

# Hundredths of a second since the host was started: no clock that is set moves it, and in a container it is the same.
ticks() { read -r up rest </proc/uptime && printf '%s' "\${up%.*}\${up#*.}" 2>/dev/null; }
# Whoever asked for it is still there: its lock is beaten, which is to say that the beat is another one than before. A lock
# that was taken over is beaten for another plan.
is_heard() {
	[ -n "$lock" ] || return 0
	at= whose=
	{ read -r at <'${lockFolder}'/"$lock"/beat && read -r whose <'${lockFolder}'/"$lock"/info; } 2>/dev/null
	case $whose in '' | "plan=$id") ;; *) echo 'another plan took over the lock' >&2; return 1 ;; esac
	if [ -n "$at" ] && [ "$at" != "$heard" ]; then
		heard=$at heard_at=$(ticks)
	fi
	[ $(($(ticks) - heard_at)) -le ${deafSeconds}00 ]
}
# Something still comes, where bytes are what there is to see: a server that hangs sends none, and says nothing.
# Of a kind that makes all of it before the first byte comes, none is no sign.
slow_to_begin=
is_moving() {
	[ -n "$half" ] || return 0
	[ "$slow_to_begin/$1" != yes/0 ] || return 0
	if [ "$1" != "$moved" ]; then
		moved=$1 moved_at=$(ticks)
	fi
	[ $(($(ticks) - moved_at)) -le "\${stall:-${stallSeconds}}00" ] && return
	echo "nothing came of the dump for \${stall:-${stallSeconds}} seconds: the server hangs, or something holds what it waits for" >&2
	return 1
}
# Whether the work of this plan is still this order's: one that is given again takes it over.
is_ours() {
	owner=
	{ read -r owner <"$scratch/main"; } 2>/dev/null
	[ "$owner" = "$main" ]
}
# How far an order is, in bytes.
how_far() { size_of "$1"; }
# Says each second how many bytes a file has. When nobody hears it any more, everything of this order ends.
watch_over() {
	(
		trap '' PIPE
		trap - EXIT
		cut=
		trap 'cut=yes' HUP INT TERM
		heard= heard_at=$(ticks) moved= moved_at=$(ticks)
		while [ -z "$cut" ] && kill -0 "$main" 2>/dev/null; do
			# It may be ended meanwhile; that nobody reads the number then is no reason why the order failed.
			size=$(how_far "$@" 2>/dev/null)
			printf 'progress=%s\\n' "$size" 2>/dev/null || break
			is_heard && is_moving "$size" || break
			is_ours || break
			# What still sleeps when this ends must not keep the output open.
			sleep 1 >/dev/null 2>&1
		done
		# What is begun now inherits it: not before it has left the group is it safe from the end of that.
		trap '' HUP INT TERM
		! is_ours || abandon
		exec >/dev/null 2>&1
		kill -TERM 0
		# Without that, who tidies up is in this group, and must not be ended with it.
		command -v setsid || exit 0
		# What was begun just then may not have heard of it: between its fork and its program nothing of it answers.
		tries=0
		while
			sleep 0.1 || sleep 1
			kill -TERM 0
			[ "$tries" -lt 2 ] || { [ "$tries" -lt 100 ] && kill -0 "$main"; }
		do
			tries=$((tries + 1))
		done
	) &
	watcher=$!
}
# The numbers of programs that have ended.
forget_numbers() {
	[ -z "$container" ] || docker exec \${as:+-u "$as"} "$container" sh -c 'rm -f /tmp/.watchdeck-"$0"-*' "$id" </dev/null >/dev/null 2>&1
}
# Ends what this order began elsewhere. Who cuts an order off kills its whole group a moment later: so in a session of its own.
abandon() {
	(
		session=
		! command -v setsid >/dev/null 2>&1 || session=setsid
		exec $session sh -c "$program" watchdeck-dataset abandon "was=$verb" \
			${given}
	) </dev/null >/dev/null 2>&1 &
}
abandoned() {
	scratch=$records/.$id
	echo $$ >"$scratch/main"
	# The group of the order is ended meanwhile; nothing that is removed here may be made anew by it.
	case $was in
	dump) discard ;;
	verify) sweep ;;
	*) end_in_container ;;
	esac
	# A kind may have more to end: what goes on in the server though nobody waits for it.
	! command -v k_abandon >/dev/null 2>&1 || k_abandon </dev/null
	rm -rf -- "$scratch"
}
ended() {
	code=$?
	trap '' HUP INT TERM
	# Of an order that is cut off the one who watches sees to the rest.
	[ "$code" != 143 ] || [ -z "$watcher" ] || exit 143
	[ -z "$watcher" ] || kill -9 "$watcher" 2>/dev/null
	if [ "$code" = 0 ]; then forget_numbers; else end_in_container; fi
	[ "$code" = 0 ] || [ -z "$half" ] || rm -f -- "$half"
	[ -z "$scratch" ] || rm -rf -- "$scratch"
	exit "$code"
}
trap ended EXIT
trap 'exit 143' HUP INT TERM

case $folder in '~/'*) folder=$HOME/\${folder#'~/'} ;; esac
records=$folder/.watchdeck
`;

/** Takes the words apart; those that may come several times (`check`, `old`) are kept a line each. */
export const wordsPart = `${words.map((word) => `${word}=`).join(' ')} checks= olds=
tab=$(printf '\\t')
verb=$1
shift
for word; do
	value=\${word#*=}
	case $word in
${words.map((word) => `	${word}=*) ${word}=$value ;;`).join('\n')}
	check=*) checks="$checks$value
" ;;
	old=*) olds="$olds$value
" ;;
	*) echo "unknown word $word" >&2; exit 2 ;;
	esac
done
`;
