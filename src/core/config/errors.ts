import type { z } from 'zod';
import { nearest } from './nearest.ts';
import type { Path, Place, Position } from './place.ts';
import { configSchema } from './schema.ts';

/** A mistake in the config: where, what, and how it would be right. */
export interface ConfigError extends Position {
	readonly message: string;
	readonly fix?: string;
}
type Issue = z.core.$ZodIssue;

/** The text of an error as compilers print it: `file:line:column: what; fix`. */
export const errorText = (file: string, { line, column, message, fix }: ConfigError): string =>
	`${file}:${line}:${column}: ${message}${fix === undefined ? '' : `\n    ${fix}`}`;

/** A mistake that zod found, with its place, in words, and what was probably meant. */
export const errorsOf = (issue: Issue, place: Place): readonly ConfigError[] => {
	const where = issue.path.length > 0 ? `\`${issue.path.map(String).join('.')}\`` : 'the config';
	switch (issue.code) {
		case 'unrecognized_keys':
			return issue.keys.map((key) => ({
				...place(issue.path, key),
				message: `${where} has no \`${key}\``,
				...suggestion(key, knownKeys(issue.path)),
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
			return meantIn(issue).flatMap((meant) => errorsOf(meant, place));
		default:
			return [
				{
					...place(issue.path),
					message: `${where} must be ${wanted(issue)}${isSecret(issue.path) ? '' : given(issue.input)}`,
					...example(issue.path),
				},
			];
	}
};

/** Of a union, the mistakes in the alternative that the writer meant: the one of the same kind (text, map) as what stands there. */
const meantIn = (issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] => {
	const sameKind = issue.errors.find(([first]) => first?.code !== 'invalid_type' || first.path.length > 0);
	return (sameKind ?? issue.errors[0] ?? []).map((branch) => ({ ...branch, path: [...issue.path, ...branch.path] }));
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

/** What stands under `headers` may be a secret that was written out: it is not repeated, nor is a password in an address. */
const isSecret = (path: Path): boolean => path.includes('headers');

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
const knownKeys = (path: Path): readonly string[] => keysOf(schemaAt(path));
const branchesOf = (schema: unknown): readonly object[] => {
	if (typeof schema !== 'object' || schema === null) return [];
	return 'anyOf' in schema && Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(branchesOf) : [schema];
};
const childOf = (schema: unknown, key: string): unknown => {
	for (const branch of branchesOf(schema)) {
		const named =
			'properties' in branch ? Object.entries(branch.properties ?? {}).find(([name]) => name === key) : undefined;
		if (named !== undefined) return named[1];
		if ('additionalProperties' in branch && typeof branch.additionalProperties === 'object')
			return branch.additionalProperties;
	}
	return undefined;
};
const schemaAt = (path: Path): unknown => {
	let schema: unknown = configSchema.toJSONSchema({ io: 'input', target: 'draft-7' });
	for (const key of path) schema = childOf(schema, String(key));
	return schema;
};
/** What could stand at a path, from the schema's own examples. */
const example = (given: Path): { readonly fix?: string } => {
	// Of a list's item, the example is the list.
	const path = given.slice(0, given.findLastIndex((key) => typeof key === 'string') + 1);
	const schema = schemaAt(path);
	const examples = typeof schema === 'object' && schema !== null && 'examples' in schema ? schema.examples : undefined;
	const [first]: readonly unknown[] = Array.isArray(examples) ? examples : [];
	return first === undefined
		? {}
		: { fix: `For example: \`${String(path.at(-1))}: ${typeof first === 'string' ? first : JSON.stringify(first)}\`` };
};
const keysOf = (schema: unknown): readonly string[] =>
	branchesOf(schema).flatMap((branch) => ('properties' in branch ? Object.keys(branch.properties ?? {}) : []));
