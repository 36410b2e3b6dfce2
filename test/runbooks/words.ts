import type { Block, Runbook } from '../../src/core/runbook/model.ts';

/** The words of a text: runs of letters and digits, with the marks on them. */
export const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/** A block as it stands on the screen, as far as its words go. */
export const textOf = (block: Block): string => {
	switch (block.is) {
		case 'heading':
		case 'text':
		case 'source':
			return block.text;
		case 'item':
			return [block.mark, block.ticked === true ? 'x' : '', block.text].join(' ');
		case 'code':
			return `${block.info}\n${block.text}`;
		case 'table':
			return block.rows.map((cells) => cells.join(' ')).join('\n');
		case 'rule':
			return '';
	}
};

/** All words that somebody sees who walks a runbook, in order. */
export const wordsOf = ({ steps }: Runbook): readonly string[] =>
	steps.flatMap(({ blocks }) => blocks.flatMap((block) => wordsIn(textOf(block))));

/** The first word that is not among the others at its place, with those around it; undefined where all are there in order. */
export const firstLost = (wanted: readonly string[], told: readonly string[]): string | undefined => {
	let at = 0;
	for (const [index, word] of wanted.entries()) {
		// A ticked box is told as one, whichever case its sign has.
		const found = told.indexOf(word === 'X' && !told.includes('X', at) ? 'x' : word, at);
		if (found < 0) return `${word} (after ${wanted.slice(Math.max(0, index - 3), index).join(' ')})`;
		at = found + 1;
	}
	return undefined;
};
