import type { Failure } from '../../model.ts';

/** What an engine has by name. */
export type EngineKind = 'container' | 'volume' | 'network' | 'service' | 'image';

/**
 * What is asked of a host, which only reads to answer. `program`: one that is found there, with `root` as root finds it; `folder`, `file`:
 * one that is there; `name`: one that resolves; `variable`: one that has a value for what a walk runs; `subcommand`: one that a program says it
 * has, when it is asked by the words of `ask` (`contains`: it stands in what that prints; else it ends with 0).
 */
export type Question =
	| { readonly is: 'program'; readonly name: string; readonly root: boolean }
	| { readonly is: 'folder' | 'file' | 'name' | 'variable'; readonly name: string }
	| {
			readonly is: 'subcommand';
			readonly program: string;
			readonly name: string;
			readonly ask: readonly string[];
			readonly contains: boolean;
	  }
	/** `of`: any of these kinds may have it. */
	| { readonly is: 'engine'; readonly name: string; readonly of: readonly EngineKind[] };

/** A question that a line of a document gives rise to. */
export interface Asked {
	/** The name of a host; `local` is the machine on which watchdeck runs. */
	readonly host: string;
	readonly line: number;
	readonly question: Question;
}

/** `unknown`: nobody there could tell. */
export type Said = 'yes' | 'no' | 'unknown';

/** One name for all questions that have one answer. */
export function keyOf(question: Question): string {
	switch (question.is) {
		case 'program':
			return `${question.root ? 'root' : 'program'} ${question.name}`;
		case 'subcommand':
			return `subcommand ${question.program} ${question.name}`;
		case 'engine':
			return `engine ${question.of.join(',')} ${question.name}`;
		case 'folder':
		case 'file':
		case 'name':
		case 'variable':
			return `${question.is} ${question.name}`;
	}
}

/** Each question once, the first of several that have one answer. */
export function distinct(questions: readonly Question[]): readonly Question[] {
	return [...new Map(questions.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}

/** What a host told. */
export interface Told {
	/** By the key of its question; what was not asked is missing. */
	readonly said: ReadonlyMap<string, Said>;
	/** The program that installs packages there. */
	readonly packages?: string;
	/** What its engine has, by kind. */
	readonly names: ReadonlyMap<EngineKind, readonly string[]>;
	/** Why the host could not be asked; and why its engine could not. */
	readonly unread?: Failure;
	readonly engineUnread?: Failure;
	/** So many questions were too many. */
	readonly left: number;
}
