import type { Field } from './state.ts';

/** The text of a field with its cursor, in UTF-16 units, always at a grapheme's edge. */
export type Edited = Pick<Field, 'text' | 'at'>;

/** The most that a field holds: more is no name and no search. */
const most = 500;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The graphemes of a text: what a person sees as one character each. */
export function graphemes(text: string): readonly string[] {
	return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The field after a text was put in at its cursor; control characters and line breaks become spaces. */
export function inserted({ text, at }: Edited, more: string): Edited {
	const plain = more.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
	if (text.length + plain.length > most) return { text, at };
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
