import type { Body, Call, Json, Word } from './call.ts';

/** How many values of a call a person does not see: those that stay on their host, and secrets of the config. */
export interface Withheld {
	readonly kept: number;
	readonly secret: number;
}

/** Whether this JSON stands for a value that io puts in. */
export function isWord(json: Json): json is { readonly $word: Word } {
	return typeof json === 'object' && json !== null && !Array.isArray(json) && '$word' in json;
}

function ofWord(word: Word): readonly (keyof Withheld)[] {
	if (typeof word === 'string') return [];
	if ('secret' in word) return ['secret'];
	if ('kept' in word) return ['kept'];
	if ('program' in word) return [];
	return word.flatMap(ofWord);
}

function ofJson(json: Json): readonly (keyof Withheld)[] {
	if (typeof json !== 'object' || json === null) return [];
	if (isWord(json)) return ofWord(json.$word);
	return Object.values<Json>(json).flatMap(ofJson);
}

function ofBody(body: Body | undefined): readonly (keyof Withheld)[] {
	if (body === undefined) return [];
	return 'json' in body ? ofJson(body.json) : ofWord(body.text);
}

function of(call: Call): readonly (keyof Withheld)[] {
	switch (call.via) {
		case 'exec':
			return [...call.argv, call.input ?? ''].flatMap(ofWord);
		case 'engine':
			return [...Object.values(call.query ?? {}).flatMap(ofWord), ...ofJson(call.body ?? null)];
		case 'http':
			return [...Object.values(call.headers ?? {}).flatMap(ofWord), ...ofBody(call.body)];
		case 'tcp':
			return [call.send ?? '', ...(call.resp ?? []).flat()].flatMap(ofWord);
		case 'tls':
		case 'dns':
			return [];
		case 'sql':
			return [call.password ?? '', call.ca ?? ''].flatMap(ofWord);
	}
}

/** Counts what `callText` names instead of showing it. A call in which that is anything cannot be pasted. */
export function withheldIn(call: Call): Withheld {
	const all = of(call);
	return { kept: all.filter((is) => is === 'kept').length, secret: all.filter((is) => is === 'secret').length };
}
