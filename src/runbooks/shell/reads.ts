// Whether a script only reads. What is not in the list, or not understood to the last sign, does not.
import { anything, type PlainWord, plainWords } from './plain.ts';
import { isOption, takeOption } from './read-options.ts';
import type { Options, ReadProgram, Reads, ReadWrapper } from './reads-file.ts';

/**
 * `endless`: it may go on for ever, and is to be ended after a while. `secrets`: what it says holds passwords or keys as a
 * rule. `because`: a clause that says what makes it more than a read.
 */
export type Verdict =
	| { readonly read: true; readonly endless?: true; readonly secrets?: true }
	| { readonly read: false; readonly because: string };

/** What a command stands in: the list, and whether it is given what another one says. */
interface Asked {
	readonly reads: Reads;
	readonly piped: boolean;
	readonly depth: number;
}

/** What stands for a host or a container: nothing that somebody's settings could make more of. */
const name = /^\w[\w.@:/-]*$/;
/** To read a device may do something: a watchdog begins to wait for its next sign of life. Disks and these few do nothing. */
const device = /^\/[./]*dev(?:\/|$)|^\/[^/]*[*?]/;
const harmless = /^\/dev\/(?:null|zero|urandom|(?:sd|vd|xvd|nvme|md)\w*|mapper\/[\w-]+)$/;
/** A command within a command within a command is nothing that somebody types. */
const deepest = 4;

/**
 * Whether each command of a script is in the list and nothing but a `|` or the end of a line stands between them. Quotes
 * are fine, and variables in double quotes where they cannot become an option; redirections, `;`, `&` and `$(…)` never are.
 */
export function isRead(text: string, reads: Reads): Verdict {
	return judgedText(text, { reads, piped: false, depth: 0 });
}

function judgedText(text: string, asked: Asked): Verdict {
	if (asked.depth > deepest) return no('it is a command in too many others');
	const plain = plainWords(text);
	if (!plain.ok) return no(plain.because);
	const verdicts = plain.pipelines.flatMap((pipeline) =>
		pipeline.map((words, index) => judgedCommand(words, { ...asked, piped: asked.piped || index > 0 })),
	);
	return together(verdicts);
}

function together(verdicts: readonly Verdict[]): Verdict {
	const wrong = verdicts.find(({ read }) => !read);
	if (wrong !== undefined) return wrong;
	const endless = verdicts.some((verdict) => verdict.read && verdict.endless === true);
	const secrets = verdicts.some((verdict) => verdict.read && verdict.secrets === true);
	return { read: true, ...(endless ? { endless } : {}), ...(secrets ? { secrets } : {}) };
}

function no(because: string): Verdict {
	return { read: false, because };
}

/** The first entry that lets these words through; else what the one that fits best says against them. */
function judgedCommand(words: readonly PlainWord[], asked: Asked): Verdict {
	const { programs, wrappers } = asked.reads;
	const program = words[0]?.text ?? '';
	const judged = [
		...(programs.get(program) ?? []).map((one) => {
			const at = afterName(words, one, asked.reads);
			return at === undefined ? undefined : judgedProgram(words, one, { ...asked, at });
		}),
		...(wrappers.get(program) ?? []).map((one) => {
			const at = afterName(words, one, asked.reads);
			return at === undefined ? undefined : judgedWrapper(words, one, { ...asked, at });
		}),
	];
	const verdicts = judged.filter((verdict) => verdict !== undefined);
	const unknown = no(`${said(words)} is not in the list of commands that only read`);
	return verdicts.find(({ read }) => read) ?? verdicts[0] ?? unknown;
}

/** A command by its name, and its subcommand where that is one. */
function said(words: readonly PlainWord[]): string {
	const [name = '', next = ''] = words.map(({ text }) => text.replaceAll(anything, '$…'));
	return /^[a-z][\w:-]*$/.test(next) ? `${name} ${next}` : name;
}

/** Where the words go on behind those that name what is listed; undefined where they name something else. */
function afterName(words: readonly PlainWord[], one: ReadProgram | ReadWrapper, reads: Reads): number | undefined {
	let at = 1;
	for (const fitting of one.run.slice(1)) {
		const any = fitting.includes('*');
		at = afterOptions(words, at, [...(any ? [one] : []), ...globalsOf(words.slice(0, at), reads)]);
		const word = words[at];
		if (word === undefined || word.glob) return undefined;
		if (any ? !name.test(word.text) : !fitting.includes(word.text)) return undefined;
		at += 1;
	}
	return at;
}

/** Options that may stand behind these words, since they begin with a name that has them. */
function globalsOf(words: readonly PlainWord[], { globals }: Reads): readonly Options[] {
	return globals.filter(({ run }) => run.every((fitting, index) => fitting.includes(words[index]?.text ?? '')));
}

function afterOptions(words: readonly PlainWord[], from: number, options: readonly Options[]): number {
	let at = from;
	for (;;) {
		const taken = takeOption(words, at, options);
		if ('because' in taken) return at;
		at = taken.next;
	}
}

