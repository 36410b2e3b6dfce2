import { parse } from 'yaml';
import type { Word } from '../call.ts';

const reference = /\$\{(env|file|cmd):([^}]*)\}/g;

/** Whether a text holds a reference to a secret. */
export const hasReference = (text: string): boolean => /\$\{(env|file|cmd):[^}]+\}/.test(text);

/** What is wrong with the references in a text, in words; undefined when nothing is. */
export const wrongReference = (text: string): string | undefined => {
	const left = text.replace(reference, '');
	if (left.includes('${')) return `\${…} must be \${env:NAME}, \${file:PATH} or \${cmd:…}`;
	for (const [, kind, rest] of text.matchAll(reference)) {
		if ((rest ?? '').trim() === '') return `\${${kind}:} names nothing`;
		if (kind === 'cmd' && commandOf(rest ?? '') === undefined) {
			return `\${cmd:…} takes words, or a YAML list of words such as \${cmd:[pass, show, "a b"]}`;
		}
	}
	return undefined;
};

/** The words of a `${cmd:…}`: a YAML list, or words with spaces between; no shell ever sees them. */
export const commandOf = (text: string): readonly string[] | undefined => {
	if (!text.trim().startsWith('[')) return text.trim().split(/\s+/);
	try {
		const list: unknown = parse(text, { schema: 'failsafe' });
		return Array.isArray(list) && list.length > 0 && list.every((word) => typeof word === 'string') ? list : undefined;
	} catch {
		return undefined;
	}
};

/**
 * A text of the config as a word: each `${env:…}`, `${file:…}` and `${cmd:…}` becomes a reference that io puts in at the
 * last moment (`env:NAME`, `file:PATH`, `cmd:["word",…]`).
 */
export const wordOf = (text: string): Word => {
	const words: Word[] = [];
	let from = 0;
	for (const found of text.matchAll(reference)) {
		if (found.index > from) words.push(text.slice(from, found.index));
		const [whole, kind, rest] = found;
		words.push({ secret: kind === 'cmd' ? `cmd:${JSON.stringify(commandOf(rest ?? '') ?? [])}` : `${kind}:${rest}` });
		from = found.index + whole.length;
	}
	if (from < text.length) words.push(text.slice(from));
	return words.length === 1 && words[0] !== undefined ? words[0] : words;
};

/** The commands that the references in a word would run. */
export const commandsIn = (word: Word): readonly string[] => {
	if (typeof word === 'string' || 'kept' in word || 'program' in word) return [];
	if (Array.isArray(word)) return word.flatMap(commandsIn);
	return 'secret' in word && word.secret.startsWith('cmd:') ? [word.secret.slice('cmd:'.length)] : [];
};

/** A text with the variables of the environment put in that it names; a failure names the first one that is not set. */
export const withVariables = (
	text: string,
	env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly value: string } | { readonly ok: false; readonly missing: string } => {
	const names = [...text.matchAll(reference)].flatMap(([, kind, name = '']) => (kind === 'env' ? [name] : []));
	const missing = names.find((name) => (env[name] ?? '') === '');
	if (missing !== undefined) return { ok: false, missing };
	return {
		ok: true,
		value: text.replace(reference, (whole, kind, name) => (kind === 'env' ? (env[name] ?? '') : whole)),
	};
};
