import { composeScriptName as scriptName } from '../../core/compose-words.ts';
import { lockFolder } from '../../core/lock-folder.ts';
import { pastableWord } from '../../core/quote.ts';

/** Exit codes of the script: an earlier call of Compose does not end; docker or a file of the project cannot be used; Compose says no to its files. */
export const codes = { busy: 11, unusable: 12, no: 13 } as const;

/**
 * The POSIX sh script that calls a host's own Compose; it is given as `sh -c SCRIPT watchdeck-compose VERB NAME=VALUE … --
 * WORDS…`, the words being those of the tool.
 *
 * - `look`: only reads. Prints `docker=`, what the host's docker calls the container `id`; `v2=` and `v1=`, the versions of
 *   the plugin and of `docker-compose`; `lacks=` for each of the paths in WORDS that cannot be read in `dir`.
 * - `read`: only reads, with WORDS as `config --hash SERVICE`. Prints `hash=`, of v2 also those of the whole config, with and without what it depends on, and `image=`, the name of the service's image as the project's
 *   files have it. No other word of its config, which holds values of variables, leaves the host, nor why the tool says no to it.
 * - `up`: gives `image`, where one is named, the name `name`, puts the containers in order and runs the tool.
 * - `back`: the same with the image of before; where the containers `ids` are still there, nothing is made anew: they are
 *   started, if they ran (`ran=yes`). Then `name` means `after` again.
 *
 * `up` and `back` do their work in a session of their own, which writes into files: whoever waits for it may end and it goes
 * on to its end. A second call waits for what an earlier one has begun. What a cut left of the containers is put in order
 * by their names first (docs/decisions/021): Compose makes one under the name of the other with twelve digits before it.
 */
