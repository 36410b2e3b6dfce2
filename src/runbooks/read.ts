import type { Mistake, Runbook, Variable } from '../core/runbook/model.ts';
import { counted } from './count.ts';
import { cut, type Draft } from './cut.ts';
import { partedOf } from './head.ts';
import { blocksOf, type Piece } from './markdown/blocks.ts';
import { resolved } from './resolve.ts';
import { isRead } from './shell/reads.ts';
import type { Reads } from './shell/reads-file.ts';

/** A text with line feeds alone, and without the byte order mark that some editors put before it. */
function plainText(text: string): string {
	const marked = text.startsWith('\ufeff') ? text.slice(1) : text;
	return marked.includes('\r') ? marked.replaceAll(/\r\n?/g, '\n') : marked;
}

/** `{{name}}`: a value. */
const used = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;

/** The variables that the text uses without a word about them, at the line of the first use. */
function undeclared(text: string, known: ReadonlySet<string>): readonly Variable[] {
	if (!text.includes('{{')) return [];
	const found = new Map<string, number>();
	for (const [at, line] of text.split('\n').entries())
		for (const [, name = ''] of line.matchAll(used)) if (!known.has(name) && !found.has(name)) found.set(name, at + 1);
	return [...found].map(([name, line]) => ({ name, line }));
}

/**
 * Reads a Markdown document as a runbook. `name`: its file's, without the ending; `reads`: the commands that only read. It never throws: what is
 * wrong in what the document says of itself is among the mistakes, and it is walked all the same.
 */
export function readRunbook(text: string, name: string, reads: Reads): Runbook {
	const document = plainText(text);
	const { body, front, head, mistakes: inFront } = partedOf(document);
	const mistakes: Mistake[] = [...inFront];
	const pieces: readonly Piece[] = blocksOf(body);
	const about: readonly Piece[] =
		front === undefined ? [] : [{ is: 'source', line: 1, ends: front.ends, depth: 0, quoted: 0, text: front.text }];
	const drafts = cut(pieces, {
		mistake: (mistake) => mistakes.push(mistake),
		judge: (command) => isRead(command, reads),
	});
	const lines = document.split('\n').length;
	const empty: readonly Draft[] = [{ title: name, line: 1, depth: 1, blocks: [], from: 'start', level: 1 }];
	const begun = drafts.length === 0 && about.length > 0 ? empty : drafts;
	const withFront = begun.map((draft, at) =>
		at === 0
			? { ...draft, line: Math.min(draft.line, about[0]?.line ?? draft.line), blocks: [...about, ...draft.blocks] }
			: draft,
	);
	const { steps, mistakes: lost } = resolved(counted(withFront, lines));
	const captured = steps.flatMap(({ does }) => ('code' in does ? (does.code.attributes.capture ?? []) : []));
	const known = new Set([...head.variables.map((one) => one.name), ...captured]);
	return {
		name,
		title: head.title ?? (steps[0]?.title || name),
		head: { ...head, variables: [...head.variables, ...undeclared(document, known)] },
		steps,
		mistakes: [...mistakes, ...lost].toSorted((a, b) => a.line - b.line),
	};
}
