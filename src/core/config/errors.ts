import type { z } from 'zod';
import { isSecretField } from '../secret-names.ts';
import { member } from './member.ts';
import { nearest } from './nearest.ts';
import type { Path, Place, Position } from './place.ts';

/** A mistake in the config: where, what, and how it would be right. */
export interface ConfigError extends Position {
	readonly message: string;
	readonly fix?: string;
}
type Issue = z.core.$ZodIssue;

/** The text of an error as compilers print it: `file:line:column: what; fix`. */
export const errorText = (file: string, { line, column, message, fix }: ConfigError): string =>
	`${file}:${line}:${column}: ${message}${fix === undefined ? '' : `\n    ${fix}`}`;

/** What a mistake is told from: where things stand, what may stand there, what does. */
export interface Reading {
	readonly place: Place;
	readonly schema: z.ZodType;
	readonly content: unknown;
}

/** A mistake that zod found, with its place, in words, and what was probably meant. */
export const errorsOf = (issue: Issue, reading: Reading): readonly ConfigError[] => {
	const { place } = reading;
	const where = issue.path.length > 0 ? `\`${issue.path.map(String).join('.')}\`` : 'the config';
	switch (issue.code) {
		case 'unrecognized_keys':
			return issue.keys.map((key) => ({
				...place(issue.path, key),
				message: `${where} has no \`${key}\``,
				...suggestion(key, knownKeys(issue.path, reading)),
			}));
		case 'invalid_key':
			return [
				{
					...place(issue.path.slice(0, -1), String(issue.path.at(-1))),
					message: `${where} must be ${issue.issues[0]?.message ?? 'a name'}`,
				},
			];
		case 'invalid_value':
			return [
				{
					...place(issue.path),
					message: `${where} must be one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}${given(issue.input)}`,
					...suggestion(String(issue.input), issue.values.map(String)),
				},
			];
		case 'invalid_union':
			if (issue.discriminator !== undefined) return [unknownKind(issue, issue.discriminator, reading)];
			return meantIn(issue).flatMap((meant) => errorsOf(meant, reading));
		default:
			return [
				{
					...place(issue.path),
					message: `${where} must be ${wanted(issue)}${isSecret(issue.path) || isWhole(issue) ? '' : given(issue.input)}`,
					...example(issue.path, reading),
				},
			];
	}
};

/** Of a union, the mistakes in the alternative that the writer meant: the one of the same kind (text, map) as what stands there. */
const meantIn = (issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] => {
	const sameKind = issue.errors.find(([first]) => first?.code !== 'invalid_type' || first.path.length > 0);
	return (sameKind ?? issue.errors[0] ?? []).map((branch) => ({ ...branch, path: [...issue.path, ...branch.path] }));
};

/** What stands where its kind says what else belongs to it, and is of none that is known. */
const unknownKind = (issue: Issue, key: string, { place, schema, content }: Reading): ConfigError => {
	const of = issue.path.slice(0, -1);
	const words = kindsOf(schemaAt(of, schema, undefined), key);
	const word = of.concat(key).reduce<unknown>((value, step) => member(value, String(step)), content);
	return {
		...place(word === undefined ? of : issue.path),
		message: `\`${issue.path.map(String).join('.')}\` must be one of ${words.map((one) => `\`${one}\``).join(', ')}${given(word)}`,
		...(word === undefined ? {} : suggestion(String(word), words)),
	};
};

const wanted = (issue: Issue): string => {
	// The schema's own words; the library's begin with a capital and fit no sentence.
	if (issue.code !== 'invalid_type' || !/^[A-Z]/.test(issue.message)) return issue.message;
	const names: Readonly<Record<string, string>> = {
		object: 'a map',
		record: 'a map',
		array: 'a list',
		string: 'text',
		boolean: '`true` or `false`',
		number: 'a number',
	};
	return names[issue.expected] ?? issue.expected;
};

/** What stands under `headers`, `env`, `password` or `remote` (rclone takes settings in its name) may be a secret that was written out: it is not repeated, nor is one in an address. */
const isSecret = (path: Path): boolean =>
	path.includes('headers') || path.at(-2) === 'env' || path.at(-1) === 'remote' || isSecretField(String(path.at(-1)));

/** Whether it is a map or a list that is wrong as a whole: that it is one is no news. */
const isWhole = ({ code, input }: Issue): boolean => code === 'custom' && typeof input === 'object' && input !== null;

const given = (input: unknown): string => {
	if (input === undefined) return ', but is not there';
	if (typeof input === 'string' && /:\/\/[^/]*@/.test(input)) return '';
	if (input === null) return ', but is empty';
	return typeof input === 'object'
		? `, but is a ${Array.isArray(input) ? 'list' : 'map'}`
		: `, but is \`${String(input)}\``;
};

