/** What a word is there for, in the command that it stands in. `other`: no command, such as what a loop goes through. */
export type Role = 'word' | 'assignment' | 'reserved' | 'target' | 'fd' | 'other';

/** A script within a word, such as `$(…)`: from the first sign of it to after its last, and what it consists of. */
export interface Nested {
	readonly from: number;
	readonly to: number;
	readonly tokens: readonly Token[];
}

/** A stretch of a script, from an offset to the one after its end. */
interface Stretch {
	readonly from: number;
	readonly to: number;
	/** So many groups, loops and conditions it stands in. */
	readonly depth: number;
	/** Whether it is run by a shell of its own, which forgets what was set in it. */
	readonly sub: boolean;
}

/** A word without its quotes; what only its run knows (`$NAME`, `$(…)`) is kept as text, and makes it `varies`. */
export interface ReadWord {
	readonly text: string;
	readonly varies: boolean;
	readonly quoted: boolean;
	readonly nested: readonly Nested[];
}

export interface WordToken extends Stretch, ReadWord {
	readonly kind: 'word';
	readonly role: Role;
}
export interface OpToken extends Stretch {
	readonly kind: 'op';
	/** As it stands there; `()` after the name of a function. */
	readonly op: string;
}
export interface LineToken extends Stretch {
	readonly kind: 'newline';
}
export interface CommentToken extends Stretch {
	readonly kind: 'comment';
}
/** The lines of a here-document, up to and with the one that ends it. */
export interface BodyToken extends Stretch {
	readonly kind: 'body';
	readonly text: string;
	readonly nested: readonly Nested[];
}
export type Token = WordToken | OpToken | LineToken | CommentToken | BodyToken;

/** Where in a script somebody reads. `open`: what was begun and never ended. */
export interface Cursor {
	/** It ends where what is read ends. */
	readonly text: string;
	/** So many scripts within scripts this is. */
	readonly level: number;
	/** Reads a script within this one, to its end or to the `)` that ends it. */
	readonly script: (cursor: Cursor, closes: boolean) => readonly Token[];
	at: number;
	open: string | undefined;
}

/** Operators that send a stream elsewhere; the word after one is its target. */
export function isRedirection(op: string): boolean {
	return /^(?:[<>]|&>)/.test(op);
}
