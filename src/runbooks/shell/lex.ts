// Takes a script for a POSIX shell (and bash) apart into words, operators and comments, and knows what is still open where
// (POSIX.1-2017, XCU 2.3, 2.9, 2.10). It judges nothing: what is no shell at all is taken apart all the same.
import { type Cursor, isRedirection, type ReadWord, type Role, type Token } from './tokens.ts';
import { arithmeticEnd, nestedIn, readArithmetic, readWord, sign, take } from './word.ts';

type Group = '(' | '{' | 'if' | 'loop' | 'case' | '[[';
/** A group that is open. `awaits`: a `case` before its `in`, where its patterns stand, or where commands do. */
interface Opened {
	readonly is: Group;
	awaits?: 'in' | 'pattern';
}
interface Body {
	readonly ends: string;
	readonly tabs: boolean;
	readonly expands: boolean;
}
interface State {
	readonly c: Cursor;
	/** Whether a `)` that nothing in here opened ends it. */
	readonly closes: boolean;
	readonly tokens: Token[];
	readonly groups: Opened[];
	bodies: Body[];
	/** Whether a command may begin here. */
	start: boolean;
	/** Words that are no command: a loop's list, up to the end of the line, or one name of a function. */
	listing: 'list' | 'name' | undefined;
	/** The redirection whose target is awaited. */
	redirection: string | undefined;
}

const opening: ReadonlyMap<string, Group> = new Map([
	...(['if', '{', 'case'] as const).map((is) => [is, is] as const),
	...['for', 'select', 'while', 'until'].map((is) => [is, 'loop'] as const),
]);
const closing: ReadonlyMap<string, Group> = new Map([
	['fi', 'if'],
	['done', 'loop'],
	['esac', 'case'],
	['}', '{'],
]);
const between: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'do', '!', 'coproc']);
const openText: Readonly<Record<Group, string>> = {
	'(': 'a parenthesis that is not closed',
	'{': 'a { that is not closed',
	'[[': 'a [[ that is not closed',
	if: 'an if that is not closed',
	loop: 'a loop that is not closed',
	case: 'a case that is not closed',
};
const blank = /(?:[ \t]|\\\n)+/y;
const toLineEnd = /[^\n]*/y;
const operator = /;;&|<<<|<<-|&>>|;;|;&|&&|\|\||\|&|<<|>>|<&|>&|<>|>\||&>|[;&|<>()]/y;
const noWords = /\([ \t]*\)/y;
const assignment = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

/** A script taken apart. `open`: what was begun in it and never ended. Never throws. */
export function lex(text: string): { readonly tokens: readonly Token[]; readonly open?: string } {
	const c: Cursor = { text, level: 0, script, at: 0, open: undefined };
	const tokens = script(c, false);
	return { tokens, ...(c.open === undefined ? {} : { open: c.open }) };
}

function script(c: Cursor, closes: boolean): readonly Token[] {
	const tokens: Token[] = [];
	const s: State = {
		c,
		closes,
		tokens,
		groups: [],
		bodies: [],
		start: true,
		listing: undefined,
		redirection: undefined,
	};
	while (c.at < c.text.length && step(s));
	const last = s.groups.at(-1);
	if (s.bodies.length > 0) c.open ??= 'a here-document that is not closed';
	if (last !== undefined) c.open ??= openText[last.is];
	return tokens;
}

/** Reads the next token; false where this script ends. */
function step(s: State): boolean {
	const { c } = s;
	if (take(c, blank) !== '') return true;
	const is = sign(c);
	if (is === '#') return onComment(s);
	if (is === '\n') return onLineEnd(s);
	const inTest = s.groups.at(-1)?.is === '[[';
	const isSubstitution = (is === '<' || is === '>') && sign(c, 1) === '(';
	const from = c.at;
	const op = inTest || isSubstitution ? '' : take(c, operator);
	if (op === '(') return onOpen(s, from);
	if (op === ')') return onClose(s, from);
	return op === '' ? onWord(s, inTest) : onOperator(s, op, from);
}

function stretch(s: State, from: number) {
	return { from, to: s.c.at, depth: s.groups.length, sub: s.groups.some(({ is }) => is === '(') };
}

function onComment(s: State): true {
	const from = s.c.at;
	take(s.c, toLineEnd);
	s.tokens.push({ kind: 'comment', ...stretch(s, from) });
	return true;
}

function onLineEnd(s: State): true {
	const from = s.c.at;
	s.c.at += 1;
	const bodies = s.bodies;
	s.bodies = [];
	for (const [index, body] of bodies.entries()) {
		// The line end behind the one before.
		if (index > 0) s.c.at = Math.min(s.c.at + 1, s.c.text.length);
		readBody(s, body);
	}
	begin(s);
	if (bodies.length === 0) s.tokens.push({ kind: 'newline', ...stretch(s, from) });
	return true;
}

/** Reads the lines of a here-document; the end of its last line is left to be read. */
function readBody(s: State, { ends, tabs, expands }: Body): void {
	const { c } = s;
	const from = c.at;
	let to = from;
	let closed = false;
	while (to < c.text.length && !closed) {
		const at = c.text.indexOf('\n', to);
		const end = at < 0 ? c.text.length : at;
		const line = c.text.slice(to, end);
		closed = (tabs ? line.replace(/^\t+/, '') : line) === ends;
		to = closed ? end : end + 1;
	}
	if (!closed) c.open ??= 'a here-document that is not closed';
	c.at = Math.min(to, c.text.length);
	const nested = expands ? nestedIn({ ...c, at: from, text: c.text.slice(0, c.at) }) : [];
	s.tokens.push({ kind: 'body', ...stretch(s, from), text: c.text.slice(from, c.at), nested });
}

