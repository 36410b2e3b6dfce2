import type { Condition, Millis } from '../model.ts';

/** What can be marked in a curve. What was done from here is not written down a second time: the journal has it. */
export type MarkKind = 'release' | 'action' | 'condition' | 'killed';

/** That something happened to a service. `text`: of a release its label, of a kill the container; else one plain sentence. */
export interface Mark {
	readonly service: string;
	readonly at: Millis;
	readonly kind: MarkKind;
	readonly text: string;
	/** What it turned to, where `kind` is `condition`. */
	readonly is?: Condition['is'];
	/** What it is about, where there can be more than one at a time: a release's or a container's id. */
	readonly of?: string;
}

/** So long are marks kept. */
export const marksKept: Millis = 30 * 24 * 3_600_000;
/** And so many of a service, the newest: one that turns every second fills no disk. */
export const mostMarks = 500;
