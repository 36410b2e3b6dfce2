/**
 * What a tar must be to be whole: it can be listed, and ends with two blocks of zeros. Without looking at those, what is
 * cut off between two members would be whole to tar. Source: POSIX.1-2017, pax, ustar Interchange Format.
 *
 * `u_tar_read FUNCTION` gives the tar on stdin to a function that calls `u_tar -t…`; what that prints goes to stderr.
 */
export const wholeTarPart = `
u_tar() { tar "$@"; printf '\\n=tar=%s\\n' "$?" >&2; cat >/dev/null; }
u_tar_end() { tail -c 1024 | tr -d '\\000' | wc -c | sed 's/^ */=end=/' >&2; }
u_tar_read() { { tee /dev/fd/8 | "$1" >&2; } 8>&1 | u_tar_end; }
u_tar_whole() {
	if [ "$(u_status tar)" != 0 ]; then
		u_reason=$(u_reason)
		case $u_reason in
		*'Unexpected EOF'* | *'short read'*) u_wrong "the backup is cut off: $u_reason" ;;
		*) u_wrong "the backup is damaged: $u_reason" ;;
		esac
	elif [ "$(u_status end)" != 0 ]; then
		u_wrong 'the backup is cut off: the mark at the end of a tar is missing'
	fi
}
`;
