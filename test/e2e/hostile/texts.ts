// What hostile sources say. A tame twin says the same words without what is hostile about them.

/** Makes a text of a word that can be looked for on the screen. */
export type Say = (word: string) => string;

/** Each asks the terminal for something, or hides, turns or widens what stands around it. No slash, no quote, no line end. */
const poison = [
	'\u001b[2J\u001b[5;5H\u001b[31m',
	'\u001b]0;owned\u0007',
	'\u001b]52;c;b3duZWQ=\u0007',
	'\u001b]8;;x:evil\u001b\\',
	'\u001b]9;owned\u0007',
	'\u001bP+q544e\u001b\\',
	'\u001b_evil\u001b\\',
	'\u001b[?1049l\u001b[?25h\u001b[6n',
	'\u001bc\u001b7\u001b(0',
	'\u009b2J\u009d52;c;b3duZWQ=\u009c\u0085',
	'\u0007\b\u000e\u001a\u007f',
	'\u202e\u2066\u200f\u061c',
	'\u200b\u200d\ufeff\u00ad\u2060\u{e0041}',
	'\u2028\u3164\u115f',
	`e${'\u0301'.repeat(40)}`,
	'宽字ｗ👩\u200d💻🏴‍☠️',
	'\u001b]2;never ended',
].join('');

/** The word, and then all that is hostile. */
export const hostile: Say = (word) => `${word}${poison}`;
/** The word alone. */
export const tame: Say = (word) => word;

/** The first bytes of a text, where a form has room for no more; no sign is cut in two. */
export function within(most: number, text: string): string {
	let kept = '';
	for (const sign of text) {
		if (Buffer.byteLength(kept + sign) > most) break;
		kept += sign;
	}
	return kept;
}

/** Bytes that are no UTF-8: never valid, overlong, half a surrogate, beyond Unicode, cut off; C1 as single bytes. */
export const notUtf8 = Buffer.from([
	0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x80, 0x80, 0x80, 0x9b, 0x32, 0x4a, 0xe5, 0xae,
]);
