/**
 * Follows the journal of a unit: `sh -c SCRIPT journalctl UNIT WORD…`, under dash and busybox alike, with what journalctl is to
 * be told besides. Where the journal has nothing, journalctl waits and is silent: that is said first, on standard error.
 */
export const unitScript = `command -v journalctl >/dev/null 2>&1 || exit 127
unit=$1
shift
none() {
	[ -z "$(journalctl -q --no-pager -o json -n 1 "$@" 2>/dev/null | head -c 1)" ]
}
if none; then
	echo 'journalctl shows no entry at all: no journal is kept there, or the account may not read it' >&2
elif none -u "$unit"; then
	echo 'journalctl shows no entry of it yet' >&2
fi
exec journalctl --no-pager -u "$unit" -o json "$@"
`;
