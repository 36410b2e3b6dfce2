import { entitySign } from './entities.ts';

/** How a piece of a text is marked in Markdown. */
export type Mark = 'plain' | 'strong' | 'code' | 'struck' | 'link';

/** A piece of a text of one mark; a line break in it is one that the document asks for. */
export interface Run {
	readonly text: string;
	readonly mark: Mark;
}

/** A text without Markdown's signs, and where its links lead, in the order of the numbers that stand behind them. */
export interface Inline {
	readonly runs: readonly Run[];
	readonly links: readonly string[];
}

/** A piece while the text is read. `strong`, `struck`, `link`: by how many marks more or less it is held, from here on. */
interface Token {
	text: string;
	readonly mark: 'plain' | 'code';
	strong: number;
	struck: number;
	link: number;
}

interface Opened {
	readonly token: number;
	left: number;
}

interface Reading {
	readonly text: string;
	at: number;
	readonly tokens: Token[];
	/** Where links lead, with their numbers. */
	readonly links: Map<string, number>;
	/** Brackets that are open, by their tokens. */
	brackets: number[];
	/** Runs of `*`, `_` and `~` that can still be closed. */
	readonly open: Readonly<Record<Sign, Opened[]>>;
	/** Where runs of backticks of each length begin, those behind us taken off. */
	readonly ticks: ReadonlyMap<number, Places>;
}
type Sign = '*' | '_' | '~';
interface Places {
	readonly at: readonly number[];
	next: number;
}

