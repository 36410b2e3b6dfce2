/**
 * Functions of awk that tell SQL of PostgreSQL from what stands in strings, in names, in bodies of functions (`$tag$`) and in
 * comments, as psql does. `state`: 0 among statements, 1 in a string, 2 in one with backslashes, 3 in a name, 4 in a body,
 * 5 in a comment; `backslashes`: strings have them (`standard_conforming_strings` is off). Whoever calls `scan(line)` brings
 * `plain(text)`, which is given what is SQL; `quoted()`, called where a string, a name or a body begins; and `refuse(text)`, called at
 * what one version of psql takes for another than the next, and no pg_dump writes.
 * Sources: PostgreSQL, 4.1 Lexical Structure; `psqlscan.l`.
 */
export const postgresLexer = `
# What stands between two quotes, in a state in which a quote would not end it.
function walk(text,   at, before, start, size) {
	while (text != "" && state != 1 && state != 2) {
		if (state == 3) {
			if (!(at = index(text, "\\""))) return
			state = 0
			text = substr(text, at + 1)
		} else if (state == 4) {
			if (!(at = index(text, tag))) return
			state = 0
			text = substr(text, at + length(tag))
		} else if (state == 5) {
			if (!match(text, /\\/\\*|\\*\\//)) return
			depth += substr(text, RSTART, 1) == "/" ? 1 : -1
			if (depth == 0) state = 0
			text = substr(text, RSTART + 2)
		} else {
			if (!match(text, /"|--|\\/\\*|[$]([A-Za-z_\\200-\\377][A-Za-z0-9_\\200-\\377]*)?[$]/)) { plain(text); return }
			at = substr(text, RSTART, RLENGTH)
			before = RSTART > 1 ? substr(text, RSTART - 1, 1) : " "
			start = RSTART
			size = RLENGTH
			plain(substr(text, 1, start - 1))
			text = substr(text, start)
			if (at == "--") {
				# For psql it ends there, too.
				if (text ~ /\\r./) refuse(text)
				remark = 1
				return
			}
			if (at == "/*") {
				plain(" ")
				state = 5
				depth = 1
			}
			else if (at != "\\"" && before ~ /[A-Za-z0-9_$\\200-\\377]/) { refuse(text); text = substr(text, 2); continue }
			else {
				quoted()
				state = at == "\\"" ? 3 : 4
				tag = at
			}
			text = substr(text, size + 1)
		}
	}
}
# The quote after a piece of a line, which is its first, or not.
function quote(piece, first) {
	if (state == 0) {
		if (piece == "" && !first) state = was
		else {
			if (piece ~ /[0-9.][eE]$/) refuse(piece)
			quoted()
			state = backslashes || piece ~ /(^|[^A-Za-z0-9_$\\200-\\377])[eE]$/ ? 2 : 1
		}
	} else if (state == 1 || state == 2) {
		if (state == 2 && match(piece, /\\\\+$/) && RLENGTH % 2) return
		was = state
		closed = NR
		state = 0
	}
}
function scan(line,   pieces, piece, i) {
	if (state == 0 && line !~ /["$\\/\\047]|--/) { plain(line); return }
	if ((state == 1 || state == 2) && !index(line, "\\047")) return
	remark = 0
	pieces = split(line, piece, "\\047")
	for (i = 1; i <= pieces; i++) {
		walk(piece[i])
		if (remark) return
		if (i < pieces) quote(piece[i], i == 1)
	}
}
`;
