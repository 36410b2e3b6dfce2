import { isError, levelOf } from '../logs/level.ts';

/** What a line of a log is looked at for: whether it is one of a kind. */
export type Fits = (line: string) => boolean;

/** PostgreSQL (`log_min_duration_statement`), MySQL's slow log, MongoDB, and what frameworks write in their own words. */
const slow =
	/\bslow (?:query|sql|request|command)\b|\bduration: \d{4,}(?:\.\d+)? ms|^# Query_time: (?:[1-9]|0\.[5-9])|\b(?:took|durationMillis"?:) ?\d{4,}/i;
const memory =
	/\bout of memory\b|\boom[-_ ]?kill|\bcannot allocate memory\b|\bOutOfMemoryError\b|\bheap limit\b|\bheap out of memory\b|\bMemory cgroup out of memory\b/i;
/** The status of an access log (`" 401 `), or of a structured one (`status=401`, `"statusCode":401`). */
const statusOf = (codes: string) => `" (?:${codes}) |\\bstatus(?:_?code)?["']?[=:] ?["']?(?:${codes})\\b`;
const login = new RegExp(
	`${statusOf('401|403')}|\\b(?:authentication (?:failed|failure)|failed password|login failed|invalid (?:credentials|password|token)|unauthorized|access denied)\\b`,
	'i',
);
const limited = new RegExp(
	`${statusOf('429')}|\\btoo many requests\\b|\\brate[- ]?limit(?:ed)? (?:exceeded|reached)\\b`,
	'i',
);

/** The patterns that need no config, by the names of their numbers. */
export const knownPatterns: Readonly<Record<string, Fits>> = {
	errors: (line) => isError(levelOf(line)),
	slow: (line) => slow.test(line),
	oom: (line) => memory.test(line),
	auth: (line) => login.test(line),
	limited: (line) => limited.test(line),
};

/** The known patterns and those of the config: a line fits one of its texts where it holds it, in whatever case. */
export function patternsWith(own: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, Fits>> {
	const made = Object.entries(own).map(([name, texts]): readonly [string, Fits] => {
		const wanted = texts.map((text) => text.toLowerCase());
		return [name, (line) => wanted.some((text) => line.toLowerCase().includes(text))];
	});
	return { ...knownPatterns, ...Object.fromEntries(made) };
}

/** More of a line is not looked at, in UTF-16 units. */
const longest = 1000;

/** How many lines fit each pattern. */
export function countFits(
	lines: readonly string[],
	patterns: Readonly<Record<string, Fits>>,
): Readonly<Record<string, number>> {
	const entries = Object.entries(patterns);
	const counts = new Map(entries.map(([name]) => [name, 0]));
	for (const whole of lines) {
		const line = whole.length > longest ? whole.slice(0, longest) : whole;
		for (const [name, fits] of entries) if (fits(line)) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return Object.fromEntries(counts);
}
