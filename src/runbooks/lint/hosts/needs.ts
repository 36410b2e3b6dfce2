import type { Question } from '../../../core/lint/hosts/model.ts';
import { behind } from '../command-form.ts';
import type { Seen, Source } from '../source.ts';
import type { Need, Needed } from './needs-file.ts';
import { isOpen, literal } from './step.ts';

/** A path that is always there, or comes and goes. */
const passing = /^\/(?:dev|proc|sys|tmp|var\/tmp|run)(?:\/|$)/;
const name = /^[A-Za-z\d][\w.:/@-]*$/;

/** The words that are no options and no values of options; or the values of some options. What is not known is empty. */
function taken(rest: readonly (string | undefined)[], { values, of, skip, first }: Need): readonly string[] {
	const operands: string[] = [];
	const sought: string[] = [];
	let before = '';
	for (const one of rest) {
		const word = one ?? '';
		const isSought = of?.has(before) === true;
		const isValue = isSought || isWithValue(before, values);
		if (isSought) sought.push(word);
		else if (!isValue && !/^-./.test(word)) operands.push(word);
		before = isValue ? '' : word;
	}
	if (of !== undefined) return sought;
	return first ? operands.slice(skip, skip + 1) : operands.slice(skip);
}

/** Of several options in one word the last may take the next. */
function isWithValue(word: string, values: ReadonlySet<string>): boolean {
	return values.has(word) || (/^-[A-Za-z]+$/.test(word) && values.has(`-${word.at(-1)}`));
}

function questionOf(takes: Needed, word: string): readonly Question[] {
	if (takes === 'file' || takes === 'folder')
		return /^\/./.test(word) && !passing.test(word) ? [{ is: takes, name: word }] : [];
	return name.test(word) ? [{ is: 'engine', of: takes, name: word }] : [];
}

function ofNeed(seen: Seen, need: Need): readonly Question[] {
	const from = behind(seen.words, need.run);
	if (from === undefined || seen.words.some((word) => need.lacks.has(word))) return [];
	// Words that only start it (`npx`) were left out at their beginning.
	const words = seen.found.words.slice(seen.found.words.length - seen.words.length).map(literal);
	// Options of the program itself may stand before what follows it.
	const rest = need.of === undefined ? words.slice(from) : words.slice(1);
	return taken(rest, need).flatMap((word) => questionOf(need.takes, word));
}

/** What a command takes and that must be there, as the list says; and what it reads by `<`. */
export function neededBy(seen: Seen, needs: readonly Need[]): readonly Question[] {
	if (isOpen(seen)) return [];
	const read = seen.found.redirections.flatMap(({ op, target }) => {
		const path = op === '<' && target !== undefined ? literal(target) : undefined;
		return path === undefined ? [] : questionOf('file', path);
	});
	return [...needs.flatMap((need) => ofNeed(seen, need)), ...read];
}

const creating =
	/^(?:run|create|new|rename|init|clone|mkdir|touch|tee|cp|mv|install|rsync|scp|ln|tar|unzip|git|curl|wget|truncate|dd|mktemp)$/;

/** What a document makes itself: words of commands that make something, and where output goes. */
export function madeBy({ seen }: Source): ReadonlySet<string> {
	const made = seen.flatMap(({ found }) => {
		const words = found.words.map(({ text }) => text);
		const names = words.some((word) => creating.test(word)) ? words : [];
		const outputs = words.flatMap((word, at) =>
			/^(?:-o|-O|--output|--name|-t|--file|-f)$/.test(word) ? (words[at + 1] ?? []) : [],
		);
		const into = found.redirections.flatMap(({ op, target }) =>
			op.startsWith('>') && target !== undefined ? target.text : [],
		);
		const isDump = /dump/.test(words[0] ?? '');
		return [
			...names,
			...names.flatMap((word) => word.split('=').slice(1)),
			...(isDump || names.length > 0 ? outputs : []),
			...into,
		];
	});
	return new Set(made.map((one) => one.replace(/\/$/, '')));
}

/** Whether a document makes this itself, or a folder that it lies in. */
export function isMade(question: Question, made: ReadonlySet<string>): boolean {
	if (question.is === 'engine') return made.has(question.name);
	if (question.is !== 'file' && question.is !== 'folder') return false;
	for (let path = question.name.replace(/\/$/, ''); path !== ''; path = path.slice(0, path.lastIndexOf('/')))
		if (made.has(path)) return true;
	return false;
}