const textOf = (base: string) => `base='${base}'
verb=$1
shift
key= dir= project= service= tool= image= name= after= names= ids= ran= id= wait=60
parse() {
	pairs=0
	while [ $# -gt 0 ]; do
		pairs=$((pairs + 1))
		case $1 in
		--) return ;;
		key=*) key=\${1#*=} ;;
		dir=*) dir=\${1#*=} ;;
		project=*) project=\${1#*=} ;;
		service=*) service=\${1#*=} ;;
		tool=*) tool=\${1#*=} ;;
		image=*) image=\${1#*=} ;;
		name=*) name=\${1#*=} ;;
		after=*) after=\${1#*=} ;;
		names=*) names=\${1#*=} ;;
		ids=*) ids=\${1#*=} ;;
		ran=*) ran=\${1#*=} ;;
		id=*) id=\${1#*=} ;;
		wait=*) wait=\${1#*=} ;;
		own=*) own=\${1#*=} ;;
		esac
		shift
	done
}
own=
parse "$@"
umask 007

fail() { echo "$2" >&2; exit "$1"; }
pause() { sleep 0.2 2>/dev/null || sleep 1; }

look() {
	printf 'docker=%s\\n' "$(docker inspect --format '{{.Id}}' "$id" 2>&1 | tail -n 1)"
	echo "v2=$(docker compose version --short 2>/dev/null)"
	echo "v1=$(docker-compose version --short 2>/dev/null)"
	if cd "$dir" 2>/dev/null; then
		for file in "$@"; do [ -f "$file" ] && [ -r "$file" ] || printf 'lacks=%s\\n' "$file"; done
	else
		printf 'lacks=%s\\n' "$dir"
	fi
}
config() {
	cd "$dir" || exit ${codes.unusable}
	said=$("$@" --hash "$service" </dev/null 2>/dev/null) || {
		# It may be one that only a profile brings, which \`up\` by its name does as well.
		export COMPOSE_PROFILES='*'
		said=$("$@" --hash "$service" </dev/null 2>/dev/null)
	} && all=$("$@" </dev/null 2>/dev/null) || fail ${codes.no} "Compose says no to the files of the project $project"
	echo "hash=\${said##* }"
	printf '%s\\n' "$all" | awk -v own="  $service:" '
		{ plain = $0; gsub(/["\\047]/, "", plain) }
		/^[^ ]/ { inside = plain == "services:"; on = 0; next }
		inside && plain == own { on = 1; next }
		/^ ? ?[^ ]/ { on = 0 }
		on && /^    image: / { sub(/^    image: /, "", plain); print "image=" plain; exit }'
	[ "$tool" = v2 ] || return 0
	# That hash is without what the files of env_file say, and with depends_on, which \`up --no-deps\` leaves out.
	case $1 in
	docker) set -- docker compose ;;
	*) set -- "$1" ;;
	esac
	printf '%s\\n' "$all" | whole "$@"
	printf '%s\\n' "$all" | awk '
		/^    [^ ]/ { drop = $0 == "    depends_on:" }
		/^ ? ?[^ ]/ { drop = 0 }
		!drop' | whole "$@"
}
whole() {
	said=$("$@" -p "$project" --project-directory "$dir" -f - config --hash "$service" 2>/dev/null) && echo "hash=\${said##* }" || :
}

alive() {
	case $1 in '' | *[!0-9]*) return 1 ;; esac
	sid=$1
	[ -r /proc/self/stat ] || { kill -0 "$sid" 2>/dev/null; return; }
	for stat in /proc/[0-9]*/stat; do
		{ read -r line <"$stat"; } 2>/dev/null || continue
		set -- \${line##*) }
		[ "$4" = "$sid" ] || [ "$3" = "$sid" ] || continue
		[ "$1" = Z ] || return 0
	done
	return 1
}
idle() {
	until=$(($(date +%s) + wait))
	for left in $earlier; do
		left=$base/$left
		[ -f "$left" ] || continue
		first=$(cat "$left")
		while alive "$first"; do
			[ "$(date +%s)" -lt "$until" ] || fail ${codes.busy} "an earlier call of Compose has not ended (its first process: $first)"
			pause
		done
		tail -c 1000 "\${left%.sid}.out" 2>/dev/null
		rm -f "\${left%.sid}".*
	done
}
begin() {
	own=$base/.$key@$$
	rm -f "$own".*
	(: >"$own.out") 2>/dev/null || fail ${codes.unusable} "$base cannot be written to"
	if command -v setsid >/dev/null 2>&1; then
		setsid sh -c "$text" ${scriptName} "own-$verb" "own=$own" "$@" </dev/null >/dev/null 2>&1 &
	else
		set -m
		sh -c "$text" ${scriptName} "own-$verb" "own=$own" "$@" </dev/null >/dev/null 2>&1 &
	fi
	wait $!
	first=$(cat "$own.sid" 2>/dev/null)
	while alive "$first"; do pause; done
	code=$(cat "$own.code" 2>/dev/null)
	code=\${code:-137}
	if [ "$code" = 0 ]; then tail -c 3000 "$own.out"; else tail -c 3000 "$own.out" >&2; fi
	rm -f "$own".*
	exit "$code"
}
run() {
	cd "$dir" || exit ${codes.unusable}
	"$@"
}

of() { docker inspect --type container --format "$2" "$1" 2>/dev/null; }
members() {
	docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$project" \\
		--filter "label=com.docker.compose.service=$service" --filter label=com.docker.compose.oneoff=False | sort
}
proper() {
	digits=\${1%%_*}
	case $digits in *[!0-9a-f]*) return 1 ;; esac
	[ \${#digits} -eq 12 ] || return 1
	case " $names " in *" \${1#*_} "*) echo "\${1#*_}" ;; *) return 1 ;; esac
}
order() {
	for it in $(members); do
		called=$(of "$it" '{{.Name}}') || continue
		right=$(proper "\${called#/}") || continue
		other=$(of "$right" '{{.Id}}')
		if [ -z "$other" ]; then
			docker rename "$it" "$right" || exit
		elif [ "$tool" = v2 ]; then
			[ "$(of "$it" '{{.State.Status}}')" != created ] || docker rm "$it" >/dev/null || exit
		elif [ "$(of "$it" '{{.Image}}')" = "$goal" ]; then
			docker stop "$other" >/dev/null && docker rm "$other" >/dev/null && docker rename "$it" "$right" || exit
		fi
	done
}
goal() {
	idle
	if [ -n "$image" ]; then
		goal=$(docker image inspect --format '{{.Id}}' "$image") || exit
		docker tag "$image" "$name" || exit
	fi
	order
}

up() {
	goal
	run "$@"
}
back() {
	goal
	code=0
	if [ "$(members)" != "$(printf '%s\\n' $ids | sort)" ]; then
		run "$@"
		code=$?
	elif [ "$ran" = yes ]; then
		docker start $ids >/dev/null || exit
	fi
	[ "$ran" = yes ] || docker stop $(members) >/dev/null || exit
	docker tag "$after" "$name" || exit
	return "$code"
}

case $verb in
look | read | own-*) shift "$pairs" ;;
esac
case $verb in
look) look "$@" ;;
read) config "$@" ;;
up | back) begin "$@" ;;
own-*)
	# Whoever is there before waits for nobody who comes later.
	earlier=
	for left in "$base/.$key@"*.sid; do
		[ -f "$left" ] && earlier="$earlier \${left##*/}"
	done
	echo $$ >"$own.sid"
	("\${verb#own-}" "$@") >"$own.out" 2>&1
	echo $? >"$own.new"
	mv "$own.new" "$own.code"
	;;
*) fail ${codes.unusable} "unknown verb $verb" ;;
esac`;

/** The script, which hands itself on to the session that it begins. */
export const composeScript = (base: string = lockFolder) => `text=${pastableWord(textOf(base))}
eval "$text"`;