function judgedProgram(words: readonly PlainWord[], one: ReadProgram, asked: Asked & { readonly at: number }): Verdict {
	if (one.sends && asked.piped) return no(`${said(words)} sends on what it is given`);
	if (one.operands === 'all') return answer(one, []);
	const given = givenTo(words, asked.at, [one, ...globalsOf(words, asked.reads)]);
	const because = 'because' in given ? given.because : (wrongOperand(given, one) ?? missing(given.names, one));
	if (because !== undefined || 'because' in given) return no(`${said(words)}: ${because}`);
	return answer(one, given.names);
}

/** What a program is given. `late`: an option stands behind an operand, where not every program takes it for one. */
interface Given {
	readonly names: readonly string[];
	readonly operands: readonly PlainWord[];
	readonly late: boolean;
}

function givenTo(
	words: readonly PlainWord[],
	from: number,
	options: readonly Options[],
): Given | { readonly because: string } {
	const names: string[] = [];
	const operands: PlainWord[] = [];
	let late = false;
	for (let at = from; at < words.length; ) {
		const word = words[at];
		if (word === undefined) break;
		if (word.text === '--' && !word.glob) {
			operands.push(...words.slice(at + 1));
			break;
		}
		if (!isOption(word)) {
			operands.push(word);
			at += 1;
			continue;
		}
		const taken = takeOption(words, at, options);
		if ('because' in taken) return taken;
		late ||= operands.length > 0;
		names.push(...taken.names);
		at = taken.next;
	}
	return { names, operands, late };
}

/** Why what a program is given may make it more than a read. */
function wrongOperand({ operands, late }: Given, one: ReadProgram): string | undefined {
	if (typeof one.operands === 'number' && operands.length > one.operands) return 'so many words are not in the list';
	// Not every system takes an option behind another word for one.
	const strict = typeof one.operands === 'number' || one.needs.length > 0;
	if (strict && late) return 'its options must stand before its other words';
	const wrong = operands.map((operand, index) => wrongWord(operand, index, one));
	return wrong.find((because) => because !== undefined);
}

function wrongWord(operand: PlainWord, index: number, one: ReadProgram): string | undefined {
	const { text, glob } = operand;
	const shown = text.replaceAll(anything, '$…');
	const pattern = one.each ?? (index === 0 ? one.first : undefined);
	const exact = typeof one.operands === 'number' || one.first !== undefined || one.each !== undefined;
	if (text.startsWith(anything)) return 'a variable could be one of its options';
	if (isOption(operand) || (glob && /^[*?]/.test(text))) return `${shown} could be one of its options`;
	if (device.test(text) && !harmless.test(text))
		return `${shown} may be a device, which does something when it is read`;
	if (glob && exact) return `${shown} could be several words`;
	return pattern?.test(text) === false ? `${shown} is not in the list` : undefined;
}

/** Why a program does more than read without an option that is missing. */
function missing(names: readonly string[], { needs }: ReadProgram): string | undefined {
	if (needs.length === 0 || needs.some((name) => names.includes(name))) return undefined;
	return `it only reads with ${needs.join(' or ')}`;
}

function answer({ endless, bounded, secrets }: ReadProgram, names: readonly string[]): Verdict {
	const has = (list: readonly string[]) => list.some((name) => names.includes(name));
	const unbounded = bounded.length > 0 && !has(bounded);
	const goesOn = endless === true || has(endless) || unbounded;
	return { read: true, ...(goesOn ? { endless: true } : {}), ...(secrets ? { secrets } : {}) };
}

function judgedWrapper(words: readonly PlainWord[], one: ReadWrapper, asked: Asked & { readonly at: number }): Verdict {
	const named = one.run.at(-1)?.includes('*') === true;
	const from = named ? asked.at : afterOptions(words, asked.at, [one]);
	const inner = words.slice(words[from]?.text === '--' ? from + 1 : from);
	const verdict = inner.length > 0 ? judgedInner(inner, one, { ...asked, depth: asked.depth + 1 }) : noCommand(words);
	return verdict.read && one.endless === true ? { ...verdict, endless: true } : verdict;
}

function noCommand(words: readonly PlainWord[]): Verdict {
	return no(`${said(words)} is given no command, or an option that is not in the list`);
}

function judgedInner(inner: readonly PlainWord[], { gives }: ReadWrapper, asked: Asked): Verdict {
	if (asked.depth > deepest) return no('it is a command in too many others');
	if (gives === 'words') return judgedCommand(inner, asked);
	if (inner.some(({ text, glob }) => glob || text.includes(anything))) {
		return no('what it gives to another shell holds a variable or a pattern');
	}
	if (gives === 'text' && inner.length > 1) return no('it gives more than one line to another shell');
	return judgedText(inner.map(({ text }) => text).join(' '), asked);
}
