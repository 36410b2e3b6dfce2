/** No script of ours prints so many lines, nor one so long. */
const mostLines = 20_000;
const longestLine = 4096;

/** What a script printed, by the keys of its lines `key=value`; in each the order in which it was printed. */
export type Said = ReadonlyMap<string, readonly string[]>;

/** The lines of a script's answer: only a line feed ends one, whatever else a name in it holds; what is no such line, or too long, is passed over (a login may print a greeting). */
export function saidIn(text: string, longest = longestLine): Said {
	const found = new Map<string, string[]>();
	for (const line of text.split('\n', mostLines)) {
		const [, key, value] = line.length > longest ? [] : (/^([a-z][a-z0-9-]*)=(.*?)\r?$/s.exec(line) ?? []);
		if (key === undefined || value === undefined) continue;
		const values = found.get(key);
		if (values === undefined) found.set(key, [value]);
		else values.push(value);
	}
	return found;
}

/** The first value of a key. */
export function firstSaid(said: Said, key: string): string | undefined {
	return said.get(key)?.[0];
}

/** A whole number that is not negative, as `stat`, `date` and `wc` write it; undefined for all else. */
export function wholeOf(text: string | undefined): number | undefined {
	return text !== undefined && /^ *\d{1,15} *$/.test(text) ? Number(text) : undefined;
}
