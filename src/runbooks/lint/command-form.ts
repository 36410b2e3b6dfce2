import { commandWithin } from '../shell/wrappers.ts';
import type { CommandForm } from './rules-file.ts';
import type { Run } from './run-words.ts';
import type { Seen } from './source.ts';

/** Of no command more signs are looked at. */
const longest = 4000;
/** So many commands before and behind one are looked at. */
const farthest = 100;

/** A program's name without its folder. */
const nameOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

const isOption = (word: string | undefined): boolean => word !== undefined && /^-./.test(word);

/** Where the words go on behind those that make the command; undefined where it is another. Options may stand between, each with a value. */
export function behind(words: readonly string[], [first, ...more]: Run): number | undefined {
	if (first === undefined || !first.some((form) => form.test(nameOf(words[0] ?? '')))) return undefined;
	let at = 1;
	for (const forms of more) {
		const next = words.findIndex((word, index) => index >= at && forms.some((form) => form.test(word)));
		if (next < 0) return undefined;
		const between = words.slice(at, next);
		if (!between.every((word, index) => isOption(word) || isOption(between[index - 1]))) return undefined;
		at = next + 1;
	}
	return at;
}

/** Whether an option is there: by itself, with its value (`--tail=5`), or among several (`-fsS`). */
function hasOption(words: readonly string[], option: string): boolean {
	const cluster = /^-[A-Za-z]$/.test(option) ? option.slice(1) : undefined;
	return words.some(
		(word) =>
			word === option ||
			word.startsWith(`${option}=`) ||
			(cluster !== undefined && /^-[A-Za-z]/.test(word) && word.slice(1).includes(cluster)),
	);
}

function operandsFit(rest: readonly string[], operands: CommandForm['operands']): boolean {
	if (operands === undefined) return true;
	const named = rest.filter((word) => !isOption(word));
	return typeof operands === 'number' ? named.length === operands : operands.test(named.join(' '));
}

const isRun = ({ words }: Seen, run: Run): boolean => behind(words, run) !== undefined;

/** A command and those that it is given to: what is piped and redirected there is so for it as well. */
function lineage(seen: Seen): readonly Seen[] {
	return seen.outer === undefined ? [seen] : [seen, ...lineage(seen.outer)];
}

const isFrom = ({ pipeline, place }: Seen, run: Run): boolean =>
	pipeline.slice(Math.max(0, place - farthest), place).some((before) => isRun(before, run));
const isInto = ({ pipeline, place }: Seen, run: Run): boolean =>
	pipeline.slice(place + 1, place + farthest).some((next) => isRun(next, run));

function standsRight(seen: Seen, { into, from, after, inside, redirects }: CommandForm): boolean {
	const { block, at, found } = seen;
	const all = lineage(seen);
	if (into !== undefined && !all.some((one) => isInto(one, into))) return false;
	if (from !== undefined && !all.some((one) => isFrom(one, from))) return false;
	if (after !== undefined && !block.slice(Math.max(0, at - farthest), at).some((before) => isRun(before, after)))
		return false;
	if (inside !== undefined && !found.inside.some(({ by }) => inside.test(by))) return false;
	return redirects === undefined || all.some((one) => one.found.redirections.some(({ op }) => redirects.test(op)));
}

/** Whether a command is of this form. */
export function fits(seen: Seen, form: CommandForm): boolean {
	const from = behind(seen.words, form.run);
	if (from === undefined) return false;
	const rest = seen.words.slice(from);
	// The options of a command that this one is given are not its own.
	const inner = commandWithin(seen.words)?.from ?? seen.words.length;
	const own = seen.words.slice(from, Math.max(from, inner));
	if (form.has.length > 0 && !form.has.some((option) => hasOption(own, option))) return false;
	if (form.lacks.some((option) => hasOption(own, option))) return false;
	if (!operandsFit(rest, form.operands)) return false;
	const text = rest.join(' ').slice(0, longest);
	if (form.with !== undefined && !form.with.test(text)) return false;
	if (form.without?.test(text)) return false;
	return standsRight(seen, form);
}
