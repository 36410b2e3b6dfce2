// A document as rules look at it: its lines by what they are, and every command in it.
import { known } from '../../core/known.ts';
import type { Block, BlockCommand, Runbook, Step } from '../../core/runbook/model.ts';
import { commandsIn, type Found } from '../shell/commands.ts';
import { isPrompted, isShell } from '../steps/command.ts';

/** What a line is. `hidden`: front matter, HTML, definitions of links, which nobody follows. */
export type LineKind = 'prose' | 'heading' | 'code' | 'hidden';

/** A line of the document, of which no rule looks at more than `longest` signs. */
export interface Line {
	readonly number: number;
	readonly text: string;
	readonly kind: LineKind;
	/** Of code: its language, in small letters. */
	readonly language: string;
}

/** A command that stands somewhere in the document. */
export interface Seen {
	readonly found: Found;
	/** Its words, with what only starts them (`npx`) left out. */
	readonly words: readonly string[];
	/** The commands that are joined by `|`, in their order, and where it stands among them. */
	readonly pipeline: readonly Seen[];
	readonly place: number;
	/** The command that it is given to. */
	readonly outer?: Seen;
	/** All that its block or its piece of text holds, and where it stands among them. */
	readonly block: readonly Seen[];
	readonly at: number;
	readonly source: string;
}

/** A document, ready to be looked at. */
export interface Source {
	readonly text: string;
	readonly lines: readonly Line[];
	readonly seen: readonly Seen[];
	readonly runbook: Runbook;
}

const longest = 4000;
const starters = /^(?:npx|bunx|pnpx)$/;
const runners = /^(?:pnpm|npm|yarn|bun)$/;
/** A piece of text in backticks that may be a command: it has more than one word. */
const inline = /`([a-z][^`\n]* [^`\n]*)`/gi;
/** A command of a CI job on one line. */
const runLine = /^\s*(?:-\s+)?run:\s+(?![|>])(.+)$/;

/** Words without what only starts them: `npx`, `pnpm exec`. */
function plain(words: readonly string[]): readonly string[] {
	const [first = '', second = ''] = words;
	if (starters.test(first)) return words.slice(second.startsWith('-') ? 2 : 1);
	return runners.test(first) && /^(?:exec|dlx)$/.test(second) ? words.slice(2) : words;
}

/** The commands of one block, each with those that it is joined to. */
function joined(found: readonly Found[], source: string): readonly Seen[] {
	const block: Seen[] = [];
	const open = new Map<string, Seen[]>();
	const given: Seen[] = [];
	for (const [at, one] of found.entries()) {
		const within = one.inside.map(({ by, of = '' }) => `${by} ${of}`).join('\n');
		const before = open.get(within);
		const pipeline = one.after === '|' && before !== undefined ? before : [];
		const words = plain(one.words.map(({ text }) => text));
		const place = pipeline.length;
		const outer = known({ outer: given[one.inside.length - 1] });
		const seen: Seen = { found: one, words, pipeline, place, block, at, source, ...outer };
		given[one.inside.length] = seen;
		pipeline.push(seen);
		open.set(within, pipeline);
		block.push(seen);
	}
	return block;
}

const seenIn = (text: string, line: number): readonly Seen[] => joined(commandsIn(text, line), text);

/** The commands of a session stand behind prompts: each is looked at by itself, where its last line ends. */
function ofSession(commands: readonly BlockCommand[], put: Put): readonly Found[] {
	return commands.flatMap(({ text, ends }) => commandsIn(put(text), ends + 1 - text.split('\n').length));
}

/** Puts into a text what stands for something else, and keeps its lines. */
type Put = (text: string) => string;

/** The commands of a step. `put`: puts values into them. */
export function seenOf({ does }: Step, put: Put = (text) => text): readonly Seen[] {
	if (does.is !== 'command' && does.is !== 'action') return [];
	const { text, line, language } = does.code;
	const isSession = does.is === 'command' && (isPrompted(language) || /^\s*\$ /m.test(text));
	return joined(isSession ? ofSession(does.commands(), put) : commandsIn(put(text), line + 1), put(text));
}

/** A sentence that warns of a command does not tell anybody to run it. */
const warns = /\b(?:never|not|nothing|would|cannot|instead of|rather than|only changes|changes? only)\b/i;

/** The commands that prose names in backticks, and those that a CI job in the document runs. */
function ofLine({ kind, language, text, number }: Line): readonly Seen[] {
	if (kind === 'prose' && warns.test(text)) return [];
	if (kind === 'prose') return [...text.matchAll(inline)].flatMap(([, code = '']) => seenIn(code, number));
	if (kind !== 'code' || isShell(language)) return [];
	const [, command] = runLine.exec(text) ?? [];
	return command === undefined ? [] : seenIn(command, number);
}

const kindOf = (block: Block): LineKind | undefined => {
	if (block.is === 'code' || block.is === 'heading') return block.is;
	return block.is === 'source' ? 'hidden' : undefined;
};

const languageOf = (block: Block): string =>
	block.is === 'code' ? (/^[^\s{]*/.exec(block.info.trim())?.[0] ?? '').toLowerCase() : '';

/** What the lines are that are not prose, by their numbers. */
function kindsOf(blocks: readonly Block[]): ReadonlyMap<number, Pick<Line, 'kind' | 'language'>> {
	const kinds = new Map<number, Pick<Line, 'kind' | 'language'>>();
	for (const block of blocks) {
		const kind = kindOf(block);
		if (kind === undefined) continue;
		const what = { kind, language: languageOf(block) };
		for (let line = block.line; line <= block.ends; line += 1) kinds.set(line, what);
	}
	return kinds;
}

/** A document as rules look at it. */
export function sourceOf(text: string, runbook: Runbook): Source {
	const kinds = kindsOf(runbook.steps.flatMap(({ blocks }) => blocks));
	const lines = text.split(/\r\n?|\n/).map((line, at): Line => {
		const { kind, language } = kinds.get(at + 1) ?? { kind: 'prose', language: '' };
		return { number: at + 1, text: line.slice(0, longest), kind, language };
	});
	const seen = [...runbook.steps.flatMap((step) => seenOf(step)), ...lines.flatMap(ofLine)];
	return { text, lines, seen, runbook };
}