/** `Did you mean …`, or all the words that are known there. */
export const suggestion = (word: string, words: readonly string[]): { readonly fix?: string } => {
	const meant = nearest(word, words);
	if (meant !== undefined) return { fix: `Did you mean \`${meant}\`?` };
	return words.length > 0 ? { fix: `It knows: ${words.join(', ')}.` } : {};
};

/** The keys that the schema knows at a path; names of the user's own are skipped by walking records. */
const knownKeys = (path: Path, { schema, content }: Reading): readonly string[] =>
	keysOf(schemaAt(path, schema, content));
const alternatives = (schema: object): readonly unknown[] =>
	[member(schema, 'anyOf'), member(schema, 'oneOf')].flatMap((list) => (Array.isArray(list) ? list : []));
const branchesOf = (schema: unknown): readonly object[] => {
	if (typeof schema !== 'object' || schema === null) return [];
	const others = alternatives(schema);
	return others.length > 0 ? others.flatMap(branchesOf) : [schema];
};
/** The kind that alone belongs to a branch of the schema; undefined where it is not of a kind. */
const kindOf = (branch: unknown, key: string): unknown => member(member(member(branch, 'properties'), key), 'const');
const kindsOf = (schema: unknown, key: string): readonly string[] =>
	branchesOf(schema).flatMap((branch) => {
		const kind = kindOf(branch, key);
		return typeof kind === 'string' ? [kind] : [];
	});
const isMeant = (branch: object, content: unknown): boolean => {
	const kind = kindOf(branch, 'kind');
	return kind === undefined || member(content, 'kind') === undefined || kind === member(content, 'kind');
};
const childOf = (schema: unknown, key: string, content: unknown): unknown => {
	for (const branch of branchesOf(schema).filter((one) => isMeant(one, content))) {
		const named = member(member(branch, 'properties'), key);
		if (named !== undefined) return named;
		const any = member(branch, 'additionalProperties');
		if (typeof any === 'object') return any;
	}
	return undefined;
};
/** What may stand at a path; of several kinds, what belongs to the one that stands there. */
const schemaAt = (path: Path, whole: z.ZodType, content: unknown): unknown => {
	let schema: unknown = whole.toJSONSchema({ io: 'input', target: 'draft-7' });
	let here = content;
	for (const key of path) {
		schema = childOf(schema, String(key), here);
		here = member(here, String(key));
	}
	const meant = branchesOf(schema).filter((one) => isMeant(one, here));
	return meant.length === 0 ? schema : { anyOf: meant };
};
/** What could stand at a path, from the schema's own examples. */
const example = (given: Path, { schema, content }: Reading): { readonly fix?: string } => {
	// Of a list's item, the example is the list.
	const path = given.slice(0, given.findLastIndex((key) => typeof key === 'string') + 1);
	const parent = schemaAt(path.slice(0, -1), schema, content);
	const examples = member(childOf(parent, String(path.at(-1)), undefined), 'examples');
	const [first]: readonly unknown[] = Array.isArray(examples) ? examples : [];
	return first === undefined
		? {}
		: { fix: `For example: \`${String(path.at(-1))}: ${typeof first === 'string' ? first : JSON.stringify(first)}\`` };
};
const keysOf = (schema: unknown): readonly string[] =>
	branchesOf(schema).flatMap((branch) => Object.keys(member(branch, 'properties') ?? {}));
