// Options as programs read them: `-a`, `-ab`, `-n 5`, `-n5`, `--all`, `--last 5`, `--last=5`, `-noout`, `-20`.
import { anything, type PlainWord } from './plain.ts';
import type { Options } from './reads-file.ts';

/** An option that may be there: by its names, and where the words go on; or why it may not. */
export type Taken = { readonly next: number; readonly names: readonly string[] } | { readonly because: string };

/** Whether a program takes this word for an option: `-` alone is its input. */
export function isOption({ text }: PlainWord): boolean {
	return text.startsWith('-') && text !== '-';
}

/** The option at a place, if it is one of these. */
export function takeOption(words: readonly PlainWord[], at: number, options: readonly Options[]): Taken {
	const word = words[at];
	if (word === undefined || !isOption(word) || word.glob) return { because: 'no option stands there' };
	const { text } = word;
	if (options.some(({ flags }) => flags.has(text))) return { next: at + 1, names: [text] };
	if (takesValue(text, options)) return withNext(words, at, { name: text, names: [text], options });
	const cut = text.indexOf('=');
	const name = text.slice(0, cut);
	if (text.startsWith('--') && cut > 0 && takesValue(name, options)) {
		return fits(name, text.slice(cut + 1), options) ? { next: at + 1, names: [name] } : refused(text);
	}
	if (/^-\d+$/.test(text) && options.some(({ flags }) => flags.has('-#'))) return { next: at + 1, names: ['-#'] };
	return text.startsWith('--') ? refused(text) : several(words, at, options);
}

/** Of letters behind one `-`, each is an option; the first that takes a value takes what is left, or the next word. */
function several(words: readonly PlainWord[], at: number, options: readonly Options[]): Taken {
	const text = words[at]?.text ?? '';
	// What a variable holds may be nothing: the value would then be the next word.
	if (text.includes(anything)) return refused(text);
	const letters = Array.from(text.slice(1), (letter) => `-${letter}`);
	const valued = letters.findIndex((name) => takesValue(name, options));
	const alone = valued < 0 ? letters : letters.slice(0, valued);
	if (!alone.every((name) => options.some(({ flags }) => flags.has(name)))) return refused(text);
	const name = letters[valued];
	if (name === undefined) return { next: at + 1, names: letters };
	const names = [...alone, name];
	const rest = text.slice(valued + 2);
	if (rest === '') return withNext(words, at, { name, names, options });
	return fits(name, rest, options) ? { next: at + 1, names } : refused(text);
}

function takesValue(name: string, options: readonly Options[]): boolean {
	return options.some(({ values }) => values.has(name));
}

function withNext(
	words: readonly PlainWord[],
	at: number,
	{
		name,
		names,
		options,
	}: { readonly name: string; readonly names: readonly string[]; readonly options: readonly Options[] },
): Taken {
	const value = words[at + 1];
	if (value === undefined) return { because: `${name} lacks its value` };
	if (value.glob || !fits(name, value.text, options)) return refused(`${name} ${value.text}`);
	return { next: at + 2, names };
}

/** Whether an option may have this value. What a variable holds fits only where anything does. */
function fits(name: string, value: string, options: readonly Options[]): boolean {
	const patterns = options.flatMap(({ values }) => values.get(name) ?? []);
	return patterns.every((pattern) => !value.includes(anything) && pattern.test(value));
}

function refused(text: string): Taken {
	return { because: `${text.replaceAll(anything, '$…')} is not in the list` };
}
