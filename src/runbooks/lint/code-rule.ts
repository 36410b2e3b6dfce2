import type { Finding, Level } from '../../core/lint/model.ts';
import type { Millis } from '../../core/model.ts';
import type { Reads } from '../shell/reads-file.ts';
import type { Rules } from './rules-file.ts';
import type { Source } from './source.ts';

/** What there is to look at. `now`, and `ran`, when each step was last run by its id, where that is known. */
export interface Looked {
	readonly source: Source;
	readonly rules: Rules;
	readonly reads: Reads;
	readonly now?: Millis;
	readonly ran?: ReadonlyMap<string, Millis>;
}

/** A rule that takes more than a pattern: one file each, listed in `index.ts`. */
export type CodeRule = (looked: Looked) => readonly Finding[];

/** Makes the findings of one rule. */
export const finder =
	(rule: string, level: Level, instead: string) =>
	(line: number, says: string): Finding => ({ line, rule, level, says, instead });

/** So long something counts as fresh. */
export const fresh: Millis = 90 * 24 * 60 * 60 * 1000;
