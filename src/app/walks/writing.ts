import type { WalkLine } from '../../core/runbook/walk.ts';

/** What this program has written of walks, by their ids. */
export interface Writing {
	/** The next number of a line of ours in a walk, from 1. */
	readonly nextIn: (walk: string) => number;
	/** The number of the newest line of a walk in the journal that is known here. */
	readonly seqs: Map<string, number>;
	/** Lines that could not be written into the journal yet: they come before the next one. */
	readonly waiting: Map<string, readonly WalkLine[]>;
	/** The walks that were begun here: their first line is made once. */
	readonly begun: Set<string>;
}

/** Nothing yet. */
export const makeWriting = (): Writing => {
	const counts = new Map<string, number>();
	return {
		...{ seqs: new Map(), waiting: new Map(), begun: new Set() },
		nextIn: (walk) => {
			const n = (counts.get(walk) ?? 0) + 1;
			counts.set(walk, n);
			return n;
		},
	};
};
