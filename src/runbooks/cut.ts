import type { Block, Doing } from '../core/runbook/model.ts';
import { type Info, infoOf } from './attribute-words.ts';
import { attributesOf } from './attributes.ts';
import type { Piece } from './markdown/blocks.ts';
import { bareText } from './markdown/inline.ts';
import { forms } from './steps/index.ts';
import type { Making } from './steps/kind.ts';

/** A step before it is counted. `level`: of the heading under which it stands. */
export interface Draft {
	title: string;
	line: number;
	depth: number;
	blocks: Block[];
	does?: Doing;
	readonly from: 'start' | 'heading' | 'item' | 'fence';
	readonly level: number;
}

interface Cutting {
	readonly drafts: Draft[];
	readonly making: Making;
	/** The heading under which all stands now. */
	level: number;
	/** The list that was begun last. */
	list?: number;
}

const titleOf = (text: string): string => bareText(text).replace(/:$/, '').slice(0, 200);

function open(cutting: Cutting, draft: Omit<Draft, 'blocks'>): Draft {
	const opened: Draft = { ...draft, blocks: [] };
	cutting.drafts.push(opened);
	return opened;
}

/** The step that is open now; what stands before the first heading is one as well. */
function current(cutting: Cutting, piece: Piece): Draft {
	const last = cutting.drafts.at(-1);
	if (last !== undefined) return last;
	const title = 'text' in piece ? titleOf(piece.text.split('\n')[0] ?? '') : '';
	return open(cutting, { title, line: piece.line, depth: 1, from: 'start', level: 1 });
}

/** A paragraph that is the title of what follows: it ends with a colon, or begins in bold. */
function isTitle(block: Block | undefined): block is Extract<Block, { readonly is: 'text' }> {
	return (
		block?.is === 'text' &&
		block.quoted === 0 &&
		(/:\s*(?:\*\*)?\s*$/.test(block.text) || /^(?:\*\*|__)\S/.test(block.text))
	);
}

function heading(cutting: Cutting, piece: Extract<Piece, { readonly is: 'heading' }>): void {
	cutting.level = piece.level;
	const { line, level, text } = piece;
	open(cutting, { title: titleOf(text), line, depth: level, from: 'heading', level }).blocks.push(piece);
}

type Item = Extract<Piece, { readonly is: 'item' }>;

function item(cutting: Cutting, piece: Item): void {
	const title = titleOf(piece.text.split('\n')[0] ?? '');
	const depth = cutting.level + 1;
	const draft = open(cutting, { title, line: piece.line, depth, from: 'item', level: cutting.level });
	draft.blocks.push(piece);
	draft.does = doesText(piece.text) ?? { is: 'tick' };
}

function doesText(text: string): Doing | undefined {
	for (const form of forms) {
		const does = form.ofText?.(text);
		if (does !== undefined) return does;
	}
	return undefined;
}

/** The step that a fence makes, and the one it becomes: the open one, or one of its own. */
function fence(cutting: Cutting, piece: Extract<Piece, { readonly is: 'code' }>, info: Info): boolean {
	const form = forms.find((one) => one.fits?.(info) === true);
	if (form?.ofFence === undefined) return false;
	const { line, ends, text } = piece;
	const { attributes, mistakes } = attributesOf(info.words, line);
	for (const mistake of mistakes) cutting.making.mistake(mistake);
	const code = { ...{ line, ends, text, attributes }, language: info.language };
	const does = form.ofFence(code, info, cutting.making);
	const draft = does.is === 'read' ? current(cutting, piece) : draftFor(cutting, piece, does);
	draft.blocks.push(piece);
	if (does.is !== 'read') draft.does = does;
	return true;
}

function draftFor(cutting: Cutting, piece: Piece, does: Doing): Draft {
	const draft = current(cutting, piece);
	const before = draft.blocks.at(-1);
	const isFree = draft.does === undefined || draft.does.is === 'tick';
	// A heading with one line and a block under it is one step.
	const isWhole = draft.blocks.length <= 2 && draft.from === 'heading';
	const { level } = cutting;
	if (isTitle(before) && !(isFree && isWhole) && draft.blocks.length > 1) {
		draft.blocks.pop();
		const opened = open(cutting, {
			title: titleOf(before.text),
			line: before.line,
			depth: level + 1,
			from: 'fence',
			level,
		});
		opened.blocks.push(before);
		return opened;
	}
	if (isFree) return draft;
	const depth = draft.from === 'heading' || draft.from === 'start' ? level + 1 : draft.depth;
	return open(cutting, { title: ownTitle(does), line: piece.line, depth, from: 'fence', level });
}

