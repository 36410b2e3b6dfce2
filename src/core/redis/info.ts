/** What INFO told, by its own names. */
export type Info = ReadonlyMap<string, string>;

/** A Redis has some 200 facts; so many are kept, and so much of each, in UTF-16 units. */
const mostFacts = 2000;
const longest = 512;
const form = /^([a-z0-9_.-]{1,64}):(.*)$/is;

/** The lines of an answer to INFO: `name:value`, with `# Section` and empty lines between. The rest is passed over. */
export function parseInfo(lines: readonly string[]): Info {
	const info = new Map<string, string>();
	for (const line of lines) {
		if (info.size >= mostFacts) break;
		const [, name, value = ''] = form.exec(line.slice(0, longest)) ?? [];
		if (name !== undefined && !info.has(name)) info.set(name, value);
	}
	return info;
}

/** A fact that is a number, not below zero; undefined where it is missing or is none. */
export function numberIn(info: Info, name: string): number | undefined {
	const text = info.get(name);
	return text !== undefined && /^\d{1,20}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined;
}

/** The parts of a fact such as `ip=10.0.0.2,port=6379,state=online,lag=1`. */
export function partsOf(value: string): Info {
	return new Map(
		value.split(',').flatMap((part) => {
			const at = part.indexOf('=');
			return at < 1 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const];
		}),
	);
}