/** What ends a piece of plain text. */
const special = /[\\`*_~[\]!<&\n]/g;
/** Where a link leads, behind its text (CommonMark, Links); what is longer than people write them is none. */
const target =
	/\(\s{0,9}(?:<([^<>\n]{0,2000})>|((?:[^\s()<[\]\\]|\\[^\s]|\([^\s()[\]]{0,500}\)){0,2000}))(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,9}\)/y;
const autolink = /<((?:https?|ftp|mailto|ssh|file):[^\s<>]{1,2000}|[\w.+-]{1,200}@[\w.-]{1,200})>/iy;
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/iy;
const escaped = /\\([!-/:-@[-`{-~])/y;
const blanks = /\s/;
const letters = /[\p{L}\p{N}]/u;
function ticksIn(text: string): ReadonlyMap<number, Places> {
	const found = new Map<number, { at: number[]; next: number }>();
	for (const { 0: run, index } of text.matchAll(/`+/g)) {
		const places = found.get(run.length) ?? { at: [], next: 0 };
		places.at.push(index);
		found.set(run.length, places);
	}
	return found;
}

function put({ tokens }: Reading, text: string, mark: Token['mark'] = 'plain'): void {
	tokens.push({ text, mark, strong: 0, struck: 0, link: 0 });
}

function matchAt({ text, at }: Reading, form: RegExp): RegExpExecArray | null {
	form.lastIndex = at;
	return form.exec(text);
}

/** A run of backticks with what stands up to the next one of its length; alone it is text. */
function code(reading: Reading): void {
	const { text, at } = reading;
	let length = 1;
	while (text[at + length] === '`') length += 1;
	const places = reading.ticks.get(length);
	if (places !== undefined) while ((places.at[places.next] ?? Number.POSITIVE_INFINITY) <= at) places.next += 1;
	const end = places?.at[places.next];
	reading.at = at + length;
	if (end === undefined) {
		put(reading, text.slice(at, at + length));
		return;
	}
	const inside = text.slice(at + length, end).replaceAll('\n', ' ');
	const isPadded = inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() !== '';
	put(reading, isPadded ? inside.slice(1, -1) : inside, 'code');
	reading.at = end + length;
}

interface Edges {
	readonly opens: boolean;
	readonly closes: boolean;
}

/** Whether a run of signs can begin and end something (CommonMark, Emphasis: left- and right-flanking). */
function edgesOf(before: string, after: string, sign: Sign): Edges {
	const isText = (one: string) => one !== '' && !blanks.test(one);
	const isWord = (one: string) => letters.test(one);
	const left = isText(after) && (isWord(after) || !isWord(before));
	const right = isText(before) && (isWord(before) || !isWord(after));
	if (sign !== '_') return { opens: left, closes: right };
	return { opens: left && !(right && isWord(before)), closes: right && !(left && isWord(after)) };
}

function hold(token: Token | undefined, sign: Sign, by: 1 | -1): void {
	if (token === undefined) return;
	if (sign === '~') token.struck += by;
	else token.strong += by;
}

/** What is left of a run once it has closed the runs of its sign that stand before it, the nearest first. */
function closed(reading: Reading, sign: Sign, count: number): number {
	const { tokens } = reading;
	const open = reading.open[sign];
	let left = count;
	for (let last = open.at(-1); last !== undefined && left >= leastOf(sign); last = open.at(-1)) {
		const use = Math.min(left, last.left, 2);
		if (use < leastOf(sign)) break;
		left -= use;
		last.left -= use;
		const opener = tokens[last.token];
		// What is struck out keeps its signs: without colours nothing else says that it does not count.
		if (opener !== undefined && sign !== '~') opener.text = opener.text.slice(use);
		hold(opener, sign, 1);
		put(reading, sign === '~' ? sign.repeat(use) : '');
		hold(tokens.at(-1), sign, -1);
		if (last.left === 0) open.pop();
	}
	return left;
}

/** So many signs mark something: a single tilde stands for itself, as in `~/.ssh`. */
function leastOf(sign: Sign): number {
	return sign === '~' ? 2 : 1;
}

/** A run of `*`, `_` or `~`: what it does not close may open something. */
function emphasis(reading: Reading, sign: Sign): void {
	const { text, at, tokens } = reading;
	let count = 1;
	while (text[at + count] === sign) count += 1;
	reading.at = at + count;
	const { opens, closes } = edgesOf(text[at - 1] ?? '', text[at + count] ?? '', sign);
	const left = closes ? closed(reading, sign, count) : count;
	if (left === 0) return;
	put(reading, sign.repeat(left));
	if (opens && left >= leastOf(sign)) reading.open[sign].push({ token: tokens.length - 1, left });
}

/** The number of a link; undefined where its text says already where it leads. */
function linkNumber({ tokens, links }: Reading, opener: number, to: string): number | undefined {
	const isItself = tokens.length === opener + 2 && tokens.at(-1)?.text === to;
	if (to === '' || isItself) return undefined;
	const number = links.get(to) ?? links.size + 1;
	links.set(to, number);
	return number;
}

/** A `]`: the end of a link's text where its target follows, else itself. */
function closeBracket(reading: Reading): void {
	const { tokens } = reading;
	const opener = reading.brackets.pop();
	const token = opener === undefined ? undefined : tokens[opener];
	reading.at += 1;
	const found = token === undefined ? null : matchAt(reading, target);
	if (found === null || opener === undefined || token === undefined) {
		put(reading, ']');
		return;
	}
	reading.at += found[0].length;
	// In a link there is no other one (CommonMark), but an image may be.
	if (token.text === '[') reading.brackets = [];
	token.text = token.text === '[' ? '' : 'image: ';
	token.link += 1;
	const to = (found[1] ?? found[2] ?? '').replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
	const number = linkNumber(reading, opener, to);
	if (number !== undefined) put(reading, ` [${number}]`);
	put(reading, '');
	const after = tokens.at(-1);
	if (after !== undefined) after.link -= 1;
}

function openBracket(reading: Reading, sign: '[' | '!['): void {
	put(reading, sign);
	reading.brackets.push(reading.tokens.length - 1);
	reading.at += sign.length;
}

function angled(reading: Reading): void {
	const found = matchAt(reading, autolink);
	put(reading, found?.[1] ?? '<');
	reading.at += found?.[0].length ?? 1;
}

function named(reading: Reading): void {
	const [whole = '&', decimal, hex, name = ''] = matchAt(reading, entity) ?? [];
	put(reading, entitySign(decimal, hex, name) ?? whole);
	reading.at += whole.length;
}

/** The end of a line in the document: a blank, or where two blanks or a backslash stand before it the end of a line. */
function lineEnd(reading: Reading): void {
	const last = reading.tokens.at(-1);
	const hard = last?.mark === 'plain' && /(?: {2,}|\\)$/.test(last.text);
	if (hard) last.text = last.text.replace(/ +$/, '').replace(/\\$/, '');
	put(reading, hard ? '\n' : ' ');
	reading.at += 1;
}

function escapedSign(reading: Reading): void {
	const found = matchAt(reading, escaped);
	put(reading, found?.[1] ?? '\\');
	reading.at += found?.[0].length ?? 1;
}

function exclaimed(reading: Reading): void {
	if (reading.text[reading.at + 1] === '[') openBracket(reading, '![');
	else {
		put(reading, '!');
		reading.at += 1;
	}
}

/** What each sign begins. */
const readers: Readonly<Record<string, (reading: Reading) => void>> = {
	'`': code,
	'*': (reading) => emphasis(reading, '*'),
	_: (reading) => emphasis(reading, '_'),
	'~': (reading) => emphasis(reading, '~'),
	'[': (reading) => openBracket(reading, '['),
	'!': exclaimed,
	']': closeBracket,
	'<': angled,
	'&': named,
	'\n': lineEnd,
	'\\': escapedSign,
};

interface Held {
	readonly strong: number;
	readonly struck: number;
	readonly link: number;
}

function markOf({ mark }: Token, { strong, struck, link }: Held): Mark {
	if (mark === 'code') return 'code';
	if (struck > 0) return 'struck';
	if (link > 0) return 'link';
	return strong > 0 ? 'strong' : 'plain';
}

/** The tokens with the marks that are open at each, neighbours of one mark as one. */
function merged(tokens: readonly Token[]): readonly Run[] {
	const runs: { text: string; readonly mark: Mark }[] = [];
	let [strong, struck, link] = [0, 0, 0];
	for (const token of tokens) {
		strong += token.strong;
		link += token.link;
		// The signs at both ends of what is struck out belong to it.
		const mark = markOf(token, { strong, link, struck: struck + Math.max(0, token.struck) });
		struck += token.struck;
		const last = runs.at(-1);
		if (token.text === '') continue;
		if (last?.mark === mark) last.text += token.text;
		else runs.push({ text: token.text, mark });
	}
	return runs;
}

/**
 * Reads Markdown's marks inside a line: strong and emphasised, code, links, images, struck out, escapes, entities. No word is lost: what is no mark
 * stands as it is, where a link leads is in `links`. Takes time by the length of the text, whatever it holds.
 */
export function inlineOf(text: string): Inline {
	const open = { '*': [], _: [], '~': [] };
	const reading: Reading = { text, at: 0, tokens: [], links: new Map(), brackets: [], open, ticks: ticksIn(text) };
	while (reading.at < text.length) {
		special.lastIndex = reading.at;
		const next = special.exec(text)?.index ?? text.length;
		if (next > reading.at) put(reading, text.slice(reading.at, next));
		reading.at = Math.max(reading.at, next);
		readers[text[next] ?? '']?.(reading);
	}
	return { runs: merged(reading.tokens), links: [...reading.links.keys()] };
}
