/**
 * The script that runs a command of a runbook, called with the shell, the folder (or nothing), how many secrets come on standard input, a
 * line each, and the command. The command itself has no standard input: what waits for an answer would wait for ever. With -1 secrets it has
 * the terminal. Behind the command may stand `held`: then it is ended once its standard input ends, which is when whoever began it stops it or
 * is gone; the channel of an ssh connection alone ends nothing. All of its process group is ended, which holds nothing else: timeout(1),
 * sshd and the own machine each give it one.
 */
export const walkScript = `shell=$1 folder=$2 count=$3 text=$4 held=$5 n=0
while [ "$n" -lt "$count" ]; do
	n=$((n + 1))
	IFS= read -r value || { echo "watchdeck: value $n did not come" >&2; exit 125; }
	export "wd_$n=$value"
done
[ "$held" != held ] || exec 3<&0
[ "$count" -lt 0 ] || exec </dev/null
if [ -n "$folder" ]; then cd -- "$folder" || exit 125; fi
command -v "$shell" >/dev/null 2>&1 || shell=sh
[ "$held" = held ] || exec "$shell" -c "$text"
(
	trap '' TERM
	cat <&3
	kill -TERM 0
	sleep 1
	kill -KILL 0
) >/dev/null 2>&1 &
watch=$!
"$shell" -c "$text" 3<&-
code=$?
exec 2>/dev/null
kill -KILL "$watch"
exit "$code"
`;
