import type { Millis } from './model.ts';

/** What a clock elsewhere said, in whole seconds cut off, between a question and its answer by our clock. */
export interface ClockHeard {
	readonly said: Millis;
	readonly asked: Millis;
	readonly answered: Millis;
}

/**
 * How far a clock elsewhere is ahead of ours, after it was heard: as near to what was believed before as it allows, so that
 * what is right stays as it is. A difference that the way and the whole seconds explain is none.
 */
export function aheadAfter(before: Millis, { said, asked, answered }: ClockHeard): Millis {
	const [least, most] = [said - answered, said + 1000 - asked];
	// Our own clock was set back in between.
	if (least > most) return before;
	return Math.min(Math.max(before, least), most);
}
