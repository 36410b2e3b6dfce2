import type { LogLine } from '../model.ts';
import { withoutColours } from './colours.ts';
import { isError, levelOf } from './level.ts';

/** A signature is made of no more than so many characters of a line. */
const head = 300;

/** What stands for values in a signature, in the order in which it is tried. */
const values: readonly (readonly [RegExp, string])[] = [
	[/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '#'],
	[/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '#'],
	[/"[^"]{0,200}"|'[^']{0,200}'/g, '"#"'],
	[/\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi, '#'],
	[/\d+(?:[.:]\d+)*/g, '#'],
	[/\s+/g, ' '],
];

/** A line without what differs between lines of the same kind (times, ids, numbers, quoted text). */
export function signatureOf(text: string): string {
	const message = withoutColours(messageOf(text).slice(0, head));
	return values.reduce((rest, [value, sign]) => rest.replace(value, sign), message).trim();
}

/** Fields of a line of JSON that say why: its message alone is often the same for every failure. */
const causes = ['err', 'error', 'exception', 'cause', 'reason'];

/** The message of a line of JSON with its cause; the line itself where it is none. */
export function messageOf(text: string): string {
	return saidIn(text)?.message ?? text;
}

/** A line of JSON taken apart for reading: its cause stands with its message, where it is not cut first. */
export function saidIn(text: string): ReturnType<typeof fieldsOf> {
	const fields = fieldsOf(text);
	const cause = fields?.rest.find(([name, value]) => causes.includes(name) && value !== 'null');
	if (fields === undefined || cause === undefined) return fields;
	return { message: `${fields.message}: ${cause[1]}`, rest: fields.rest.filter((one) => one !== cause) };
}

/** A line of JSON taken apart; undefined where it is none or is too long to be looked at. */
export function fieldsOf(
	text: string,
): { readonly message: string; readonly rest: readonly (readonly [string, string])[] } | undefined {
	if (!text.startsWith('{') || !text.trimEnd().endsWith('}') || text.length > 16_384) return undefined;
	const parsed = parsedRecord(text);
	if (parsed === undefined) return undefined;
	const key = ['msg', 'message', 'event', 'error'].find((name) => typeof parsed[name] === 'string');
	if (key === undefined) return undefined;
	const rest = Object.entries(parsed)
		.filter(([name]) => name !== key)
		.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
	return { message: String(parsed[key]), rest };
}

function parsedRecord(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		// JSON.parse has no other way to say that a line only looks like JSON.
		return undefined;
	}
}

/** What is looked for in every log, with the words it is counted under. */
const patterns: readonly (readonly [string, RegExp])[] = [
	['out of memory', /\b(?:OOM|OOMKilled|out of memory|Cannot allocate memory|heap out of)\b/i],
	['slow query', /\bslow (?:query|sql)\b|\bduration: \d{4,}(?:\.\d+)? ms\b/i],
	['401 or 403', /\b(?:HTTP\/[\d.]+"|status["=: ]+|code["=: ]+)\s*40[13]\b|\b40[13] (?:Unauthorized|Forbidden)\b/i],
	['connection refused', /ECONNREFUSED|connection refused/i],
	['time-out', /\b(?:ETIMEDOUT|timed? ?out|deadline exceeded)\b/i],
];

/** How often something was said. */
export interface Count {
	readonly say: string;
	readonly count: number;
}

function counts(names: Iterable<string>): readonly Count[] {
	const byName = new Map<string, number>();
	for (const name of names) byName.set(name, (byName.get(name) ?? 0) + 1);
	return [...byName].map(([say, count]) => ({ say, count })).sort((a, b) => b.count - a.count);
}

/** How often each known pattern stands in these lines, the most frequent first; with the errors in all. */
export function patternCounts(lines: readonly LogLine[]): readonly Count[] {
	return counts(
		lines.flatMap(({ text }) => [
			...(isError(levelOf(text)) ? ['errors'] : []),
			...patterns.filter(([, pattern]) => pattern.test(text.slice(0, head))).map(([say]) => say),
		]),
	);
}

/** The kinds of error lines, the most frequent first. */
export function errorSignatures(lines: readonly LogLine[]): readonly Count[] {
	return counts(lines.filter(({ text }) => isError(levelOf(text))).map(({ text }) => signatureOf(text)));
}
