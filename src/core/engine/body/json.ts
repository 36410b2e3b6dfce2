import type { Json } from '../../call.ts';

/** A list or record of JSON whose members can be looked at; words are none. */
export function isRecord(json: unknown): json is Readonly<Record<string, Json>> {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Whether two values are the same JSON; the order of keys does not count, a missing key and `undefined` are one. */
export function isSame(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((member, index) => isSame(member, b[index]));
	}
	if (!isRecord(a) || !isRecord(b)) return false;
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => isSame(own(a, key), own(b, key)));
}

/** A member of a record by its own key: `constructor` is no member of an empty one. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether a value says nothing: missing, or empty text, list or record. */
export function isEmpty(json: unknown): boolean {
	if (json === undefined || json === null || json === '') return true;
	return Array.isArray(json) ? json.length === 0 : isRecord(json) && Object.keys(json).length === 0;
}

/**
 * Whether somewhere in it there is a key `$word`. In a body such a key stands for a value that io puts in, so a label or
 * an option of that name must never get into one.
 */
export function holdsWord(json: unknown): boolean {
	if (Array.isArray(json)) return json.some(holdsWord);
	if (!isRecord(json)) return false;
	return Object.entries(json).some(([key, value]) => key === '$word' || holdsWord(value));
}

/** The members of a record that say something. */
export function told(record: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> {
	const entries = Object.entries(record).flatMap(([key, value]) =>
		value === undefined ? [] : [[key, value] as const],
	);
	return Object.fromEntries(entries);
}
