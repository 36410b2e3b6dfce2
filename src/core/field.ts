import { graphemesOf } from './graphemes.ts';
import type { Field } from './ui.ts';

/** The text of a field with its cursor, in UTF-16 units, always at a grapheme's edge. */
export type Edited = Pick<Field, 'text' | 'at'>;

/** The most that a field holds: more is no name and no search. */
const most = 500;

/** The graphemes of a text: what a person sees as one character each. */
export function graphemes(text: string): readonly string[] {
	return Array.from(graphemesOf(text), ({ segment }) => segment);
}

/** A text on one line: control characters and line breaks become spaces. */
export function onOneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** The field after a text was put in on one line at its cursor, as much of it as fits. */
export function inserted({ text, at }: Edited, more: string): Edited {
	const plain = begin(onOneLine(more), Math.max(0, most - text.length));
	if (plain === '') return { text, at };
	const whole = text.slice(0, at) + plain + text.slice(at);
	return { text: whole, at: edgeAfter(whole, at + plain.length) };
}

/** The field after a key, named as `use-keys` names it; undefined when the key is none of the field's. */
export function edited(field: Edited, key: string): Edited | undefined {
	const { text, at } = field;
	switch (key) {
		case 'left':
			return { text, at: edgeBefore(text, at) };
		case 'right':
			return { text, at: edgeAfter(text, at + 1) };
		case 'home':
			return { text, at: 0 };
		case 'end':
			return { text, at: text.length };
		case 'backspace':
			return cut(text, edgeBefore(text, at), at);
		case 'delete':
			return cut(text, at, edgeAfter(text, at + 1));
		case 'ctrl-u':
			return cut(text, 0, at);
		case 'space':
			return inserted(field, ' ');
		default:
			return graphemes(key).length === 1 ? inserted(field, key) : undefined;
	}
}

/** The whole graphemes at the beginning of a text that fit into so many units. */
function begin(text: string, room: number): string {
	if (text.length <= room) return text;
	// What stands beyond decides whether the last one is whole.
	const parts = graphemes(text.slice(0, room + 32));
	let end = 0;
	for (const part of parts) {
		if (end + part.length > room) break;
		end += part.length;
	}
	return text.slice(0, end);
}

function cut(text: string, from: number, to: number): Edited {
	const rest = text.slice(0, from) + text.slice(to);
	// What stood on both sides may join to one grapheme: the cursor goes behind it.
	return { text: rest, at: edgeAfter(rest, from) };
}

/** The last edge of a grapheme that is before `at`. */
function edgeBefore(text: string, at: number): number {
	return edges(text).findLast((edge) => edge < at) ?? 0;
}

/** The first edge of a grapheme that is at or after `at`. */
function edgeAfter(text: string, at: number): number {
	return edges(text).find((edge) => edge >= at) ?? text.length;
}

function edges(text: string): readonly number[] {
	const found = [0];
	let end = 0;
	for (const grapheme of graphemes(text)) {
		end += grapheme.length;
		found.push(end);
	}
	return found;
}
