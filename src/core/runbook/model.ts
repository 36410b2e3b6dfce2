import type { Millis } from '../model.ts';
import type { ActionName } from '../want.ts';
import type { Expectation } from './expectation.ts';

/** How bad it is that a runbook is for; P0 is the worst. */
export type Severity = 'P0' | 'P1' | 'P2' | 'P3';

/** Where a value comes from where the operator does not give it. */
export type ValueSource = 'environment' | 'service' | 'host' | 'container' | 'release' | 'incident';

/** A value that a runbook leaves open. `secret`: a reference (`env:NAME`, `file:PATH`, `cmd:…`), never the value. */
export interface Variable {
	readonly name: string;
	readonly from?: ValueSource;
	readonly usual?: string;
	readonly ask?: string;
	readonly secret?: string;
	/** The line of the document that first names it. */
	readonly line: number;
}

/** What the front matter of a document says. `when`: of which conditions it is the runbook. */
export interface Head {
	readonly title?: string;
	readonly severity?: Severity;
	readonly deadline?: Millis;
	readonly when: readonly ('down' | 'degraded' | 'unknown' | 'host')[];
	readonly services: readonly string[];
	readonly alerts: readonly string[];
	readonly platforms: readonly string[];
	readonly host?: string;
	readonly owner?: string;
	/** A day, as `2026-11-21`. */
	readonly reviewed?: string;
	readonly variables: readonly Variable[];
}

/** Something that the document says of itself and that cannot be so: shown, never a reason not to walk it. */
export interface Mistake {
	readonly line: number;
	readonly text: string;
	readonly fix: string;
}

/**
 * A piece of the document as it is drawn: from which line to which (from 1), in how many lists, in how many quotes. `text`
 * holds Markdown's marks inside a line as they stand.
 */
export type Block = {
	readonly line: number;
	readonly ends: number;
	readonly depth: number;
	readonly quoted: number;
} & (
	| { readonly is: 'heading'; readonly level: number; readonly text: string }
	| { readonly is: 'text'; readonly text: string }
	| { readonly is: 'item'; readonly mark: string; readonly ticked?: boolean; readonly text: string }
	| { readonly is: 'code'; readonly info: string; readonly text: string }
	| { readonly is: 'table'; readonly rows: readonly (readonly string[])[] }
	/** HTML, front matter, link definitions: as they stand in the document. */
	| { readonly is: 'source'; readonly text: string }
	| { readonly is: 'rule' }
);

/** What watchdeck or the operator has to do at a step. */
export type Doing =
	/** A heading over deeper ones: nothing by itself. */
	| { readonly is: 'section' }
	| { readonly is: 'read' }
	/** To be done by hand. */
	| { readonly is: 'tick' }
	/**
	 * Its commands are read when somebody asks for them: a document has hundreds, of which one is looked at. `onlyReads`:
	 * whether a script that was made of it with its values does no more than read.
	 */
	| {
			readonly is: 'command';
			readonly code: Code;
			readonly commands: () => readonly BlockCommand[];
			readonly onlyReads: (script: string) => boolean;
	  }
	| { readonly is: 'action'; readonly code: Code; readonly want: Acted }
	| { readonly is: 'check'; readonly code: Code; readonly facts: readonly Fact[] }
	| { readonly is: 'message'; readonly code: Code; readonly text: string }
	| { readonly is: 'decision'; readonly choices: readonly Way[] }
	/** Another document that is walked as a part of this one. */
	| { readonly is: 'runbook'; readonly name: string };
export type StepKind = Doing['is'];

/** The fence that a step is made of: where it stands, and its attributes as they were read. */
export interface Code {
	readonly line: number;
	readonly ends: number;
	readonly language: string;
	readonly text: string;
	readonly attributes: Attributes;
}

