import type { Step } from '../core/runbook/model.ts';
import type { Draft } from './cut.ts';
import { anchorOf } from './markdown/inline.ts';

/** A number that an author gave a heading: `3. Roll back`, `6A Roll back`, `Step 4: Restart`. */
const ownNumber = /^(?:(?:step|phase)\s+)?(\d{1,3}[A-Z]?(?:\.\d{1,3})*)(?:[.):]\s*|\s+-\s+|\s+)(?=\S)/i;

/** So many steps are counted in one go. */
const breath = 200;

interface Counter {
	readonly depth: number;
	readonly number: string;
	children: number;
}

/** An id that no step has yet. */
function idOf(title: string, taken: Map<string, number>): string {
	const anchor = anchorOf(title) || 'step';
	const before = taken.get(anchor);
	taken.set(anchor, (before ?? 0) + 1);
	if (before === undefined) return anchor;
	const next = `${anchor}-${before}`;
	if (taken.has(next)) return idOf(next, taken);
	taken.set(next, 1);
	return next;
}

/** The one heading of the highest level, at the beginning, is the document's title and not counted. */
function isTitleOf(drafts: readonly Draft[]): boolean {
	const first = drafts[0];
	if (first === undefined || first.from !== 'heading') return false;
	return drafts.slice(1).every(({ from, level }) => from !== 'heading' || level > first.level);
}

/** A heading with nothing below it but deeper ones; the front matter above the first is nothing to walk through. */
function isSection(draft: Draft, next: Draft | undefined): boolean {
	const own = draft.blocks.filter(({ is, line }) => is !== 'source' || line > 1);
	const isBare = draft.does === undefined && own.length === 1 && draft.from === 'heading';
	return isBare && next !== undefined && next.depth > draft.depth;
}

/** The number of a step, and its title without the number that its author gave it. */
function labelled(draft: Draft, parent: Counter): { readonly number: string; readonly title: string } {
	const own = draft.from === 'item' ? null : ownNumber.exec(draft.title);
	const label = own?.[1] ?? String(parent.children);
	const title = own === null ? draft.title : draft.title.slice(own[0].length);
	return { title, number: parent.number === '' ? label : `${parent.number}.${label}` };
}

/** How a step is counted among those that are open above it, of which the first is no step. */
function placed(draft: Draft, open: Counter[], root: Counter): Pick<Step, 'number' | 'title' | 'depth'> {
	while (open.length > 1 && (open.at(-1)?.depth ?? -1) >= draft.depth) open.pop();
	const parent = open.at(-1) ?? root;
	parent.children++;
	const { number, title } = labelled(draft, parent);
	open.push({ depth: draft.depth, number, children: 0 });
	return { number, title, depth: open.length - 2 };
}

/** Gives the steps their ids, numbers and ends, and stops now and then for others. `lines`: how many the document has. */
export function* counted(drafts: readonly Draft[], lines: number): Generator<void, readonly Step[]> {
	const taken = new Map<string, number>();
	const titled = isTitleOf(drafts);
	const root: Counter = { depth: -1, number: '', children: 0 };
	const open: Counter[] = [root];
	const steps: Step[] = [];
	for (const [at, draft] of drafts.entries()) {
		const next = drafts[at + 1];
		const { line, blocks, title } = draft;
		const ends = Math.max(line, (next?.line ?? lines + 1) - 1);
		const does = draft.does ?? { is: isSection(draft, next) ? ('section' as const) : ('read' as const) };
		const place = at === 0 && titled ? { number: '', title, depth: 0 } : placed(draft, open, root);
		steps.push({ id: idOf(title, taken), ...place, line, ends, blocks, does });
		if (at % breath === 0) yield;
	}
	return steps;
}
