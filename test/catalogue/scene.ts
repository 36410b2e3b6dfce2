// What a walk of the catalogue is tried with: a runbook, what is broken before, what the operator gives and does at each step, and
// what must be true at the end. Scenes are data; `walk.ts` walks them.
import type { Deck } from './deck.ts';

/** What stands by itself for what a lab cannot have: the reason why a step was not tried, in words. */
type Why = string;

/**
 * What happens at a step that does something: what a command, an action or a check is to come to (`open`: it is for a person to judge,
 * who says yes), which way is taken at a decision, or why the step is skipped. Steps to read, to tick off and messages need no line:
 * they are done when the walk comes to them.
 */
export type At =
	| 'ok'
	| 'failed'
	| 'open'
	/** No plan is made of it, which the operator marks as failed. */
	| 'refused'
	/** The way that the checks choose by themselves leads there. */
	| { readonly taken: string }
	/** The operator chooses the way that leads there. */
	| { readonly chosen: string }
	/** Not from where the walk stands: the operator goes there. */
	| 'goes'
	| { readonly skipped: Why };

/** A step by its id, what happens there, and what the world or the operator's hands do before it. */
export type Line = readonly [step: string, at: At, before?: (deck: Deck) => unknown];

type Values = Readonly<Record<string, string>>;

/** One walk through a runbook. */
export interface Scene {
	/** What it is walked for: `production/api`, `host/box`. */
	readonly of?: string;
	/** What the operator is asked, or must look up before. What watchdeck knows by itself is not given. */
	readonly values?: Values | ((deck: Deck) => Promise<Values>);
	/** Breaks what is to be mended. */
	readonly broken?: (deck: Deck) => unknown;
	readonly steps: readonly Line[];
	/** What must be true at the end, asked without watchdeck. */
	readonly ends?: (deck: Deck) => unknown;
}

/** How a runbook of the catalogue is walked. */
export interface Walked {
	/** One or more walks: a runbook with several ways is walked by each that a lab can have. */
	readonly scenes: readonly Scene[];
	/** Steps that no scene comes to, each with the reason. */
	readonly left?: Readonly<Record<string, Why>>;
}