/** What may stand behind the language of a fence (`docs/runbooks.md`). Lengths in milliseconds. */
export interface Attributes {
	readonly name?: string;
	readonly host?: string;
	readonly cwd?: string;
	readonly interactive?: boolean;
	readonly background?: boolean;
	readonly timeout?: Millis;
	readonly effect?: 'read' | 'write';
	readonly expect: readonly Expectation[];
	readonly every?: Millis;
	readonly within?: Millis;
	readonly times?: number;
	readonly throughout?: Millis;
	readonly onFail?: string;
	readonly onOk?: string;
	readonly capture?: string;
	readonly captureFrom?: string;
	readonly undo?: string;
}

/**
 * Whether a command only reads, or why it may not be taken to. `endless`: it may not end by itself; `secrets`: what it says holds
 * passwords or keys as a rule.
 */
export type Effect =
	| { readonly read: true; readonly endless?: true; readonly secrets?: true }
	| { readonly read: false; readonly because: string };

/** One command of a block, as it can be run by itself. */
export interface BlockCommand {
	readonly line: number;
	readonly ends: number;
	readonly text: string;
	/** What the comments above it say. */
	readonly says?: string;
	/** What the comments below it, or the output in a `console` block, promise, in words. */
	readonly expected?: string;
	/** As far as these words can be looked for. */
	readonly expect: readonly Expectation[];
	/** Whether it only reads, or why it may not be taken to. */
	readonly effect: Effect;
	/** What it leaves for its reader to put in, as it stands there: `<release-number>`. */
	readonly blanks: readonly string[];
	/** It only sets what the later ones are run in (`cd app`), each of which begins with it. */
	readonly carried?: true;
	/** Why it may be no command at all, as a line of a crontab in a shell block. */
	readonly doubt?: string;
	/** It stands in a session, beside prompts and what was answered: the text of its block is no script. */
	readonly session?: true;
	/** Why it is one command of what looks like several. */
	readonly because?: string;
	/** What was begun in it and not ended: it cannot be run as it is. */
	readonly unended?: string;
}

/** One of watchdeck's own actions, as a step asks for it. Values may stand in its words. */
export interface Acted {
	readonly action: Exclude<ActionName, 'tidy' | 'takeover' | 'run'>;
	/** A service or dataset; missing: that of the walk. */
	readonly of?: string;
	/** A release, an image, a number of replicas, the name of a backup. */
	readonly to?: string;
}

/** Something that watchdeck itself watches and that must hold. Ratios are 0..1, times in milliseconds. */
export type Fact = { readonly line: number; readonly text: string; readonly of?: string } & (
	| { readonly is: 'condition'; readonly wants: 'ok' | 'degraded' | 'down' | 'unknown' }
	| {
			readonly is: 'number';
			readonly what: 'errors' | 'p95' | 'cpu' | 'memory' | 'disk';
			readonly than: '<' | '>';
			readonly value: number;
	  }
);

/** A way on from a decision. `to`: the id of a step, or `runbook NAME`. */
export interface Way {
	readonly label: string;
	readonly to: string;
	readonly when?: When;
}

/** When a way is taken by itself. */
export type When =
	| { readonly is: 'step'; readonly step: string; readonly came: 'ok' | 'failed' }
	| { readonly is: 'said'; readonly step: string; readonly text: string }
	| { readonly is: 'value'; readonly name: string; readonly value: string }
	| { readonly is: 'else' };

/** A step of a runbook: from the line at which it begins to the one before the next. */
export interface Step {
	/** Unique in its runbook: its title as an anchor. The name of its fence leads to it as well. */
	readonly id: string;
	/** `3`, `3.1`: as it is counted in the list. */
	readonly number: string;
	readonly depth: number;
	readonly title: string;
	readonly line: number;
	readonly ends: number;
	readonly blocks: readonly Block[];
	readonly does: Doing;
}

/** A Markdown document as a runbook. */
export interface Runbook {
	/** The file's name without its ending. */
	readonly name: string;
	readonly title: string;
	readonly head: Head;
	readonly steps: readonly Step[];
	readonly mistakes: readonly Mistake[];
}
