import { failed } from '../failed.ts';
import type { Result } from '../model.ts';
import { quote } from '../quote.ts';
import { blankSpots, blanksIn } from './blanks.ts';
import { type Context, contextsAt } from './contexts.ts';
import { mayEndHere } from './here.ts';
import { valueForm } from './value-names.ts';
import type { Value } from './walk.ts';

/** What stands for itself wherever it is put (the signs that `quote` leaves bare). */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** Where an empty value is what it is: elsewhere it would be no word at all. */
const canBeEmpty: readonly Context[] = ['single', 'double', 'here'];
/**
 * Programs and words of a shell that read what they are given as commands or sums once more: what was one word for the first shell is none
 * for them. Wherever one stands in a command, its values may come to it: through a pipe, a variable, a function.
 */
const reading =
	/(?:^|[^\w.-])(?:(?:ssh|mosh|rsh|scp|sftp|rsync|sh|bash|zsh|dash|ash|ksh|csh|tcsh|fish|su|runuser|sg|doas|flock|eval|source|trap|let|watch|xargs|parallel|script|at|tmux|screen)(?=$|[\s;&|()<>`])|\[\[|\(\(|sudo\s+-\w*[si])|(?:^|[\n;&|(])\s*\.\s/;

/** A command with its values. `script`: as a shell gets it, in which `"$wd_1"`, `"$wd_2"` … stand for secrets. */
export interface Filled {
	readonly script: string;
	/** As it is shown and written down: each secret by its reference. */
	readonly shown: string;
	/** References of the secrets, in the order of their numbers. */
	readonly secrets: readonly string[];
}

/** The names of the values that a command asks for, each once; what it leaves open is called as it stands there. */
export function namesIn(text: string): readonly string[] {
	return [...new Set([...[...text.matchAll(valueForm)].map(([, name = '']) => name), ...blanksIn(text)])];
}

/** A command with a harmless word for each value: what it is while nobody knows them. */
export function withStandIns(text: string): string {
	return text.replaceAll(valueForm, 'value');
}

/** So much of a line before a place is looked at. */
const longestHead = 4_000;

/** The line in which a place stands, up to it, with the lines that it goes on from. */
function lineBefore(text: string, place: number): string {
	const part = text.slice(Math.max(0, place - longestHead), place);
	let from = part.lastIndexOf('\n') + 1;
	while (from > 1 && part[from - 2] === '\\') from = part.lastIndexOf('\n', from - 2) + 1;
	return part.slice(from);
}

/** The same signs at the same places, without those that quote: around the name of a program they change nothing. */
const unquoted = (text: string): string => text.replaceAll(/["'\\]/g, ' ');

/**
 * From where to where the words of a command may be read once more: behind the first program that does so, and before the last one,
 * unless that is in the same simple command, which reads what comes behind it.
 */
function readAgainIn(text: string): (place: number) => boolean {
	const bare = unquoted(text);
	const first = bare.search(reading);
	if (first < 0) return () => false;
	const last = [...bare.matchAll(new RegExp(reading, 'g'))].at(-1)?.index ?? first;
	const begins = Math.max(...['\n', ';', '|', '&'].map((sign) => text.lastIndexOf(sign, last)));
	return (place) => place > first || place < begins;
}

/** Whether options have ended in the simple command that comes behind this. */
function hasNoOptions(head: string): boolean {
	const simple = head.split(/[\n;&|()]/).at(-1) ?? '';
	return /(?:^|\s)--\s/.test(simple);
}

/** A command, and where in it words are read once more. */
interface Command {
	readonly text: string;
	readonly again: (place: number) => boolean;
}

interface Spot {
	readonly name: string;
	/** As it stands in the document. */
	readonly asked: string;
	readonly from: number;
	readonly to: number;
	readonly context: Context;
}

const where: Readonly<Record<Exclude<Context, 'word' | 'comment'>, string>> = {
	single: 'between single quotes',
	double: 'between double quotes',
	nested: 'inside $(…)',
	here: 'in a here-document',
};

/** Why a value cannot stand where it is asked for. */
function unfit({ text, again }: Command, { asked, from, context }: Spot, value: string): string | undefined {
	const head = lineBefore(text, from);
	const begins = /^\s?$/.test(head.at(-1) ?? '');
	if (value.startsWith('-') && begins && !hasNoOptions(head))
		return `${asked} begins with a dash, which a command takes for an option.`;
	if (context === 'here' && mayEndHere(text, from, value))
		return `${asked} stands in a here-document, which this value could end.`;
	if (plain.test(value) || context === 'comment') return undefined;
	if (value === '' && canBeEmpty.includes(context)) return undefined;
	if (value.includes('\0')) return `${asked} holds a NUL, which no command can be given.`;
	if (context !== 'word') return `${asked} stands ${where[context]}, where its value would not be one word.`;
	return again(from)
		? `${asked} is read once more by another shell, where its value would not be one word.`
		: undefined;
}

function refusal(message: string) {
	const fix = 'Give it a value of letters, digits and _@%+=:,./- or put it outside of quotes in the document.';
	return failed('refused', message, fix);
}

/** The places of a command in which a value is wanted: where it is asked for by name, and what it leaves open. */
function spotsIn(text: string): readonly Spot[] {
	const named = [...text.matchAll(valueForm)].map(({ 0: whole, 1: name = '', index }) => ({
		...{ name, asked: `{{${name}}}` },
		...{ from: index, to: index + whole.length },
	}));
	const left = blankSpots(text).map(({ text: whole, from }) => ({
		...{ name: whole, asked: whole },
		...{ from, to: from + whole.length },
	}));
	const found = [...named, ...left].toSorted((a, b) => a.from - b.from);
	const contexts = contextsAt(
		text,
		found.map(({ from }) => from),
	);
	return found.map((spot, at) => ({ ...spot, context: contexts[at] ?? 'here' }));
}

/** A value as it stands in the command: quoted where it is a bare word, as it is where it is plain. */
function worded(value: string, context: Context): string {
	if (context === 'comment') return value.replaceAll(/[^\S ]+/g, ' ');
	return context === 'word' ? quote(['x', value]).slice(2) : value;
}

/** What is put in a place: for the shell, and for people. */
interface Put {
	readonly script: string;
	readonly shown: string;
}

/** A secret is its number for the shell: the value comes on another way. */
function secretPut(
	{ again }: Command,
	{ asked, from, context }: Spot,
	reference: string,
	secrets: string[],
): Result<Put> {
	if (context !== 'word') return refusal(`${asked} is a secret, and stands where it is no word of its own.`);
	if (again(from)) return refusal(`${asked} is a secret, and another shell would read it once more.`);
	if (!secrets.includes(reference)) secrets.push(reference);
	return { ok: true, value: { script: `"$wd_${secrets.indexOf(reference) + 1}"`, shown: asked } };
}

function put(command: Command, spot: Spot, value: Value | undefined, secrets: string[]): Result<Put> {
	const { asked } = spot;
	if (value === undefined) {
		if (spot.context === 'comment') return { ok: true, value: { script: asked, shown: asked } };
		return failed('missing', `${asked} has no value yet.`, `Give it one.`);
	}
	if (typeof value !== 'string') return secretPut(command, spot, value.secret, secrets);
	const wrong = unfit(command, spot, value);
	if (wrong !== undefined) return refusal(wrong);
	const word = worded(value, spot.context);
	return { ok: true, value: { script: word, shown: word } };
}

/**
 * Puts values into a shell command, each as one word; refuses what cannot be one word where it stands, a value that is missing, and a secret
 * anywhere but as a bare word. The secrets themselves are not in it: io hands them over on the command's standard input.
 */
export function filled(text: string, values: Readonly<Record<string, Value>>): Result<Filled> {
	const command: Command = { text, again: readAgainIn(text) };
	const secrets: string[] = [];
	let script = '';
	let shown = '';
	let at = 0;
	for (const spot of spotsIn(text)) {
		const value = Object.hasOwn(values, spot.name) ? values[spot.name] : undefined;
		const made = put(command, spot, value, secrets);
		if (!made.ok) return made;
		const between = text.slice(at, spot.from);
		script += between + made.value.script;
		shown += between + made.value.shown;
		at = spot.to;
	}
	return { ok: true, value: { script: script + text.slice(at), shown: shown + text.slice(at), secrets } };
}

/** A text for people with its values; what is missing or secret stays as it is asked for. */
export function filledText(text: string, values: Readonly<Record<string, Value>>): string {
	return text.replaceAll(valueForm, (whole, name: string) => {
		const value = Object.hasOwn(values, name) ? values[name] : undefined;
		return typeof value === 'string' ? value : whole;
	});
}
