import type { Shown } from './shown.ts';

/** So many UTF-16 units are looked at unless it is said otherwise: no screen shows more in a line. */
const usualMost = 4096;

/**
 * Escape sequences whole, 7-bit and 8-bit (ECMA-48 §5): strings (OSC, DCS, SOS, PM, APC) with their ends, control
 * sequences (CSI), and two- and three-byte escapes. Of one that does not end only the beginning goes, unlike in a terminal:
 * the name of a container must not take with it what is said of it.
 */
const sequences =
	/(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)(?:[0-?]*[!-/]?[@-~]|[0-?]+ [@-~])?|\u001b(?:[!-/]?[0-~])?/g;
/** What moves the cursor or the pen by itself. Line ends and tabs become a space. */
const blanks = /[\t\n\r\v\f\u0085\u2028\u2029]/g;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
/**
 * What is not seen but changes what is: bidi controls, zero-width characters, joiners, tags, variation selectors, fillers.
 * Joined, tinted and framed signs fall apart into single ones by it, whose widths terminals agree on.
 */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}|[\u{1f3fb}-\u{1f3ff}]|\p{Me}/gu;
/** No script needs more marks on a letter; a tower of them would reach into the lines above and below. */
const towers = /(\p{Mn}{4})\p{Mn}+/gu;
const plainAscii = /^[ -~]*$/;

/**
 * Text from outside, fit to be drawn on one line: no control character, nothing invisible, no broken surrogate. `max`:
 * UTF-16 units that are looked at at the most, so that a line of 10 MB costs no more than one of 4 KB.
 */
export function clean(text: string, max: number = usualMost): Shown {
	const part = text.length > max ? `${begin(text, max - 1)}…` : text;
	// The only place that makes a `Shown`: all that a terminal would obey has been taken out above.
	return (plainAscii.test(part) ? part : scrubbed(part)) as Shown;
}

/** At most so many units of a text, without half of a pair at the end. */
function begin(text: string, length: number): string {
	const part = text.slice(0, Math.max(0, length));
	return /[\ud800-\udbff]$/.test(part) ? part.slice(0, -1) : part;
}

function scrubbed(text: string): string {
	return text
		.toWellFormed()
		.replace(sequences, '')
		.replace(blanks, ' ')
		.replace(controls, '')
		.replace(invisible, '')
		.replace(towers, '$1');
}

/** Each line of a text, cleaned; at most `most` lines. */
export function cleanLines(text: string, most = 1000): readonly Shown[] {
	return text.split(/\r\n|[\n\r\u2028\u2029]/, most).map((line) => clean(line));
}

/** Our own words with cleaned text or numbers in between: a tagged template. */
export function shown(words: TemplateStringsArray, ...values: readonly (Shown | number)[]): Shown {
	// What stands in a template is written by us; what is put in was cleaned before.
	return words.reduce((text, word, index) => `${text}${values[index - 1]}${word}`) as Shown;
}

/** Cleaned texts, one after another. */
export function joinShown(parts: readonly Shown[], separator: Shown = shown``): Shown {
	// Joining cannot make a control sequence of texts that hold no escape character.
	return parts.join(separator) as Shown;
}

/** The form of every name of ours: of hosts, environments and services. */
export const nameForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/**
 * A discovered name as an id of that form. A name that has it already stays; another one loses what does not fit and
 * gets a mark made from the whole original, so that two that differ stay different.
 */
export function safeName(name: string): string {
	if (nameForm.test(name)) return name;
	const kept = name
		.slice(0, 256)
		.replace(/[^A-Za-z0-9_.-]+/g, '-')
		.replace(/^[^A-Za-z0-9]+/, '')
		.slice(0, 50);
	return `${kept === '' ? 'x' : kept}-${fnv(name)}`;
}

/** FNV-1a, 32 bits, in 8 hex digits (source: the authors' page, isthe.com/chongo/tech/comp/fnv). */
function fnv(text: string): string {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}
