import type { Shown } from './shown.ts';

/** What a piece of text means to the eye. Never the only carrier of a meaning: the words or signs say it as well. */
export type Tone = 'ok' | 'warn' | 'bad' | 'unknown' | 'dim' | 'bold' | 'accent' | 'cursor';

/** A piece of a line of one tone. */
export interface Segment {
	readonly text: Shown;
	readonly tone?: Tone | undefined;
}

/** A line ready to be drawn; its identity is kept while it says the same, so that it is painted once. */
export type Line = readonly Segment[];

/** Turns a line into the text for the terminal; `selected` as undefined for what is no row of a list. */
export type Paint = (line: Line, selected?: boolean) => string;

/** The plain text of a line, for tests and comparisons. */
export function textOf(line: Line): string {
	return line.map((segment) => segment.text).join('');
}

/** Whether two lines look the same. */
export function sameLine(a: Line, b: Line): boolean {
	return (
		a.length === b.length && a.every((part, index) => part.text === b[index]?.text && part.tone === b[index]?.tone)
	);
}
