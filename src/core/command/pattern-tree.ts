/** A regular expression taken apart. `fits` looks at one code point, or at those on both sides of a place. */
export type Tree =
	| { readonly is: 'sign'; readonly fits: (code: number) => boolean }
	| { readonly is: 'edge'; readonly fits: (before: number | undefined, after: number | undefined) => boolean }
	| { readonly is: 'group'; readonly of: Tree; readonly capture: boolean }
	| { readonly is: 'row'; readonly of: readonly Tree[] }
	| { readonly is: 'either'; readonly of: readonly Tree[] }
	| { readonly is: 'repeat'; readonly of: Tree; readonly least: number; readonly most: number; readonly lazy: boolean };

/** The tree of an expression, or what in it is not supported or wrong, in words. */
export type Parsed = { readonly ok: true; readonly tree: Tree } | { readonly ok: false; readonly wrong: string };

/** What one token is; of an expression that JavaScript itself takes (ECMA-262, "Patterns", with the flag `u`). */
const tokenForm =
	/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|<?[=!]|<\w+>|.))?|(?:[*+?]|\{\d+(?:,\d*)?\})\??|./gsu;
const longest = 500;
const newline = 10;

const isWord = (code: number | undefined): boolean => code !== undefined && /^\w$/.test(String.fromCodePoint(code));
const isEnd = (code: number | undefined): boolean => code === undefined || code === newline;
/** Anchors fit at the edges of lines. */
const edges: Readonly<Record<string, Extract<Tree, { is: 'edge' }>['fits']>> = {
	'^': (before) => isEnd(before),
	$: (_before, after) => isEnd(after),
	'\\b': (before, after) => isWord(before) !== isWord(after),
	'\\B': (before, after) => isWord(before) === isWord(after),
};

/** One sign, an escape or a class: JavaScript itself says which code points it fits, one at a time. */
function signOf(token: string): Tree {
	const whole = new RegExp(`^${token}$`, 'u');
	const ascii = Array.from({ length: 128 }, (_, code) => whole.test(String.fromCharCode(code)));
	return { is: 'sign', fits: (code) => ascii[code] ?? whole.test(String.fromCodePoint(code)) };
}

function repeatOf(of: Tree, token: string): Tree {
	const lazy = token.length > 1 && token.endsWith('?');
	const [, least = '0', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? [];
	const endless = Number.POSITIVE_INFINITY;
	if (token.startsWith('*')) return { is: 'repeat', of, least: 0, most: endless, lazy };
	if (token.startsWith('+')) return { is: 'repeat', of, least: 1, most: endless, lazy };
	if (token.startsWith('?')) return { is: 'repeat', of, least: 0, most: 1, lazy };
	const end = comma === '' ? Number(least) : most === '' ? endless : Number(most);
	return { is: 'repeat', of, least: Number(least), most: end, lazy };
}

/** A group that is open: what stood before it, its ways so far, and the row that is being read. */
interface Open {
	readonly capture: boolean;
	readonly ways: Tree[];
	row: Tree[];
}

const close = ({ capture, ways, row }: Open): Tree => ({
	is: 'group',
	capture,
	of: { is: 'either', of: [...ways, { is: 'row', of: row }] },
});

function refused(token: string): string | undefined {
	if (/^\\(?:[1-9]|k)/.test(token)) return 'it refers back to a group, for which no time can be promised';
	if (/^\(\?<?[=!]/.test(token)) return 'it looks ahead or behind, for which no time can be promised';
	if (token.startsWith('(?') && !/^\(\?(?::|<)/.test(token)) return 'it changes flags';
	return undefined;
}

/** Takes one token in. `open`: the groups around it, the whole expression first. */
function take(token: string, open: Open[]): void {
	const group = open.at(-1);
	if (group === undefined) return;
	const edge = edges[token];
	if (token.startsWith('(')) open.push({ capture: !token.startsWith('(?:'), ways: [], row: [] });
	else if (token === ')') {
		open.pop();
		open.at(-1)?.row.push(close(group));
	} else if (token === '|') {
		group.ways.push({ is: 'row', of: group.row });
		group.row = [];
	} else if (/^(?:[*+?]|\{\d)/.test(token)) {
		const last = group.row.pop();
		if (last !== undefined) group.row.push(repeatOf(last, token));
	} else group.row.push(edge === undefined ? signOf(token) : { is: 'edge', fits: edge });
}

/** Takes a regular expression apart. What would need time that cannot be bounded is refused. */
export function parsePattern(source: string): Parsed {
	if (source.length > longest) return { ok: false, wrong: `it is longer than ${longest} signs` };
	try {
		new RegExp(source, 'u');
	} catch (error) {
		// The library's own words name the place: `Invalid regular expression: /(/u: Unterminated group`.
		return { ok: false, wrong: error instanceof Error ? error.message : String(error) };
	}
	const open: Open[] = [{ capture: false, ways: [], row: [] }];
	for (const [token] of source.matchAll(tokenForm)) {
		const wrong = refused(token);
		if (wrong !== undefined) return { ok: false, wrong };
		take(token, open);
	}
	const [whole] = open;
	return whole === undefined ? { ok: false, wrong: 'it is empty' } : { ok: true, tree: close(whole) };
}
