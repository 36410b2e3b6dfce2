import { inlineOf } from '../../runbook/inline.ts';
import type { Block, Step } from '../../runbook/model.ts';
import { once } from '../../runbook/once.ts';

/** So many links of a step can be opened or copied. */
const most = 50;

function textsOf(block: Block): readonly string[] {
	switch (block.is) {
		case 'heading':
		case 'text':
		case 'item':
			return [block.text];
		case 'table':
			return block.rows.flat();
		case 'code':
		case 'source':
		case 'rule':
			return [];
	}
}

/** An address in a text; the sign that ends a sentence is none of it. */
const bare = /https?:\/\/[^\s<>"'`()[\]{}|]+[^\s<>"'`()[\]{}|.,;:!?]/g;

function linksOf(blocks: readonly Block[]): readonly string[] {
	const found = new Set<string>();
	for (const block of blocks)
		for (const text of textsOf(block)) {
			const { runs, links } = inlineOf(text);
			for (const link of [...links, ...runs.flatMap((run) => run.text.match(bare) ?? [])]) {
				if (found.size === most) return [...found];
				found.add(link);
			}
		}
	return [...found];
}

const linksKept = once(linksOf);

/** Where the links of a step lead, and the addresses that stand in its text, each once. They are asked for at each frame, and looked for once. */
export function stepLinks({ blocks }: Pick<Step, 'blocks'>): readonly string[] {
	return linksKept(blocks);
}

/** The address of a page that a browser may be given; undefined of all else, such as a file or a program. */
export function webAddress(link: string): string | undefined {
	const url = URL.parse(link);
	return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}
