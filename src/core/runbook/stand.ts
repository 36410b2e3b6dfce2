import type { Millis } from '../model.ts';

/**
 * What came of a command. `output` is bounded and redacted; `bytes`, `lines` and `hash` (SHA-256) are of all that came, without its secrets,
 * and of a plan of what the journal keeps of that.
 */
export interface Came {
	readonly took: Millis;
	readonly code?: number;
	readonly output: string;
	readonly lines: number;
	readonly bytes: number;
	readonly hash: string;
	/** It had the terminal: what it said there is not known. */
	readonly unheard?: true;
	/** Whether it is as expected; `open`: only a person can tell. */
	readonly verdict: 'ok' | 'failed' | 'open';
	/** What was found next to what was expected, in a sentence. */
	readonly because: string;
}

/** How a step stands. */
export interface Stand {
	readonly is: 'running' | 'ok' | 'failed' | 'skipped' | 'open';
	readonly by: string;
	readonly at: Millis;
	readonly took?: Millis;
	readonly because?: string;
	/** The lines in the document of the commands that were run, and how each came out; `digest`: of that text, as in a `Did`. */
	readonly commands: Readonly<Record<number, Came>>;
	readonly digest?: string;
	/** Of all of the block. */
	readonly whole?: Came;
	/** The runs of plans that it made. */
	readonly plans: readonly string[];
	/** The walk that was begun from it last, as a part of this one. */
	readonly inner?: string;
	readonly notes: readonly string[];
}

/**
 * A step of which something runs anew: what came of that before says nothing of this time; nor does, beside all of a block, what came of a
 * part, or what came of the lines of another text. `command`, `digest`: as in a `Did`.
 */
export function anew(
	stand: Stand,
	{ command, digest }: { readonly command?: number; readonly digest?: string },
): Stand {
	const { whole: _whole, digest: before, ...rest } = stand;
	if (command === undefined || digest !== before) return { ...rest, commands: {} };
	const others = Object.entries(stand.commands).filter(([line]) => Number(line) !== command);
	return { ...stand, commands: Object.fromEntries(others) };
}

/** The command of a block that says how all of it stands: one that failed, else one that is to be judged, else the last. */
export function tellingOf(commands: readonly Came[], last: Came): Came {
	const of = (wanted: Came['verdict']) => commands.find(({ verdict }) => verdict === wanted);
	return of('failed') ?? of('open') ?? last;
}

/** Whether something of a step was run, or planned. */
export function wasRun({ whole, commands, plans }: Stand): boolean {
	return whole !== undefined || plans.length > 0 || Object.keys(commands).length > 0;
}
