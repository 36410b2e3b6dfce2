/**
 * Lists what lies off-site: `sh -c SCRIPT watchdeck-off-site REMOTE PATTERN`, and with a third word the hashes of that one
 * object. Variables of rclone come in lines `env:NAME=VALUE` on standard input, up to an empty one. Prints rclone's JSON.
 */
export const offSiteScript = `while IFS= read -r line && [ -n "$line" ]; do
	case $line in env:[A-Z]*=*) export "\${line#env:}" ;; esac
done
command -v rclone >/dev/null 2>&1 || { echo 'rclone is not there: install it on this host (apt install rclone)' >&2; exit 1; }
set -- "$1" "$2" "\${3-}" --retries 1 --low-level-retries 2 --contimeout 10s --timeout 20s --no-mimetype
remote=$1 pattern=$2 object=$3
shift 3
if [ -n "$object" ]; then
	exec rclone lsjson "$@" --stat --hash --hash-type md5 --hash-type sha256 -- "$remote/$object"
fi
# A folder that is not there yet holds nothing.
said=$(rclone lsjson "$@" --files-only --max-depth 1 --use-server-modtime --include "/$pattern" -- "$remote") || {
	code=$?
	[ "$code" != 3 ] || { echo '[]'; exit 0; }
	exit "$code"
}
printf '%s\\n' "$said"
`;
