import stringWidth from 'string-width';
import { graphemesOf } from '../../graphemes.ts';
import type { Tone as ShownTone } from '../../line.ts';
import type { Field } from '../../ui.ts';
import { wrapped } from './wrap.ts';

/** What a piece of a line means to the eye; `plain`: nothing more than its words. */
export type Tone = ShownTone | 'plain';

/** A piece of a line as it came from outside: it is cleaned where it is drawn. */
export interface Piece {
	readonly text: string;
	readonly tone?: Tone;
}

/** A row of text, not yet cut to a width. */
export type TextLine = readonly Piece[];

/** A piece of a line. */
export function piece(text: string, tone: Tone = 'plain'): Piece {
	return { text, tone };
}

/** A line of one piece. */
export function lineOf(text: string, tone: Tone = 'plain'): TextLine {
	return [{ text, tone }];
}

/** A paragraph with a word before its first row, the others under it: `locks    on vps1 …`. */
export function headed(head: string, text: string, room: { readonly width: number; readonly tone?: Tone }): TextLine[] {
	const indent = stringWidth(head);
	return wrapped(text, room.width - indent).map((row, index) => [
		index === 0 ? piece(head, 'dim') : piece(' '.repeat(indent)),
		piece(row, room.tone ?? 'plain'),
	]);
}

/** The end of a text that fits into so many cells, with a mark where its beginning is left out. */
function tail(text: string, room: number): string {
	if (stringWidth(text) <= room) return text;
	let end = '';
	for (const { segment } of Array.from(graphemesOf(text)).reverse()) {
		if (stringWidth(segment + end) > room - 1) break;
		end = segment + end;
	}
	return `…${end}`;
}

/** What is typed into a line, with the cursor as an inverted cell; of a longer text what stands before the cursor. */
export function fieldPieces(field: Field, room = Number.POSITIVE_INFINITY): TextLine {
	const fits = stringWidth(field.text) < room;
	const after = field.text.slice(field.at, fits ? undefined : field.at + 1);
	const [under = ' '] = Array.from(graphemesOf(after), ({ segment }) => segment);
	return [
		piece(fits ? field.text.slice(0, field.at) : tail(field.text.slice(0, field.at), room - 2)),
		piece(under, 'cursor'),
		piece(after === '' ? '' : after.slice(under.length)),
	].filter(({ text }) => text !== '');
}
