import type { Block, Runbook, Step } from '../../src/core/runbook/model.ts';
import { wordsIn } from './words.ts';

/** The words that have to stand in the line at which a block says it begins, or in the line below a mark or a fence. */
const begins = (block: Block): readonly string[] => {
	switch (block.is) {
		case 'heading':
		case 'text':
		case 'source':
			return wordsIn(block.text.split('\n')[0] ?? '');
		case 'item':
			return wordsIn(block.mark);
		case 'code':
			return wordsIn(block.info === '' ? (block.text.split('\n')[0] ?? '') : block.info);
		case 'table':
			return wordsIn(block.rows[0]?.join(' ') ?? '');
		case 'rule':
			return [];
	}
};

/** Titles that are no words of the document: of what has none, and of a document (called `any`) that is front matter alone. */
const given = new Set(['Decide', 'Message', 'Check', 'restart', 'any']);

/** Whether the letters stand in a text, in order: a title has no marks of Markdown, nor where its links lead. */
function isIn(letters: string, text: string): boolean {
	let at = 0;
	for (const letter of wordsIn(text).join('')) if (letters.startsWith(letter, at)) at += letter.length;
	return at === letters.length;
}

function ofSteps(steps: readonly Step[], lines: readonly string[]): readonly string[] {
	const wrong: string[] = [];
	for (const [at, { line, ends, title }] of steps.entries()) {
		const next = steps[at + 1]?.line ?? Math.max(line, lines.length) + 1;
		if (next <= line) wrong.push(`step ${title} at ${line} is not before the next one at ${next}`);
		if (ends !== next - 1) wrong.push(`step ${title} ends at ${ends}, the next one begins at ${next}`);
		const own = lines.slice(line - 1, ends).join('\n');
		if (!given.has(title) && !isIn(wordsIn(title).join(''), own))
			wrong.push(`title “${title}” does not stand from line ${line}`);
	}
	const before = lines.slice(0, (steps[0]?.line ?? lines.length + 1) - 1).join(' ');
	if (wordsIn(before).length > 0) wrong.push(`“${before}” stands before the first step`);
	return wrong;
}

function ofBlock(block: Block, lines: readonly string[]): readonly string[] {
	// A fence without a language, an item without text: their text begins below.
	const below = block.is === 'code' || block.is === 'item' ? 1 : 0;
	const there = new Set(wordsIn(lines.slice(block.line - 1, block.line + below).join('\n')));
	const missing = begins(block).filter((word) => !there.has(word));
	return missing.length === 0 ? [] : [`${block.is} at ${block.line}: ${missing.join(' ')} is not there`];
}

function ofCommands({ does }: Step, lines: readonly string[]): readonly string[] {
	if (does.is !== 'command') return [];
	return does.commands().flatMap(({ line, ends, text: whole }) => {
		// What it needs of the commands before it stands above it: `cd /srv || exit`.
		const text = whole
			.split('\n')
			.slice(line - ends - 1)
			.join('\n');
		const own = new Set(wordsIn(lines.slice(line - 1, ends).join('\n')));
		const first = wordsIn(text.split('\n')[0] ?? '').filter((word) => !wordsIn(lines[line - 1] ?? '').includes(word));
		const strange = wordsIn(text).filter((word) => !own.has(word));
		return [...first, ...strange].length === 0 ? [] : [`command at ${line}: ${[...first, ...strange].join(' ')}`];
	});
}

/** What is wrong with the lines that a runbook tells: its steps rise, follow each other without a gap, and all stands where it says. */
export function mistakenLines(document: string, { steps }: Runbook): readonly string[] {
	const lines = document.split(/\r\n?|\n/);
	return [
		...ofSteps(steps, lines),
		...steps.flatMap(({ blocks }) => blocks.flatMap((block) => ofBlock(block, lines))),
		...steps.flatMap((step) => ofCommands(step, lines)),
	];
}
