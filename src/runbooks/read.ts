import type { Mistake, Runbook, Step, Variable } from '../core/runbook/model.ts';
import { valueForm } from '../core/runbook/value-names.ts';
import { counted } from './count.ts';
import { type Cutter, cutter, type Draft } from './cut.ts';
import { type Parted, partedOf } from './head.ts';
import { partFrom, partsOf } from './markdown/parts.ts';
import { resolved } from './resolve.ts';
import { isRead } from './shell/reads.ts';
import type { Reads } from './shell/reads-file.ts';

/** Characters that are read in one go, of which a parser makes a millisecond; and of the beginning of a long document, which is shown first. */
const length = { part: 16_384, first: 65_536 };

/** A text with line feeds alone, and without the byte order mark that some editors put before it. */
function plainText(text: string): string {
	const marked = text.startsWith('\ufeff') ? text.slice(1) : text;
	return marked.includes('\r') ? marked.replaceAll(/\r\n?/g, '\n') : marked;
}

/** The first sign that no text has: one that was no UTF-8 when it was read, or the nulls of UTF-16. */
function garbled(document: string): readonly Mistake[] {
	const at = document.search(/[\0\ufffd]/);
	if (at < 0) return [];
	const line = document.slice(0, at).split('\n').length;
	return [
		{ line, text: 'Here is a sign that is no UTF-8: it is not what its author wrote.', fix: 'Save it as UTF-8.' },
	];
}

/** The variables that the text uses without a word about them, at the line of the first use. */
function undeclared(text: string, known: ReadonlySet<string>): readonly Variable[] {
	const found = new Map<string, number>();
	let line = 1;
	let at = 0;
	for (const { 1: name = '', index } of text.matchAll(valueForm)) {
		if (known.has(name) || found.has(name)) continue;
		for (let next = text.indexOf('\n', at); next >= 0 && next < index; next = text.indexOf('\n', at)) {
			line++;
			at = next + 1;
		}
		found.set(name, line);
	}
	return [...found].map(([name, first]) => ({ name, line: first }));
}

/** A document that is being read. */
interface Reading {
	readonly name: string;
	readonly document: string;
	readonly parted: Parted;
	readonly mistakes: Mistake[];
	readonly cutter: Cutter;
}

function begun(text: string, name: string, reads: Reads): Reading {
	const document = plainText(text);
	const mistakes: Mistake[] = [...garbled(document)];
	const parted = partedOf(document);
	mistakes.push(...parted.mistakes);
	const making = {
		mistake: (mistake: Mistake) => void mistakes.push(mistake),
		judge: (command: string) => isRead(command, reads),
	};
	return { name, document, parted, mistakes, cutter: cutter(making) };
}

/** The steps with the front matter, which stands at the beginning of the first. */
function withFront({ name, parted: { front }, cutter: { drafts } }: Reading): readonly Draft[] {
	const first = drafts[0] ?? { title: name, line: 1, depth: 1, blocks: [], from: 'start', level: 1 };
	if (front === undefined) return drafts;
	const about = { is: 'source' as const, line: 1, ends: front.ends, depth: 0, quoted: 0, text: front.text };
	return [{ ...first, line: 1, blocks: [about, ...first.blocks] }, ...drafts.slice(1)];
}

function capturedIn(steps: readonly Step[]): readonly string[] {
	return steps.flatMap(({ does }) => ('code' in does ? (does.code.attributes.capture ?? []) : []));
}

/** What was read so far, as a runbook. `lines`: how many these are. */
function* ended(reading: Reading, lines: number): Generator<void, Runbook> {
	const { name, document, parted, mistakes } = reading;
	const { steps, mistakes: lost } = resolved(yield* counted(withFront(reading), lines));
	yield;
	const { head } = parted;
	const known = new Set([...head.variables.map((one) => one.name), ...capturedIn(steps)]);
	return {
		name,
		title: head.title ?? (steps[0]?.title || name),
		head: { ...head, variables: [...head.variables, ...undeclared(document, known)] },
		steps,
		mistakes: [...mistakes, ...lost].toSorted((a, b) => a.line - b.line),
	};
}

/** Reads a document, and stops now and then so that others have their turn. `least`: the characters that are read in one go. */
export function* reading(text: string, name: string, reads: Reads, least = length.part): Generator<void, Runbook> {
	const read = begun(text, name, reads);
	let lines = 1;
	for (const part of partsOf(read.parted.body, least)) {
		read.cutter.add(part.pieces);
		lines += part.lines;
		yield;
	}
	return yield* ended(read, lines);
}

/** What a generator comes to. */
function atOnce<T>(steps: Generator<void, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

/**
 * Reads a Markdown document as a runbook. `name`: its file's, without the ending; `reads`: the commands that only read. It never throws: what is
 * wrong in what the document says of itself is among the mistakes, and it is walked all the same.
 */
export function readRunbook(text: string, name: string, reads: Reads): Runbook {
	return atOnce(reading(text, name, reads));
}

/**
 * The beginning of a long document as a runbook, to be shown until the rest is read: its steps have the ids that they will have, and
 * links to later ones lead nowhere yet. Undefined where the document is short enough to be read at once.
 */
export function readBeginning(text: string, name: string, reads: Reads): Runbook | undefined {
	if (text.length <= 2 * length.first) return undefined;
	const read = begun(text, name, reads);
	const part = partFrom(read.parted.body, 0, 0, length.first);
	read.cutter.add(part.pieces);
	return atOnce(ended(read, part.lines));
}
