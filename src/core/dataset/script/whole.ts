/**
 * What the `whole_KIND` of each kind share. They read what `unpack` writes on stdin to its end, after `look_at FILE`. On
 * stdout they say what is in it, a fact a line (`core/backup/whole.ts` reads them):
 *
 * - `table=NAME`: without quotes, at most 2000 of them besides those of `tables`; `dumped=VERSION` of the server it was made of;
 * - `of=DATABASE`: each that is named in it; `unproven=WHY`: what nobody can tell by its format.
 *
 * They fail with one sentence on stderr where it is not whole, is of another kind, or names databases of which none is
 * `database` (empty: any). They need `k_tool PROGRAM …` (runs it where the server is) and `u_wrong` of `unpack.ts`.
 */
export const wholePart = `
# WANTED: it is something else.
u_other() {
	case $inner in
	pg-*) u_what='a backup of PostgreSQL' ;;
	sql) u_what='SQL text' ;;
	rdb) u_what='a Redis RDB' ;;
	sqlite) u_what='an SQLite database' ;;
	tar) u_what='a tar of files' ;;
	empty) u_wrong 'the backup is empty'; return ;;
	encrypted) u_wrong 'the backup is encrypted: decrypt it first'; return ;;
	*)
		u_begins=$(head -c 60 | tr -d '\\000-\\037\\177-\\377')
		# Where it is damaged nothing comes out, or anything: unpack says so at its end.
		[ "$outer" = none ] || cat >/dev/null
		if [ -z "$u_head" ]; then u_wrong 'nothing of the backup can be unpacked'; return; fi
		u_wrong "nobody can tell what the backup is, but not $1: it begins with “$u_begins”"
		return
		;;
	esac
	u_wrong "the backup is $u_what, and $1 is wanted"
}
# What a scan of a text said: lines =NAME=VALUE among what programs said (see u_status).
u_judge() {
	case $(u_status is) in
	whole) return 0 ;;
	rows) u_wrong "the backup is cut off: it ends in the rows of $(u_status at)" ;;
	cut) u_wrong "the backup is cut off: $(u_status at)" ;;
	other) u_wrong "the backup is a dump of $(u_status at), and $1 is wanted" ;;
	message) u_wrong "the backup holds a message of the program that made it: $(u_status at)" ;;
	strange) u_wrong "the backup is SQL text, but no dump of $1: nobody can tell whether it is whole" ;;
	unproven) u_wrong "nobody can tell whether the backup is whole: $(u_status at)" ;;
	# awk itself ended badly.
	*) u_wrong "the backup could not be read through: $(u_reason)" ;;
	esac
}
# Its databases, as the scan said: none of them, or the one that is wanted.
u_of_wanted() {
	[ -n "\${database-}" ] || return 0
	u_ofs=$(u_status of)
	[ -n "$u_ofs" ] || return 0
	printf '%s\\n' "$u_ofs" | grep -Fqx -e "$database" && return 0
	u_wrong "the backup is of another database: it is of $(printf '%s' "$u_ofs" | tr '\\n' ' ' | cut -c 1-200), and $database is wanted"
}
`;

/** Functions of awk that the scans of SQL text share. `told` goes to the shell, `fact` to whoever reads the facts. */
export const scanFunctions = `
BEGIN {
	sought = split(ENVIRON["tables"], names, ",")
	for (i = 1; i <= sought; i++) { wanted[names[i]]; wanted["public." names[i]] }
}
function told(name, value) { print "=" name "=" value | "cat 1>&2" }
function clean(text) { gsub(/[\\001-\\037\\177]/, " ", text); return substr(text, 1, 300) }
function fact(name, value) {
	if (value == "" || value ~ /[\\001-\\037\\177]/ || length(value) > 500 || (name, value) in seen || count[name] >= 2000 && !(name == "table" && value in wanted)) return
	seen[name, value]
	count[name]++
	print name "=" value
	if (name != "table") told(name, value)
}
function verdict(is, at) { told("is", is); told("at", clean(at)) }
`;
