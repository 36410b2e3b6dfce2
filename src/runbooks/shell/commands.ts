// Finds every command that a script would run, wherever in it that stands.
import { lex } from './lex.ts';
import { lineFinder } from './lines.ts';
import { type Joined, type Simple, simpleCommands } from './simple.ts';
import type { Token, WordToken } from './tokens.ts';
import { commandWithin, shellOnInput } from './wrappers.ts';

/** A word without its quotes. `varies`: what it says is known only when it is run; `$NAME` and `$(…)` stand in it as text. */
export interface FoundWord {
	readonly text: string;
	readonly varies: boolean;
}
/** `fd`: as it was written. `target`: missing where the script ends before it; of a here-document its last line. */
export interface Redirection {
	readonly op: string;
	readonly fd?: string;
	readonly target?: FoundWord;
}
/** Who runs a command: a program such as `ssh` or `docker exec`, and on what, as it was written. */
export interface Inside {
	readonly by: string;
	readonly of?: string;
}
/** A command that a script runs. */
export interface Found {
	/** Of the document, where its first word stands. */
	readonly line: number;
	readonly words: readonly FoundWord[];
	/** Such as `A=1`, before the words. */
	readonly assignments: readonly FoundWord[];
	readonly redirections: readonly Redirection[];
	/** What joins it to the command before it. */
	readonly after: Joined;
	/** The commands that it is given to, the outermost first. */
	readonly inside: readonly Inside[];
	/** As it stands there. */
	readonly raw: string;
}
interface Looking {
	readonly text: string;
	readonly lineOf: (offset: number) => number;
	readonly inside: readonly Inside[];
	/** What stands in `$(…)` was found already: another shell runs it, before this text is read. */
	readonly outer: boolean;
	readonly found: Found[];
}

/** A line that holds a line that holds a line: nobody goes deeper than this. */
const deepest = 8;

/**
 * Every simple command of a script, also in `$(…)`, groups and loops, and in what is given to `ssh`, `sudo`, `docker exec`
 * and their like; one before those within it. `line`: that of the document on which the text begins. Never throws.
 */
export function commandsIn(text: string, line: number): readonly Found[] {
	const found: Found[] = [];
	lookIn({ text, lineOf: lineFinder(text, line), inside: [], outer: false, found }, lex(text).tokens);
	return found;
}

function lookIn(looking: Looking, tokens: readonly Token[]): void {
	for (const command of simpleCommands(tokens)) {
		if (command.words.length + command.assignments.length + command.redirections.length > 0) add(looking, command);
		if (looking.outer) continue;
		for (const { tokens: within } of command.nested) lookIn(looking, within);
	}
}

function add(looking: Looking, command: Simple): void {
	const { text, lineOf, inside, found } = looking;
	const { after, redirections, words, assignments } = command;
	found.push({
		line: lineOf(command.from),
		words: words.map(wordOf),
		assignments: assignments.map(wordOf),
		redirections: redirections.map(({ target, ...rest }) => ({
			...rest,
			...(target === undefined ? {} : { target: wordOf(target) }),
		})),
		after,
		inside,
		raw: text.slice(command.from, command.to),
	});
	lookWithin(looking, words);
	lookInInput(looking, command);
}

function wordOf({ text, varies }: WordToken): FoundWord {
	return { text, varies };
}

/** Finds the command that a command is given to run. */
function lookWithin(looking: Looking, words: readonly WordToken[]): void {
	const within = looking.inside.length < deepest ? commandWithin(words.map(({ text }) => text)) : undefined;
	if (within === undefined) return;
	const { by, of, as, from, to } = within;
	const inner = words.slice(from, to);
	const inside = [...looking.inside, of === undefined ? { by } : { by, of }];
	if (as === 'line') lookInLine({ ...looking, inside }, inner);
	else addWords({ ...looking, inside }, inner);
}

function addWords(looking: Looking, given: readonly WordToken[]): void {
	const start = given.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text));
	const at = start < 0 ? given.length : start;
	const words = given.slice(at);
	const from = given[0]?.from ?? 0;
	looking.found.push({
		line: looking.lineOf(from),
		words: words.map(wordOf),
		assignments: given.slice(0, at).map(wordOf),
		redirections: [],
		after: '',
		inside: looking.inside,
		raw: looking.text.slice(from, given.at(-1)?.to ?? from),
	});
	lookWithin(looking, words);
}

/** A line for another shell, in the words that make it. */
function lookInLine(looking: Looking, words: readonly WordToken[]): void {
	const text = words.map((word) => word.text).join(' ');
	const lineOf = lineFinder(text, looking.lineOf(words[0]?.from ?? 0));
	const outer = looking.outer || words.some(({ nested }) => nested.length > 0);
	lookIn({ ...looking, text, lineOf, outer }, lex(text).tokens);
}

/** A here-document that a shell is given as its script. */
function lookInInput(looking: Looking, { words, bodies }: Simple): void {
	const by = looking.inside.length < deepest ? shellOnInput(words.map(({ text }) => text)) : undefined;
	if (by === undefined) return;
	for (const { text, nested, from } of bodies) {
		const script = text.slice(0, text.lastIndexOf('\n') + 1);
		const lineOf = lineFinder(script, looking.lineOf(from));
		const outer = looking.outer || nested.length > 0;
		lookIn({ ...looking, text: script, lineOf, outer, inside: [...looking.inside, by] }, lex(script).tokens);
	}
}
