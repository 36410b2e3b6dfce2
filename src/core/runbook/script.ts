/**
 * The script that runs a command of a runbook, called with the shell, the folder (or nothing), how many secrets come on standard input, a
 * line each, and the command. The command itself has no standard input: what waits for an answer would wait for ever. With -1 secrets it has
 * the terminal.
 */
export const walkScript = `shell=$1 folder=$2 count=$3 text=$4 n=0
while [ "$n" -lt "$count" ]; do
	n=$((n + 1))
	IFS= read -r value || { echo "watchdeck: value $n did not come" >&2; exit 125; }
	export "wd_$n=$value"
done
[ "$count" -lt 0 ] || exec </dev/null
if [ -n "$folder" ]; then cd -- "$folder" || exit 125; fi
command -v "$shell" >/dev/null 2>&1 || shell=sh
exec "$shell" -c "$text"
`;
