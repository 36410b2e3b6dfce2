// Blocks that show a session: commands behind prompts, and what they answered.
import { type Chunk, commandOf, commentText, leftOpen } from './chunks.ts';
import { lex } from './lex.ts';

/** A command of a session is looked at anew for each of its lines, up to so many signs. */
const longestAsked = 10_000;

/** Whether a block is a session, though nobody says so: its first command stands behind a prompt. */
export function isPrompted(lines: readonly string[]): boolean {
	const first = lines.find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
	return first?.startsWith('$ ') === true;
}

/** The chunks of a block that shows a session. A line of a session without any prompt is no command. */
export function promptedChunks(lines: readonly string[]): readonly Chunk[] {
	const prompt = promptOf(lines);
	const chunks: Chunk[] = [];
	for (let at = 0; at < lines.length; ) {
		const line = lines[at] ?? '';
		const chunk = prompt !== undefined && line.startsWith(prompt) ? commandAt(lines, at) : answerAt(lines, at, prompt);
		if (chunk !== undefined) chunks.push(chunk);
		at = (chunk?.last ?? at) + 1;
	}
	return chunks;
}

/** A `#` is a prompt only where no other is: behind `$ ` it begins a comment. */
function promptOf(lines: readonly string[]): string | undefined {
	if (lines.some((line) => line.startsWith('$ '))) return '$ ';
	return lines.find((line) => line.trim() !== '')?.startsWith('# ') === true ? '# ' : undefined;
}

function commandAt(lines: readonly string[], at: number): Chunk {
	let text = (lines[at] ?? '').slice(2);
	let end = at + 1;
	while (/^>(?: |$)/.test(lines[end] ?? '') && isUnfinished(text)) {
		text += `\n${(lines[end] ?? '').slice(2)}`;
		end += 1;
	}
	const { tokens, open } = lex(text);
	return { kind: 'command', first: at, last: end - 1, ...commandOf(text, tokens), ...leftOpen(tokens, open) };
}

/** Whether the shell would ask for more. Of what is very long, so much was asked for that it asks on. */
function isUnfinished(text: string): boolean {
	if (text.length > longestAsked) return true;
	const { tokens, open } = lex(text);
	return text.endsWith('\\') || leftOpen(tokens, open).open !== undefined;
}

/** What is no command: a comment above one, or lines that one answered. */
function answerAt(lines: readonly string[], at: number, prompt: string | undefined): Chunk | undefined {
	const line = lines[at] ?? '';
	if (line.trim() === '') return undefined;
	if (line.startsWith('#')) return { kind: 'comment', first: at, last: at, text: commentText(line), tokens: [] };
	let end = at + 1;
	while (end < lines.length && !(prompt !== undefined && lines[end]?.startsWith(prompt))) end += 1;
	while (lines[end - 1]?.trim() === '') end -= 1;
	return { kind: 'output', first: at, last: end - 1, text: lines.slice(at, end).join('\n'), tokens: [] };
}
