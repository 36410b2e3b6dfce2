/** What was done with the mouse; cells from 0, from the upper left. */
export type Mouse =
	| { readonly is: 'press'; readonly x: number; readonly y: number }
	| { readonly is: 'wheel'; readonly by: 1 | -1; readonly x: number; readonly y: number };

/** How far the bytes of a keyboard and mouse were read. */
export interface MouseReading {
	/** What may be the beginning of a sequence: it waits for the rest. */
	readonly held: string;
	/** A paste is open: what it holds is text, whatever it looks like. */
	readonly pasting: boolean;
	/** The last signs, where they came alone and were passed on as keys, but may have begun a sequence that the line tore. */
	readonly passed: '' | '\u001b' | '\u001b[';
}

/** Nothing was read yet. */
export const mouseUnread: MouseReading = { held: '', pasting: false, passed: '' };

const esc = '\u001b';
const pasteEnd = `${esc}[201~`;
/** A report of the mouse in SGR form (xterm, modes 1000 and 1006), or the beginning of a paste. */
const whole = `${esc}\\[(?:<(\\d{1,4});(\\d{1,4});(\\d{1,4})([Mm])|200~)`;
const anywhere = new RegExp(whole, 'g');
const atStart = new RegExp(`^${whole}`);
/** What of those may stand at the end of a chunk. A lone escape is the key, and is not held. */
const begun = new RegExp(`${esc}\\[(?:<[\\d;]{0,14}|2(?:00?)?)?$`);
const begunAtStart = new RegExp(`^${esc}\\[(?:<[\\d;]{0,14}|2(?:00?)?)$`);

/** Shift, alt and control change nothing; bit 6 is of the wheel, bit 5 of a move (xterm, "Extended coordinates"). */
const modifiers = 4 + 8 + 16;
const left = 0;
const wheel: Readonly<Record<number, 1 | -1>> = { 64: -1, 65: 1 };

/** A match with its parts: button, column, row, and the letter at the end, which a paste has not. */
type Match = readonly (string | undefined)[];

const isPaste = ([, , , , end]: Match): boolean => end === undefined;

function mouseOf([, button = '', column = '', row = '', end]: Match): readonly Mouse[] {
	const which = Number(button) & ~modifiers;
	const at = { x: Math.max(0, Number(column) - 1), y: Math.max(0, Number(row) - 1) };
	const by = wheel[which];
	if (end !== 'M') return [];
	if (by !== undefined) return [{ is: 'wheel', by, ...at }];
	return which === left ? [{ is: 'press', ...at }] : [];
}

/** What is left for the keyboard, what the mouse did, and how far it was read. */
interface Read {
	readonly text: string;
	readonly mouse: readonly Mouse[];
	readonly after: MouseReading;
}

/**
 * Takes what the mouse did out of the bytes of a terminal. Nothing of a report of the mouse stays, which would be read as
 * keys; nothing of a paste is taken for one.
 */
export function mouseIn(before: MouseReading, chunk: string): Read {
	const input = before.held + chunk;
	if (before.passed === '') return readOn(before, input);
	// Their first signs are gone to the keyboard already.
	const torn = before.passed + input;
	if (begunAtStart.test(torn)) return { text: '', mouse: [], after: { ...before, held: input } };
	const match = atStart.exec(torn);
	if (match === null) return readOn(before, input);
	const end = torn.slice(match[0].length);
	if (!isPaste(match)) return added('', mouseOf(match), readOn(mouseUnread, end));
	return added(match[0].slice(before.passed.length), [], readOn({ ...mouseUnread, pasting: true }, end));
}

function added(text: string, mouse: readonly Mouse[], { text: more, mouse: others, after }: Read): Read {
	return { text: text + more, mouse: [...mouse, ...others], after };
}

function readOn(before: MouseReading, input: string): Read {
	return before.pasting ? readPaste(input) : readKeys(before, input);
}

function readPaste(input: string): Read {
	const end = input.indexOf(pasteEnd);
	if (end >= 0) {
		const after = end + pasteEnd.length;
		return added(input.slice(0, after), [], readOn(mouseUnread, input.slice(after)));
	}
	const held = beginningOf(pasteEnd, input);
	return { text: input.slice(0, input.length - held.length), mouse: [], after: { held, pasting: true, passed: '' } };
}

/** The longest end of a text with which a sign may begin. */
function beginningOf(sign: string, text: string): string {
	for (let length = Math.min(sign.length - 1, text.length); length > 0; length -= 1) {
		if (text.endsWith(sign.slice(0, length))) return sign.slice(0, length);
	}
	return '';
}

function readKeys({ passed }: MouseReading, input: string): Read {
	const mouse: Mouse[] = [];
	let text = '';
	let from = 0;
	for (const match of input.matchAll(anywhere)) {
		text += input.slice(from, match.index);
		from = match.index + match[0].length;
		if (isPaste(match)) return added(text + match[0], mouse, readPaste(input.slice(from)));
		mouse.push(...mouseOf(match));
	}
	const end = input.slice(from);
	const [held = ''] = begun.exec(end) ?? [];
	text += end.slice(0, end.length - held.length);
	return { text, mouse, after: { held, pasting: false, passed: held === '' ? passedIn(passed, text) : '' } };
}

/** What was passed on as keys that may have begun a sequence. */
function passedIn(before: MouseReading['passed'], text: string): MouseReading['passed'] {
	if (text.endsWith(esc)) return esc;
	return before === esc && text === '[' ? `${esc}[` : '';
}
