import { quote } from '../../quote.ts';
import { wholePart } from './whole.ts';
import { wholeTarPart } from './whole-tar.ts';

/**
 * The program of awk that reads what `tar -tv` says of each member and names the first that must not be unpacked. GNU tar
 * quotes names as C does (`quoted`); busybox does not, so that each ` -> ` in a line may be the one before the target.
 */
const memberScan = `
# Whether a path leads out of the folder, from so many folders below it.
function leaves(path, depth,   parts, part, i) {
	if (substr(path, 1, 1) == "/") return 1
	parts = split(path, part, "/")
	for (i = 1; i <= parts; i++) {
		if (part[i] == "..") { if (--depth < 0) return 1 }
		else if (part[i] != "" && part[i] != ".") depth++
	}
	return 0
}
function plain(path) {
	gsub(/\\/+(\\.?\\/+)*/, "/", path)
	sub(/^\\.\\//, "", path)
	sub(/\\/\\.?$/, "", path)
	return path
}
function refuse(name, why) {
	if (refused) return
	refused = 1
	print "=refused=" substr(name, 1, 200) " " why | "cat 1>&2"
}
function through_link(path,   i, part, parts, above) {
	parts = split(path, part, "/")
	for (i = 1; i < parts; i++) {
		above = i == 1 ? part[1] : above "/" part[i]
		if (above in links) return 1
	}
	return 0
}
function check(type, name, target,   path, parts, part) {
	path = plain(name)
	if (substr(name, 1, 1) == "/") return refuse(name, "is an absolute path")
	if (("/" name "/") ~ /\\/\\.\\.\\//) return refuse(name, "leads out of its folder by “..”")
	if (type == "b" || type == "c") return refuse(name, "is a device")
	if (type !~ /^[-dlhpC]$/) return refuse(name, "is of a kind that is not known")
	if (linked && through_link(path)) return refuse(name, "passes through a link")
	if (target == "") return
	if (type == "l") {
		parts = split(path, part, "/")
		if (leaves(target, parts - 1)) return refuse(name, "is a link that leads outside, to " target)
		links[path]
		linked = 1
	} else if (substr(target, 1, 1) == "/" || ("/" target "/") ~ /\\/\\.\\.\\//) refuse(name, "is a link that leads outside, to " target)
}
{ type = substr($0, 1, 1) }
quoted {
	if (!match($0, / "/)) { refuse($0, "is not understood"); next }
	rest = substr($0, RSTART + 1)
	match(rest, /^"([^"\\\\]|\\\\.)*"/)
	name = substr(rest, 2, RLENGTH - 2)
	rest = substr(rest, RLENGTH + 1)
	target = ""
	if (match(rest, /^ (->|link to) "/)) target = substr(rest, RLENGTH + 1, length(rest) - RLENGTH - 1)
	check(type, name, target)
	next
}
# MODE OWNER SIZE DATE TIME NAME
{
	if (!match($0, /^[-dlhpCbcs][-rwxsStT]* +[^ ]+ +[0-9,]+ +[-0-9]+ [0-9:]+ /)) { refuse($0, "has a line end in its name"); next }
	name = substr($0, RLENGTH + 1)
	if (type == "l" || type == "-") {
		rest = name
		while (at = index(rest, " -> ")) {
			rest = substr(rest, at + 4)
			check(type == "l" ? "l" : "h", substr(name, 1, length(name) - length(rest) - 4), rest)
		}
	}
	if (!index(name, " -> ")) check(type, name, "")
}
END { close("cat 1>&2") }
`;

/**
 * What a tar of files must be to be whole: see `whole.ts`. `own=yes`: it was made here and its hash fits, so that its names
 * are not judged; else a name or link that leads out of the folder, or a device, is refused by its name.
 */
export const wholeFilesPart = `${wholePart}${wholeTarPart}
# By numbers, since the name of an owner may look like that of a member.
u_members() {
	if tar --version 2>/dev/null | grep -q GNU; then
		u_tar -tvP --numeric-owner --quoting-style=c -f - | awk -v quoted=1 "$u_scan"
	else
		u_tar -tvf - | awk -v quoted=0 "$u_scan"
	fi
}
whole_files() {
	[ "$inner" = tar ] || { u_other 'a tar of files'; return; }
	u_scan=${quote([memberScan])}
	u_said=$(u_tar_read u_members 2>&1 | cut -c 1-600 | tail -n 100)
	u_tar_whole || return
	[ "\${own-}" != yes ] || return 0
	u_refused=$(u_status refused)
	# busybox takes away what leads outside, and says so, but not where.
	[ -n "$u_refused" ] || u_refused=$(printf '%s\\n' "$u_said" | sed -n "s/.*[Rr]emoving leading \\(.*\\) from member names/a name that begins with \\1/p" | head -n 1)
	[ -z "$u_refused" ] || u_wrong "the backup must not be unpacked: $u_refused"
}
`;
