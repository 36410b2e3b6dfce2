import type { Fields } from './types.ts';

/** A JSON object; an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A text; an empty one for anything else. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A number; 0 for anything else. */
export function numberOf(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}

/** The texts of a list; none for anything else. */
export function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The objects of a list; none for anything else. */
export function listOf(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The texts of an object, by name. */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, each]) => [name, textOf(each)]));
}

/** Does a query's word mean yes, as the engine reads it? */
export function isYes(value: string | null): boolean {
	return value !== null && !['', '0', 'no', 'false', 'none'].includes(value.toLowerCase());
}

/** A time as the engine writes it; none is year 1. */
export function stamp(at: number | undefined): string {
	return at === undefined ? '0001-01-01T00:00:00Z' : new Date(at).toISOString();
}
