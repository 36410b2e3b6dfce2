import { nginxLoaded as loaded } from '../core/nginx-words.ts';

/**
 * Exit codes of the script: the file cannot be used; nginx does not take it; it cannot be told to read it; it was told and did
 * not; somebody else wrote the file meanwhile.
 */
export const codes = { unusable: 3, untaken: 4, untold: 5, unread: 6, changed: 7 } as const;

/** So many seconds nginx has to begin anew with what it was told to read. */
const patience = 30;

/**
 * The POSIX sh script that gives nginx its weights: `sh -c SCRIPT NAME FILE TEXT TEST RELOAD`. It writes the file, has nginx try it
 * and then read it. What nginx does not take is put back, unless somebody else wrote the file meanwhile.
 *
 * The file is written in place, so that owner and mode stay. nginx reads it some time after it was told to: from then on the
 * file is never empty, not for a moment, and what says that it was loaded is only put at its end. It was read once a master has
 * no worker of before that takes connections: nginx starts the new ones first, tells the others to end, and they say so in
 * their titles. Where no worker can be seen, nobody can tell, and the reload is believed.
 *
 * An account that is not root's does not look where nginx lies. `proc`: where the system shows its processes.
 */
export const nginxScript = (proc = '/proc') => `file=$1 text=$2
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
states() { [ "$(cat "$file")" = "$1" ]; }
write() { printf '%s\\n' "$1" >"$file"; }
back() { ! states "$text" || write "$old"; }
fail() { printf '%s\\n' "$2" >&2; exit "$1"; }

# MASTER/WORKER of each that takes connections.
serving() {
	for title in $(grep -ls '^nginx: worker process' '${proc}'/[0-9]*/cmdline); do
		! grep -qs 'is shutting down' "$title" || continue
		worker=\${title%/cmdline}
		{ read -r stat <"$worker/stat"; } 2>/dev/null || continue
		set -- \${stat##*) }
		echo "$2/\${worker##*/}"
	done
}
# Whether a master has none left of those that it had before.
renewed() {
	left=
	for each in $(serving); do
		case " $before " in *" $each "*) left="$left \${each%/*}" ;; esac
	done
	for each in $before; do
		case "$left " in *" \${each%/*} "*) ;; *) return 0 ;; esac
	done
	return 1
}

old=$(cat "$file") || exit ${codes.unusable}
write "$text" || exit ${codes.unusable}
if ! said=$(sh -c "$3" 2>&1); then back; fail ${codes.untaken} "$said"; fi
before=$(echo $(serving))
if ! said=$(sh -c "$4" 2>&1); then back; sh -c "$4" >/dev/null 2>&1; fail ${codes.untold} "$said"; fi
until=$(($(date +%s) + ${patience}))
while [ -n "$before" ] && ! renewed; do
	if [ "$(date +%s)" -ge "$until" ]; then
		back
		sh -c "$4" >/dev/null 2>&1
		fail ${codes.unread} "nginx was told to read $file, and after ${patience} s it still serves by what it read before: its error log says why"
	fi
	sleep 0.1 2>/dev/null || sleep 1
done
if states "$text"; then
	printf '%s\\n' '${loaded}' >>"$file"
else
	states "$text
${loaded}" || fail ${codes.changed} "$file was changed by somebody else meanwhile"
fi`;
