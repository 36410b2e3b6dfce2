import type { Json } from '../core/call.ts';
import { isSecretKey } from '../core/secret-names.ts';

/** A shorter value would take too much harmless text with it, in characters. */
const shortest = 6;
/** Where commands stand in the engine's answers. */
const commandKeys = new Set(['Cmd', 'Args', 'Entrypoint', 'Command', 'Test']);
const password = /:\/\/[^:/\s@]*:([^@/\s]+)@/g;

type Found = Set<string>;

function isRecord(json: Json): json is Readonly<Record<string, Json>> {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function addPasswords(text: string, found: Found): void {
	for (const [, secret] of text.matchAll(password)) if (secret !== undefined) found.add(secret);
}

/** `_FILE` is the custom for "the secret is in this file": the path itself is none. */
function addNamed(name: string, value: string, found: Found): void {
	if (isSecretKey(name) && !/_FILE$/i.test(name)) found.add(value);
	addPasswords(value, found);
}

function addEnv(list: Json, found: Found): void {
	if (!Array.isArray(list)) return;
	for (const entry of list) {
		if (typeof entry !== 'string') continue;
		const at = entry.indexOf('=');
		if (at > 0) addNamed(entry.slice(0, at), entry.slice(at + 1), found);
	}
}

function addLabels(labels: Json, found: Found): void {
	if (!isRecord(labels)) return;
	for (const [name, value] of Object.entries(labels)) if (typeof value === 'string') addNamed(name, value, found);
}

/** `--password=X` and `--password X`. */
function addWords(command: Json, found: Found): void {
	const list = typeof command === 'string' ? [command] : Array.isArray(command) ? command : [];
	const words = list.flatMap((part) => (typeof part === 'string' ? part.split(/\s+/) : []));
	for (const [index, word] of words.entries()) {
		addPasswords(word, found);
		const option = /^-{0,2}([\w.-]+)=(.+)$/.exec(word);
		if (option?.[1] !== undefined && option[2] !== undefined) addNamed(option[1], option[2], found);
		const next = words[index + 1];
		if (/^--?[\w.-]+$/.test(word) && next !== undefined && !next.startsWith('-'))
			addNamed(word.replace(/^-+/, ''), next, found);
	}
}

function walk(json: Json, found: Found): void {
	if (Array.isArray(json)) for (const each of json) walk(each, found);
	if (!isRecord(json)) return;
	for (const [key, value] of Object.entries(json)) {
		if (key === 'Env') addEnv(value, found);
		else if (key === 'Labels') addLabels(value, found);
		else if (commandKeys.has(key)) addWords(value, found);
		walk(value, found);
	}
}

/** Names of things are never hidden, even where somebody took one as a password. */
function ownNames(json: Json, names: Set<string>): void {
	if (Array.isArray(json)) for (const each of json) ownNames(each, names);
	if (!isRecord(json)) return;
	for (const [key, value] of Object.entries(json)) {
		if (
			typeof value === 'string' &&
			(key === 'Name' || key === 'Image' || /^com\.docker\..*(project|service)/.test(key))
		)
			for (const part of [value, ...value.split(/[/:@]/)]) names.add(part);
		ownNames(value, names);
	}
}

/** The values in an engine's answer that look like secrets: env, labels and command line words, by their names. */
export function secretsIn(answer: Json): readonly string[] {
	const found: Found = new Set();
	walk(answer, found);
	const names = new Set<string>();
	ownNames(answer, names);
	return [...found].filter((value) => value.length >= shortest && !names.has(value));
}
