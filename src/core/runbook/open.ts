import type { Failure, Millis } from '../model.ts';
import type { Head, Runbook } from './model.ts';
import type { Walk, WalkLine } from './walk.ts';

/**
 * A runbook as the list knows it. `origin`: `stock` comes with watchdeck, `own` lies where only the operator writes, `strange`
 * anywhere else; of a strange one nothing runs until its text was accepted.
 */
export interface Listed {
	readonly name: string;
	readonly title: string;
	readonly path: string;
	readonly origin: 'stock' | 'own' | 'strange';
	readonly trusted: boolean;
	readonly digest: string;
	readonly head: Head;
	/** How many steps there are to walk. */
	readonly steps: number;
	/** How many things in it cannot be so (`Mistake`). */
	readonly mistakes: number;
}

/** The runbooks that were found, and the files that could not be read. */
export interface Runbooks {
	readonly all: readonly Listed[];
	readonly failures: readonly { readonly path: string; readonly failure: Failure }[];
}

/** What a command says while it runs: its newest lines, and how many there were. */
export interface Telling {
	readonly step: string;
	readonly command?: number;
	readonly since: Millis;
	readonly lines: readonly string[];
	readonly count: number;
}

/** A runbook that is being followed or only read, and what is known of it here. */
export interface OpenWalk {
	readonly walk: Walk;
	readonly lines: readonly WalkLine[];
	/** The document as it was when it was opened here; missing where it was gone. */
	readonly runbook?: Runbook;
	/** The digest of that text: what is accepted is this one. */
	readonly digest?: string;
	/** The digest of the document as it is now, where that is not the one that the walk began with. */
	readonly edited?: string;
	readonly trusted: boolean;
	/** It stands in the journal. Until something is done in it, it was only looked at. */
	readonly kept: boolean;
	/** It was opened to be walked: its clock runs, also before anything was done in it. */
	readonly begun?: true;
	readonly telling?: Telling;
	/** The commands that run in the background, each at a step of its own. */
	readonly background?: readonly Telling[];
	/** Why what was done could not be written down. */
	readonly unwritten?: Failure;
	/** How far the clock of whoever walks it elsewhere is ahead of ours; missing where it is not. Times are moved to ours. */
	readonly ahead?: Millis;
	/** Why its copy cannot be read now: what others did since is not known. */
	readonly unread?: Failure;
}

/** What the command says that runs in the background at a step; undefined where none does. */
export function behindAt({ background }: Pick<OpenWalk, 'background'>, step: string): Telling | undefined {
	return background?.find((one) => one.step === step);
}
