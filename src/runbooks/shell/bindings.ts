// Which commands of a block cannot be run one by one, since each is run in a shell of its own: one sets what another uses.
import type { Chunk } from './chunks.ts';
import { type Simple, simpleCommands } from './simple.ts';
import type { Token } from './tokens.ts';

/** Chunks that are one piece, up to `end`, which is not in it. */
export interface Group {
	readonly start: number;
	readonly end: number;
	/** Why they are one. */
	readonly because?: string;
	/** What was set before and holds for it: the texts of earlier commands. */
	readonly before: readonly string[];
	/** It is one of those. */
	readonly carried: boolean;
}
interface Facts {
	/** Variables that it sets, and those that it uses. */
	readonly sets: readonly string[];
	readonly uses: ReadonlySet<string>;
	/** It changes the shell for what comes after it: in a way that can be done again, or not. */
	readonly changes?: 'again' | 'once';
}
interface Bond {
	readonly start: number;
	readonly end: number;
	readonly because: string;
}

/** What changes the shell that it is run in, and may be done again before each later command. */
const settings = new Set('cd pushd popd export unset set umask ulimit alias unalias shopt source .'.split(' '));
/** What changes it, and may not. */
const onceOnly = new Set('trap eval exec shift'.split(' '));
const declaring = new Set('export declare typeset local readonly read mapfile readarray getopts'.split(' '));
/** Print what is set when they are given nothing. */
const printing = new Set('export set alias ulimit umask shopt'.split(' '));
/** More than this are not repeated before each command. */
const mostSettings = 20;
const variable = /\$\{?[#!]?([A-Za-z_]\w*)/g;
const anyName = /[A-Za-z_]\w*/g;

/** The groups that chunks make. `line`: of the document, where the block begins; `head`: its first line where it may be a script. */
export function groupsOf(chunks: readonly Chunk[], line: number, head: string | undefined): readonly Group[] {
	const because = head === undefined ? undefined : scriptBecause(chunks, head);
	if (because !== undefined) return [{ start: 0, end: chunks.length, because, before: [], carried: false }];
	const facts = factsOf(chunks);
	const bonds = bondsOf(chunks, facts, line);
	const groups: Group[] = [];
	const before: string[] = [];
	for (let start = 0; start < chunks.length; ) {
		const bond = bonds.get(start);
		const end = bond?.end ?? start + 1;
		const within = facts.slice(start, end).map(({ changes }) => changes === 'again');
		const why = bond === undefined ? {} : { because: bond.because };
		groups.push({ start, end, ...why, before: [...before], carried: bond === undefined && within[0] === true });
		before.push(...within.flatMap((again, index) => (again ? [chunks[start + index]?.text ?? ''] : [])));
		start = end;
	}
	return groups;
}

/** Why a block is one script; undefined where its commands may be run one by one. */
function scriptBecause(chunks: readonly Chunk[], head: string): string | undefined {
	if (head.startsWith('#!')) return 'it is a script: it begins with #!';
	const tokens = chunks.flatMap((chunk) => chunk.tokens);
	if (tokens.some(isFunction)) return 'it is a script: it defines a function';
	const [command] = simpleCommands(chunks.find(({ kind }) => kind === 'command')?.tokens ?? []);
	const [program, option] = command?.words ?? [];
	if (program?.text !== 'set' || !/^[-+]/.test(option?.text ?? '')) return undefined;
	return `it is a script: it begins with set ${option?.text}`;
}

function isFunction(token: Token): boolean {
	if (token.kind === 'op') return token.op === '()';
	return token.kind === 'word' && token.role === 'reserved' && token.text === 'function';
}

function factsOf(chunks: readonly Chunk[]): readonly Facts[] {
	const set = new Set<string>();
	let repeated = 0;
	return chunks.map((chunk): Facts => {
		if (chunk.kind !== 'command') return { sets: [], uses: new Set() };
		const commands = simpleCommands(chunk.tokens).filter(({ sub }) => !sub);
		const uses = usedIn(chunk.text);
		const repeatable =
			repeated < mostSettings && isRepeatable(chunk, commands) && ![...uses].some((name) => set.has(name));
		if (repeatable) {
			repeated += 1;
			return { sets: [], uses, changes: 'again' };
		}
		const sets = commands.flatMap(namesSet);
		for (const name of sets) set.add(name);
		return { sets, uses, ...(commands.some(changesShell) ? { changes: 'once' } : {}) };
	});
}

/** A setting alone, which runs nothing: done twice it is as if done once. */
function isRepeatable({ tokens, open }: Chunk, commands: readonly Simple[]): boolean {
	const [command] = commands;
	if (command === undefined || commands.length > 1 || command.nested.length > 0 || open !== undefined) return false;
	const plain = tokens.every(({ kind }) => kind === 'word' || kind === 'comment');
	return plain && changesShell(command) && settings.has(command.words[0]?.text ?? '');
}

function changesShell({ words }: Simple): boolean {
	const program = words[0]?.text ?? '';
	if (onceOnly.has(program)) return true;
	return settings.has(program) && !(printing.has(program) && words.length === 1);
}

function namesSet({ words, assignments }: Simple): readonly string[] {
	const [program, ...args] = words;
	const set = program === undefined ? assignments : declaring.has(program.text) ? args : [];
	return set.flatMap(({ text }) => /^[A-Za-z_]\w*/.exec(text)?.[0] ?? []);
}

/** Names that a command may look up; between `((` and `))` any word may be one. */
function usedIn(text: string): ReadonlySet<string> {
	const names = Array.from(text.matchAll(variable), ([, name = '']) => name);
	return new Set(text.includes('((') ? [...names, ...(text.match(anyName) ?? [])] : names);
}

/** What must stay together, by its first chunk. */
function bondsOf(chunks: readonly Chunk[], facts: readonly Facts[], line: number): ReadonlyMap<number, Bond> {
	const bonds = new Map<number, Bond>();
	let open: Bond | undefined;
	for (const found of wantedBonds(chunks, facts, line)) {
		if (open !== undefined && found.start < open.end) open = { ...open, end: Math.max(open.end, found.end) };
		else open = found;
		bonds.set(open.start, open);
	}
	return bonds;
}

/** What must stay together, in order of its first chunk; they may overlap. */
function wantedBonds(chunks: readonly Chunk[], facts: readonly Facts[], line: number): readonly Bond[] {
	const setBy = new Map<string, number>();
	const last = chunks.findLastIndex(({ kind }) => kind === 'command');
	const lineOf = (at: number) => line + (chunks[at]?.first ?? 0);
	const usedBonds = (at: number, uses: ReadonlySet<string>): readonly Bond[] =>
		[...uses].flatMap((name) => {
			const start = setBy.get(name);
			if (start === undefined) return [];
			return [{ start, end: at + 1, because: `line ${lineOf(at)} uses $${name}, which line ${lineOf(start)} sets` }];
		});
	const bonds = facts.flatMap(({ sets, uses, changes }, at): readonly Bond[] => {
		const used = usedBonds(at, uses);
		for (const name of sets) setBy.set(name, setBy.get(name) ?? at);
		if (changes !== 'once' || at >= last) return used;
		const because = `line ${lineOf(at)} changes the shell that the lines below it are run in`;
		return [...used, { start: at, end: last + 1, because }];
	});
	return bonds.toSorted((a, b) => a.start - b.start || b.end - a.end);
}