/** What a fence is called that has no text above it. */
function ownTitle(does: Doing): string {
	switch (does.is) {
		case 'command': {
			const { attributes, text } = does.code;
			const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
			return titleOf(attributes.name ?? first.replace(/^\s*(?:#+|\$)\s*/, ''));
		}
		case 'action':
			return does.code.attributes.name ?? does.want.action;
		case 'check':
			return does.code.attributes.name ?? does.facts[0]?.text ?? 'Check';
		case 'message':
			return does.code.attributes.name ?? 'Message';
		case 'section':
		case 'read':
		case 'tick':
		case 'decision':
		case 'runbook':
			return '';
	}
}

/** Where a list that stands by itself ends: the first piece that is not of it. */
function listEnd(pieces: readonly Piece[], at: number): number {
	const list = pieces[at]?.list;
	let end = at + 1;
	for (let piece = pieces[end]; piece !== undefined; piece = pieces[++end])
		if (piece.depth === 0 && (piece.is !== 'item' || piece.list !== list)) break;
	return end;
}

function isTop(piece: Piece): boolean {
	return piece.depth === 0 && piece.quoted === 0;
}

/** A list that is a decision becomes the open step's, or one of its own where that does something else. */
function choice(cutting: Cutting, items: readonly Piece[]): boolean {
	const does = forms.map((form) => form.ofList?.(items, cutting.making)).find((found) => found !== undefined);
	const first = items[0];
	if (does === undefined || first === undefined) return false;
	const draft = current(cutting, first);
	const { level } = cutting;
	const isFree = draft.does === undefined || draft.does.is === 'tick';
	const taken = isFree
		? draft
		: open(cutting, { title: 'Decide', line: first.line, depth: level + 1, from: 'fence', level });
	taken.blocks.push(...items);
	taken.does = does;
	return true;
}

function other(cutting: Cutting, piece: Piece): void {
	const draft = current(cutting, piece);
	draft.blocks.push(piece);
	if (piece.is === 'text' && draft.does === undefined && isTop(piece)) {
		const does = doesText(piece.text);
		if (does !== undefined) draft.does = does;
	}
}

/** One piece, or a list that is a decision: how many pieces were taken. */
function take(cutting: Cutting, pieces: readonly Piece[], at: number): number {
	const piece = pieces[at];
	if (piece === undefined) return 1;
	if (piece.is === 'item' && isTop(piece)) return takeItem(cutting, pieces, at, piece);
	if (piece.is === 'heading' && isTop(piece)) heading(cutting, piece);
	else if (piece.is !== 'code' || piece.quoted > 0 || !fence(cutting, piece, infoOf(piece.info))) other(cutting, piece);
	return 1;
}

/** An item of a list that stands by itself, or the whole list where it is a decision. */
function takeItem(cutting: Cutting, pieces: readonly Piece[], at: number, piece: Item): number {
	const begins = cutting.list !== piece.list;
	if (piece.list !== undefined) cutting.list = piece.list;
	const items = begins ? pieces.slice(at, listEnd(pieces, at)) : [];
	if (begins && choice(cutting, items)) return items.length;
	if (piece.of === 'bullet') other(cutting, piece);
	else item(cutting, piece);
	return 1;
}

/** Cuts a document that comes part by part into steps, not counted yet. Each piece is in one of them, in order. */
export interface Cutter {
	readonly add: (pieces: readonly Piece[]) => void;
	readonly drafts: readonly Draft[];
}

/** Makes one. */
export function cutter(making: Making): Cutter {
	const cutting: Cutting = { drafts: [], making, level: 1 };
	return {
		drafts: cutting.drafts,
		add: (pieces) => {
			for (let at = 0; at < pieces.length; ) at += take(cutting, pieces, at);
		},
	};
}