/** A command may begin. */
function begin(s: State): void {
	s.redirection = undefined;
	s.listing = undefined;
	s.start = s.groups.at(-1)?.awaits === undefined;
}

function onOperator(s: State, op: string, from: number): true {
	s.tokens.push({ kind: 'op', op, ...stretch(s, from) });
	if (isRedirection(op)) {
		s.redirection = op;
		return true;
	}
	const top = s.groups.at(-1);
	if (top?.is === 'case' && /^;[;&]/.test(op)) top.awaits = 'pattern';
	begin(s);
	return true;
}

function onOpen(s: State, from: number): true {
	const { c } = s;
	c.at = from;
	const end = (s.start || s.listing !== undefined) && sign(c, 1) === '(' ? arithmeticEnd(c) : undefined;
	if (end !== undefined) {
		const nested = readArithmetic(c, end);
		const word = { text: c.text.slice(from, end), varies: true, quoted: true, nested };
		s.tokens.push({ kind: 'word', role: 'other', ...word, ...stretch(s, from) });
		begin(s);
		return true;
	}
	const last = s.tokens.at(-1);
	const named = last?.kind === 'word' && last.role !== 'reserved' && !last.quoted;
	if (named && take(c, noWords) !== '') {
		s.tokens.push({ kind: 'op', op: '()', ...stretch(s, from) });
		begin(s);
		return true;
	}
	c.at = from + 1;
	s.tokens.push({ kind: 'op', op: '(', ...stretch(s, from) });
	if (s.groups.at(-1)?.awaits === 'pattern') return true;
	s.groups.push({ is: '(' });
	begin(s);
	return true;
}

function onClose(s: State, from: number): boolean {
	const top = s.groups.at(-1);
	if (top?.awaits === 'pattern') delete top.awaits;
	else if (s.groups.some(({ is }) => is === '(')) close(s, '(');
	else if (s.closes) {
		s.c.at = from;
		return false;
	}
	s.tokens.push({ kind: 'op', op: ')', ...stretch(s, from) });
	begin(s);
	return true;
}

/** Closes a group, and what was left open in it. */
function close(s: State, is: Group): void {
	const at = s.groups.findLastIndex((group) => group.is === is);
	const inner = s.groups.findLastIndex((group) => group.is === '(');
	if (at >= 0 && (at > inner || is === '(')) s.groups.length = at;
}

function onWord(s: State, inTest: boolean): true {
	const { c } = s;
	const from = c.at;
	const word = readWord(c, inTest);
	const raw = c.text.slice(from, c.at);
	const role = roleOf(s, raw);
	s.tokens.push({ kind: 'word', role, ...word, ...stretch(s, from) });
	switch (role) {
		case 'target':
			endRedirection(s, word);
			break;
		case 'reserved':
			onReserved(s, raw);
			break;
		case 'other':
			if (s.listing === 'name') begin(s);
			break;
		case 'word':
			onCommandWord(s, raw);
			break;
		case 'fd':
		case 'assignment':
			break;
	}
	return true;
}

const endOf = { in: 'in', pattern: 'esac' } as const;

/** What a word is there for; `raw`: with its quotes. */
function roleOf(s: State, raw: string): Role {
	if (s.redirection !== undefined) return 'target';
	if (/^\d+$/.test(raw) && /^[<>]/.test(sign(s.c))) return 'fd';
	const awaits = s.groups.at(-1)?.awaits;
	if (awaits !== undefined) return raw === endOf[awaits] ? 'reserved' : 'other';
	if (s.listing !== undefined) return 'other';
	if (!s.start) return 'word';
	if (assignment.test(raw)) return 'assignment';
	const last = s.tokens.at(-1);
	const assigned = last?.kind === 'word' && last.role === 'assignment';
	return isReserved(raw) && !assigned ? 'reserved' : 'word';
}

function isReserved(text: string): boolean {
	return opening.has(text) || closing.has(text) || between.has(text) || text === 'function';
}

function endRedirection(s: State, { text, quoted }: ReadWord): void {
	if (s.redirection === '<<' || s.redirection === '<<-') {
		s.bodies.push({ ends: text, tabs: s.redirection === '<<-', expands: !quoted });
	}
	s.redirection = undefined;
}

function onReserved(s: State, text: string): void {
	const top = s.groups.at(-1);
	const opens = opening.get(text);
	const closes = closing.get(text);
	if (text === 'in' && top?.awaits === 'in') top.awaits = 'pattern';
	else if (opens === 'case') s.groups.push({ is: opens, awaits: 'in' });
	else if (opens !== undefined) s.groups.push({ is: opens });
	else if (closes !== undefined) close(s, closes);
	begin(s);
	if (text === 'for' || text === 'select') s.listing = 'list';
	if (text === 'function') s.listing = 'name';
}

function onCommandWord(s: State, raw: string): void {
	const inTest = s.groups.at(-1)?.is === '[[';
	if (inTest && raw === ']]') s.groups.pop();
	if (!inTest && s.start && raw === '[[') s.groups.push({ is: '[[' });
	// What it times may be a group.
	if (raw !== 'time') s.start = false;
}
