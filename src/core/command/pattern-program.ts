import type { Tree } from './pattern-tree.ts';

/** One step of a matcher; `to` are the numbers of steps, the preferred one first. */
export type Step =
	| Extract<Tree, { readonly is: 'sign' | 'edge' }>
	| { readonly is: 'fork'; readonly to: readonly [number, number] }
	| { readonly is: 'jump'; readonly to: number }
	/** Where the group begins (`slot` 0) or ends (1). */
	| { readonly is: 'mark'; readonly slot: 0 | 1 }
	| { readonly is: 'end' };

/** With more, 64 KB of the worst text would take longer than half a second; an expression that people write has some dozens. */
export const mostSteps = 200;

/** How many steps a tree takes, at least: counted first, since `(a{999}){999}` is short only as it is written. */
function sizeOf(tree: Tree): number {
	switch (tree.is) {
		case 'sign':
		case 'edge':
			return 1;
		case 'group':
			return sizeOf(tree.of) + (tree.capture ? 2 : 0);
		case 'row':
		case 'either':
			return tree.of.reduce((sum, each) => sum + sizeOf(each), 0) + (tree.is === 'either' ? 2 * tree.of.length : 0);
		case 'repeat': {
			const times = Number.isFinite(tree.most) ? Math.max(tree.most, 1) : tree.least + 1;
			return times * (sizeOf(tree.of) + 1) + 1;
		}
	}
}

/** Numbers the groups: only the first one that is opened is marked. */
interface Writing {
	readonly steps: Step[];
	captured: boolean;
}

/** Keeps a place for a step that is known later. */
function later(steps: Step[]): { readonly at: number; readonly set: (step: Step) => void } {
	const at = steps.push({ is: 'end' }) - 1;
	return { at, set: (step) => steps.splice(at, 1, step) };
}

const forked = (first: number, second: number, lazy: boolean): Step => ({
	is: 'fork',
	to: lazy ? [second, first] : [first, second],
});

function writeRepeat({ of, least, most, lazy }: Extract<Tree, { is: 'repeat' }>, writing: Writing): void {
	const { steps } = writing;
	for (let time = 0; time < least; time += 1) write(of, writing);
	if (!Number.isFinite(most)) {
		const fork = later(steps);
		write(of, writing);
		steps.push({ is: 'jump', to: fork.at });
		fork.set(forked(fork.at + 1, steps.length, lazy));
		return;
	}
	const forks = Array.from({ length: most - least }, () => {
		const fork = later(steps);
		write(of, writing);
		return fork;
	});
	for (const fork of forks) fork.set(forked(fork.at + 1, steps.length, lazy));
}

function writeEither(ways: readonly Tree[], writing: Writing): void {
	const { steps } = writing;
	const ends = ways.slice(0, -1).map((way) => {
		const fork = later(steps);
		write(way, writing);
		const end = later(steps);
		fork.set({ is: 'fork', to: [fork.at + 1, steps.length] });
		return end;
	});
	const last = ways.at(-1);
	if (last !== undefined) write(last, writing);
	for (const end of ends) end.set({ is: 'jump', to: steps.length });
}

function writeGroup({ of, capture }: Extract<Tree, { is: 'group' }>, writing: Writing): void {
	// Repeated, the same group is written several times, and its last time counts.
	const marked = capture && !writing.captured;
	if (marked) writing.steps.push({ is: 'mark', slot: 0 });
	if (marked) writing.captured = true;
	write(of, writing);
	if (marked) writing.steps.push({ is: 'mark', slot: 1 });
}

function write(tree: Tree, writing: Writing): void {
	switch (tree.is) {
		case 'sign':
		case 'edge':
			writing.steps.push(tree);
			return;
		case 'group':
			writeGroup(tree, writing);
			return;
		case 'row':
			for (const each of tree.of) write(each, writing);
			return;
		case 'either':
			writeEither(tree.of, writing);
			return;
		case 'repeat':
			writeRepeat(tree, writing);
			return;
	}
}

/** The steps that match a tree; undefined where they would be too many. */
export function programOf(tree: Tree): readonly Step[] | undefined {
	if (sizeOf(tree) > mostSteps) return undefined;
	const writing: Writing = { steps: [], captured: false };
	write(tree, writing);
	return [...writing.steps, { is: 'end' }];
}
