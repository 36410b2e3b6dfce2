import { lockFolder, staleSeconds } from '../core/lock-folder.ts';

/** Exit codes of the script: somebody else holds the lock; the guard of another script stays; the folder of locks cannot be used. */
export const codes = { held: 10, guarded: 11, unusable: 12 } as const;

/**
 * The POSIX sh script that keeps the locks of a host; it is given as `sh -c SCRIPT watchdeck-lock VERB KEY …`.
 *
 * - `take KEY PLAN WHO WHAT WHY [OVER [force]]`: takes the lock, also when this plan has it already; `OVER` names the plan
 *   whose stale lock may be taken over, with `force` also while it beats. Exit 10: another plan has it.
 * - `beat KEY PLAN`: says that the holder lives. Exit 10: it is not the holder any more.
 * - `release KEY PLAN`: gives the lock back, if it is this plan's; else does nothing.
 * - `holder KEY`: only reads; it also says when no lock could be taken here.
 *
 * Each prints who holds it now as lines `name=value`: `state` (`held` or `free`), `plan`, `who`, `what`, `why`, `since`,
 * `beat`, `now`, and `over`, the plan from which it was just taken over; times in seconds by the host's clock. Exit 11: another script is
 * at it, or was killed at it less than two minutes ago; exit 12: the folder cannot be used. Which it is stands on standard error.
 *
 * A lock is a folder with the files `info` and `beat`. What changes it does so behind a guard, a folder that `mkdir`
 * makes (so for one process only) and that lives for milliseconds. A guard left by a killed process goes after two minutes;
 * it is left by kill -9 alone, and not by a line that is cut, where nobody hears what is told.
 * It is on the way to every order, and each program that it starts takes a millisecond: what the shell can do, the shell does.
 */
export const lockScript = (base: string = lockFolder) => `base='${base}'
verb=$1 key=$2 plan=\${3-} over=
lock=$base/$key new=$base/.$key.new guard=$base/.$key.guard
umask 007

unusable() { echo "$1" >&2; exit ${codes.unusable}; }
field() { sed -n "s/^$1=//p" "$lock/info" 2>/dev/null; }
beaten() {
	at=
	{ read -r at <"$lock/beat"; } 2>/dev/null
	case $at in '' | *[!0-9]*) at=0 ;; esac
}
tell() {
	if [ -f "$lock/info" ]; then
		echo state=held
		{ while IFS= read -r line || [ -n "$line" ]; do printf '%s\\n' "$line"; done <"$lock/info"; } 2>/dev/null
		beaten
		echo "beat=$at"
		[ -z "$over" ] || echo "over=$over"
	else
		echo state=free
	fi
	echo "now=$now"
}
held() { tell; exit ${codes.held}; }

folder() {
	if [ ! -d "$base" ]; then
		mkdir -m 2770 "$base" 2>/dev/null || [ -d "$base" ] || unusable "$base cannot be made"
		group=$(stat -c %G /var/run/docker.sock 2>/dev/null) && chgrp "$group" "$base" 2>/dev/null
		chmod 2770 "$base" 2>/dev/null
	fi
	[ -w "$base" ] && [ -x "$base" ] || unusable "$base cannot be written to"
}
stays() {
	[ -d "$guard" ] || unusable "$guard cannot be made"
	echo "$guard stays" >&2
	exit ${codes.guarded}
}
guarded() {
	tries=0
	until mkdir "$guard" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -le 15 ] || stays
		if [ -n "$(find "$guard" -prune -mmin +1 2>/dev/null)" ]; then rmdir "$guard"; else sleep 0.2 2>/dev/null || sleep 1; fi
	done
	trap 'rmdir "$guard"' EXIT
	trap 'exit 129' HUP INT PIPE TERM
}
beat() { echo "$now" >"$lock/beat.new" && mv "$lock/beat.new" "$lock/beat" || unusable "$lock cannot be written to"; }
write() {
	mkdir "$new" 2>/dev/null || { rm -rf "$new" && mkdir "$new"; } &&
		printf 'plan=%s\\nwho=%s\\nwhat=%s\\nwhy=%s\\nsince=%s\\n' "$plan" "$1" "$2" "$3" "$now" >"$new/info" &&
		echo "$now" >"$new/beat" && { [ ! -e "$lock" ] && [ ! -L "$lock" ] || rm -rf "$lock"; } && mv "$new" "$lock" ||
		unusable "$lock cannot be written to"
}
stale() {
	beaten
	quiet=$((now - at))
	[ "$quiet" -ge ${staleSeconds} ] || [ "$quiet" -le -${staleSeconds} ]
}

if [ "$verb" != holder ]; then
	folder
	guarded
elif [ -d "$base" ]; then
	[ -w "$base" ] && [ -x "$base" ] || unusable "$base cannot be written to"
else
	[ -w "\${base%/*}" ] || unusable "$base cannot be made"
fi
now=$(date +%s)
case $verb in
take)
	if [ ! -f "$lock/info" ]; then
		write "$4" "$5" "$6"
	elif [ "$(field plan)" = "$plan" ]; then
		beat
	elif [ -n "\${7-}" ] && [ "$(field plan)" = "$7" ] && { [ "\${8-}" = force ] || stale; }; then
		write "$4" "$5" "$6"
		over=$7
	else
		held
	fi
	;;
beat) if [ "$(field plan)" = "$plan" ]; then beat; else held; fi ;;
release) if [ "$(field plan)" = "$plan" ]; then rm -rf "$lock"; fi ;;
holder) ;;
*) unusable "unknown verb $verb" ;;
esac
tell`;
