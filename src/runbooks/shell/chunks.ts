// The lines of a block that belong together as the shell reads them.
import { lex } from './lex.ts';
import { lineFinder } from './lines.ts';
import type { Token } from './tokens.ts';

/** Lines of a block that a shell takes as one, counted from 0, and what they say. */
export interface Chunk {
	readonly kind: 'comment' | 'command' | 'output';
	readonly first: number;
	readonly last: number;
	/** Without a prompt, a comment without its `#`, a command without the comment behind it. */
	readonly text: string;
	readonly remark?: string;
	readonly tokens: readonly Token[];
	readonly open?: string;
}

/** The text of a comment, without the signs that make it one. */
export function commentText(text: string): string {
	return text.replace(/^#+!?[ \t]?/, '').trimEnd();
}

/** A command that was taken apart: what is run of it, and the comment behind it. */
export function commandOf(text: string, tokens: readonly Token[]): Pick<Chunk, 'text' | 'remark' | 'tokens'> {
	const first = tokens[0];
	const last = tokens.at(-1);
	const before = tokens.at(-2);
	if (first === undefined || last === undefined) return { text: text.trim(), tokens };
	if (last.kind !== 'comment' || before === undefined) return { text: text.slice(first.from, last.to), tokens };
	const remark = commentText(text.slice(last.from, last.to));
	return { text: text.slice(first.from, before.to), remark, tokens };
}

/** The operator behind which the shell reads on in the next line, where these tokens end with one. */
function openOperator(tokens: readonly Token[]): string | undefined {
	const last = tokens.findLast(({ kind }) => kind !== 'comment' && kind !== 'newline');
	return last?.kind === 'op' && /^(?:\||\|\||&&|\|&|\(\))$/.test(last.op) ? last.op : undefined;
}

/** What these tokens, the last of their script, leave open; `open`: what the script does. */
export function leftOpen(tokens: readonly Token[], open: string | undefined): Pick<Chunk, 'open'> {
	if (open !== undefined) return { open };
	const operator = openOperator(tokens);
	return operator === undefined ? {} : { open: `nothing follows its ${operator}` };
}

/** The chunks of a block without prompts, which hold all of its lines that are not blank. */
export function chunksOf(block: string): readonly Chunk[] {
	const { tokens, open } = lex(block);
	const lineOf = lineFinder(block, 0);
	const groups = groupsOf(tokens);
	const chunks = groups.map((group, index): Chunk => {
		const from = group[0]?.from ?? 0;
		const to = group.at(-1)?.to ?? from;
		const place = { first: lineOf(from), last: lineOf(Math.max(from, to - 1)) };
		if (group.every(({ kind }) => kind === 'comment')) {
			return { kind: 'comment', ...place, text: commentText(block.slice(from, to)), tokens: group };
		}
		const unfinished = index === groups.length - 1 ? leftOpen(group, open) : {};
		return { kind: 'command', ...place, ...commandOf(block, group), ...unfinished };
	});
	return covering(chunks, block.split('\n'));
}

/** Tokens between line ends at which a command may end. */
function groupsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
	const groups: Token[][] = [];
	let group: Token[] = [];
	for (const token of tokens) {
		if (token.kind !== 'newline') group.push(token);
		const ends = token.kind === 'newline' && token.depth === 0 && openOperator(group) === undefined;
		if (!ends) continue;
		if (group.length > 0) groups.push(group);
		group = [];
	}
	if (group.length > 0) groups.push(group);
	return groups;
}

/** Gives lines that hold nothing for the shell, such as a lone `\`, to what stands behind them, or else before. */
function covering(chunks: readonly Chunk[], lines: readonly string[]): readonly Chunk[] {
	const written = lines.findLastIndex((line) => line.trim() !== '');
	if (written < 0) return [];
	let next = 0;
	const covered = chunks.map((chunk, index) => {
		let first = next;
		while (first < chunk.first && lines[first]?.trim() === '') first += 1;
		const last = index === chunks.length - 1 ? Math.max(chunk.last, written) : chunk.last;
		next = last + 1;
		return { ...chunk, first: Math.min(first, chunk.first), last };
	});
	const text = lines.slice(0, written + 1).join('\n');
	return covered.length > 0 ? covered : [{ kind: 'comment', first: 0, last: written, text, tokens: [] }];
}
