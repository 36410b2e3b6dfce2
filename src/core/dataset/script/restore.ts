/**
 * A restore: `beside` makes the new data beside the old and asks their checks, `swap` changes their places, `unswap` changes
 * them back, `drop` removes what was beside, `forget` what a swap put aside. A kind that has no place beside does it in its own way.
 */
export const restorePart = `
reason=
load_beside() { k_beside >"$scratch/said" 2>"$scratch/why"; }
# What the checks say of the new data; empty where all is well.
asked_beside() {
	mine=$scratch
	k_asked >"$scratch/said" 2>"$scratch/why" || { said=$(why "$scratch/why"); printf '%s' "\${said:-the checks did not come to their end}"; return; }
	not_answered && return
	grep '^check=' "$scratch/said" >&3
	sed -n "s/^check=\\([^$tab]*\\)\${tab}failed\${tab}\\(.*\\)/\\1: \\2/p" "$scratch/said" | head -n 3
}
beside() {
	[ -e "$folder/$name" ] || fail 1 "$folder/$name is not there any more"
	workplace
	k_drop || fail 1 'what was left beside could not be removed'
	watch_over /dev/null
	sha=$(sed -n 's/^sha256=//p' "$records/$name" 2>/dev/null)
	own=
	if [ -n "$sha" ]; then
		sha256sum <"$folder/$name" | grep -q "^$sha " || fail 1 'it is not what was made: its sha256 is another; nothing was restored'
		own=yes
	fi
	made=$(sed -n 's/^began=//p' "$records/$name" 2>/dev/null)
	case $made in '' | *[!0-9]*) made=$(stat -c %Y -- "$folder/$name") ;; esac
	look_at "$folder/$name"
	part=$folder/$name most=$(k_room)
	joined read_through is_whole 2>"$scratch/why" || fail 1 "nothing was restored: $(why "$scratch/why")"
	of=$(needed)
	has_room "$most" "$of" 'nothing was restored: where it would lie beside the live data' || exit 1
	k_before
	joined read_backup load_beside || { why "$scratch/why" >&2; echo >&2; k_drop; fail 1 'it could not be restored: what is live was not touched'; }
	exec 3>&1
	wrong=$(asked_beside)
	[ -z "$wrong" ] || { k_drop; fail 1 "it was restored beside, and is not what it should be: $(printf '%s' "$wrong" | one_line)"; }
}
# A kind that knows why it failed says so in reason.
but() { fail 1 "$1\${reason:+: $(printf '%s' "$reason" | tail -n 3 | one_line)}"; }
# To remove a large database, or to wait for a lock, may take longer than an order may be silent.
watched() { workplace && watch_over /dev/null; }
swap() { watched; k_swap || but 'their places could not be changed'; }
unswap() { watched; k_unswap || but 'their places could not be changed back'; }
drop() { watched; k_drop || but 'what was restored beside could not be removed'; }
forget() { watched; k_forget || fail 1 'what an earlier restore put aside could not be removed'; }
`;
