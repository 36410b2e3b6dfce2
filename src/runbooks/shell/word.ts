// Reads one word of a POSIX shell, and of bash where it knows more (POSIX.1-2017, XCU 2.2, 2.6). Never throws: what is not
// closed goes on to the end, and the cursor says so.
import type { Cursor, Nested, ReadWord } from './tokens.ts';

/** A word on its way. */
interface Making {
	text: string;
	varies: boolean;
	quoted: boolean;
	readonly nested: Nested[];
}

/** Deeper than this nobody writes; what is deeper is text. */
const deepest = 40;
/** Longer than this no sum is; so far each `((` is looked at. */
const longestArithmetic = 1_000;
const plain = /[^ \t\n\\'"$`|&;()<>]+/y;
const plainInTest = /[^ \t\n\\'"$`]+/y;
const inDouble = /[^"\\$`]+/y;
const inBraces = /[^"'\\$`}]+/y;
const name = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;
const beforeList = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=$/;

/** What a sticky expression finds where the cursor is, which goes on behind it; the empty text where it finds nothing. */
export function take(c: Cursor, what: RegExp): string {
	what.lastIndex = c.at;
	const found = what.exec(c.text)?.[0] ?? '';
	c.at += found.length;
	return found;
}

/** The sign so far behind the cursor; the empty text where there is none. */
export function sign(c: Cursor, ahead = 0): string {
	return c.text.charAt(c.at + ahead);
}

/** Reads a word. `test`: between `[[` and `]]`, where operators are parts of words. */
export function readWord(c: Cursor, test: boolean): ReadWord {
	const word: Making = { text: '', varies: false, quoted: false, nested: [] };
	if (test && c.text.startsWith(']]', c.at)) {
		c.at += 2;
		return { ...word, text: ']]' };
	}
	while (c.at < c.text.length && !ends(c, word, test)) readPart(c, word, test);
	return word;
}

/** What would be run in a text where only `$` and backticks mean something: the body of a here-document. */
export function nestedIn(c: Cursor): readonly Nested[] {
	const word: Making = { text: '', varies: false, quoted: false, nested: [] };
	while (c.at < c.text.length) {
		if (sign(c) === '"') c.at += 1;
		else readInDouble(c, word);
	}
	return word.nested;
}

/** Where `((` ends, after its `))`; undefined where it is no arithmetic. The cursor is at the first parenthesis. */
export function arithmeticEnd(c: Cursor): number | undefined {
	let depth = 0;
	const end = Math.min(c.text.length, c.at + longestArithmetic);
	for (let at = c.at; at < end; at += 1) {
		const is = c.text.charAt(at);
		if (is === '(') depth += 1;
		if (is === ')') depth -= 1;
		if (depth === 0) return c.text.charAt(at - 1) === ')' ? at + 1 : undefined;
	}
	return undefined;
}

/** Reads `((…))` up to its end, and gives what it would run. */
export function readArithmetic(c: Cursor, end: number): readonly Nested[] {
	const within: Cursor = { ...c, at: c.at + 2, text: c.text.slice(0, end - 2) };
	c.at = end;
	return nestedIn(within);
}

function ends(c: Cursor, word: Making, test: boolean): boolean {
	const is = sign(c);
	if (is === ' ' || is === '\t' || is === '\n') return true;
	if (test) return false;
	if (is === '<' || is === '>') return sign(c, 1) !== '(';
	if (is === '(') return !beforeList.test(word.text);
	return is === '|' || is === '&' || is === ';' || is === ')';
}

function readPart(c: Cursor, word: Making, test: boolean): void {
	const text = take(c, test ? plainInTest : plain);
	word.text += text;
	if (text !== '') return;
	const is = sign(c);
	if (is === '\\') readEscape(c, word);
	else if (is === "'") readSingle(c, word);
	else if (is === '"') readDouble(c, word);
	else if (is === '$') readDollar(c, word, false);
	else if (is === '`') readBackticks(c, word);
	else readScript(c, word, is === '(' ? 1 : 2);
}

function readEscape(c: Cursor, word: Making): void {
	const next = sign(c, 1);
	// A line that goes on in the next one; a `\` that is the last sign is itself.
	if (next !== '\n') word.quoted = true;
	word.text += next === '\n' ? '' : next || '\\';
	c.at += next === '' ? 1 : 2;
}

function readSingle(c: Cursor, word: Making): void {
	const end = c.text.indexOf("'", c.at + 1);
	const closed = end >= 0;
	if (!closed) c.open ??= 'a quote that is not closed';
	word.quoted = true;
	word.text += c.text.slice(c.at + 1, closed ? end : c.text.length);
	c.at = closed ? end + 1 : c.text.length;
}

function readDouble(c: Cursor, word: Making): void {
	word.quoted = true;
	c.at += 1;
	while (c.at < c.text.length && sign(c) !== '"') readInDouble(c, word);
	if (c.at >= c.text.length) c.open ??= 'a quote that is not closed';
	else c.at += 1;
}

function readInDouble(c: Cursor, word: Making): void {
	const text = take(c, inDouble);
	word.text += text;
	if (text !== '') return;
	const is = sign(c);
	if (is === '$') readDollar(c, word, true);
	else if (is === '`') readBackticks(c, word);
	else {
		const next = sign(c, 1);
		const special = next !== '' && '$`"\\\n'.includes(next);
		word.text += special ? next.replace('\n', '') : `\\${next}`;
		c.at += next === '' ? 1 : 2;
	}
}

function readDollar(c: Cursor, word: Making, quoted: boolean): void {
	const next = sign(c, 1);
	if (next === "'" && !quoted) readAnsi(c, word);
	else if (next === '"' && !quoted) c.at += 1;
	else if (next === '(' && c.level < deepest) readInParentheses(c, word);
	else if (next === '{' && c.level < deepest) readBraces(c, word);
	else readName(c, word);
}

function readName(c: Cursor, word: Making): void {
	c.at += 1;
	const named = take(c, name);
	word.varies ||= named !== '';
	word.text += `$${named}`;
}

function readInParentheses(c: Cursor, word: Making): void {
	const from = c.at;
	const end = sign(c, 2) === '(' ? arithmeticEnd({ ...c, at: from + 1 }) : undefined;
	if (end === undefined) readScript(c, word, 2);
	else {
		c.at += 1;
		word.nested.push(...readArithmetic(c, end));
		word.varies = true;
		word.text += c.text.slice(from, end);
	}
}

/** `$(…)`, `<(…)` or the list of an array; `opens`: so many signs begin it. */
function readScript(c: Cursor, word: Making, opens: number): void {
	const from = c.at;
	const inner: Cursor = { ...c, at: from + opens, level: c.level + 1 };
	if (inner.level > deepest) {
		word.text += c.text.slice(from, inner.at);
		c.at = inner.at;
		return;
	}
	const tokens = c.script(inner, true);
	if (inner.at >= c.text.length) inner.open ??= 'a parenthesis that is not closed';
	// The words of a list are no command, but may hold some.
	const runs = opens === 1 ? tokens.flatMap((token) => ('nested' in token ? token.nested : [])) : undefined;
	finishNested(c, word, { from, inner, tokens, ...(runs === undefined ? {} : { runs }) });
}

function readBackticks(c: Cursor, word: Making): void {
	let end = c.at + 1;
	while (end < c.text.length && c.text.charAt(end) !== '`') end += c.text.charAt(end) === '\\' ? 2 : 1;
	const inner: Cursor = { ...c, at: c.at + 1, text: c.text.slice(0, end), level: c.level + 1 };
	if (end >= c.text.length) inner.open ??= 'a backtick that is not closed';
	const tokens = inner.level > deepest ? [] : c.script(inner, false);
	inner.at = inner.text.length;
	finishNested(c, word, { from: c.at, inner, tokens });
}

function finishNested(
	c: Cursor,
	word: Making,
	{ from, inner, tokens, runs }: Omit<Nested, 'to'> & { readonly inner: Cursor; readonly runs?: readonly Nested[] },
): void {
	const to = Math.min(inner.at + 1, c.text.length);
	c.at = to;
	c.open ??= inner.open;
	word.varies = true;
	word.text += c.text.slice(from, to);
	word.nested.push(...(runs ?? [{ from, to, tokens }]));
}

function readBraces(c: Cursor, word: Making): void {
	const from = c.at;
	const within: Cursor = { ...c, at: from + 2, level: c.level + 1 };
	const inner: Making = { text: '', varies: false, quoted: false, nested: word.nested };
	while (within.at < c.text.length && sign(within) !== '}') {
		if (take(within, inBraces) === '') readPart(within, inner, true);
	}
	if (within.at >= c.text.length) within.open ??= 'a ${ that is not closed';
	c.at = Math.min(within.at + 1, c.text.length);
	c.open ??= within.open;
	word.varies = true;
	word.text += c.text.slice(from, c.at);
}

const ansiSign = /\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|[\s\S])/g;
const ansiNamed: Readonly<Record<string, string>> = {
	...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

/** `$'…'`, which bash knows: C's escapes in single quotes. */
function readAnsi(c: Cursor, word: Making): void {
	let end = c.at + 2;
	while (end < c.text.length && c.text.charAt(end) !== "'") end += c.text.charAt(end) === '\\' ? 2 : 1;
	if (end >= c.text.length) c.open ??= 'a quote that is not closed';
	word.quoted = true;
	word.text += c.text.slice(c.at + 2, Math.min(end, c.text.length)).replace(ansiSign, ansiText);
	c.at = Math.min(end + 1, c.text.length);
}

function ansiText(sequence: string): string {
	const is = sequence.charAt(1);
	const digits = /^\\[xuU]/.test(sequence) ? sequence.slice(2) : '';
	if (digits !== '') return codePoint(Number.parseInt(digits, 16));
	if (/[0-7]/.test(is)) return codePoint(Number.parseInt(sequence.slice(1), 8));
	return ansiNamed[is] ?? sequence.slice(1);
}

function codePoint(code: number): string {
	return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\ufffd';
}
