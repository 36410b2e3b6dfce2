import { pathOf, valueAt } from '../web/json-path.ts';
import type { Expectation } from './expectation.ts';
import type { Fits } from './search.ts';
import type { Came } from './stand.ts';

/** What a command gave: its exit code, and what it wrote, both streams in the order in which they came. */
export interface Gave {
	readonly code: number;
	readonly text: string;
	/** There was more text than is here. */
	readonly cut?: true;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** The status that curl tells: of the last head (`-I`, `-i`), or a number alone in the last line (`-w '%{http_code}'`). */
function statusIn(text: string): number | undefined {
	const heads = [...text.matchAll(/^HTTP\/[\d.]+\s+(\d{3})\b/gm)].at(-1)?.[1];
	const alone = /(?:^|\s)([1-5]\d\d)\s*$/.exec(text)?.[1];
	const found = heads ?? alone;
	return found === undefined ? undefined : Number(found);
}

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** `holds`: undefined where that is not known. */
interface Found {
	readonly holds: boolean | undefined;
	readonly say: string;
}

const more = 'it said more than is kept';

/** Whether a text is there, or is not, as is wanted; what was cut may have held it. */
function sought(text: string, wanted: 'contains' | 'lacks', gave: Gave): Found {
	const isThere = gave.text.includes(text);
	if (isThere) return { holds: wanted === 'contains', say: `“${short(text)}” seen` };
	if (gave.cut === true) return { holds: undefined, say: `no “${short(text)}” in what was kept of it, and ${more}` };
	return { holds: wanted === 'lacks', say: `no “${short(text)}”` };
}

function matched(regex: string, { cut }: Gave, fits: Fits): Found {
	const holds = fits(regex);
	if (holds === undefined) return { holds, say: `it took too long to look for ${short(regex)}` };
	if (holds) return { holds, say: `matches ${short(regex)}` };
	if (cut === true) return { holds: undefined, say: `what was kept of it does not match ${short(regex)}, and ${more}` };
	return { holds, say: `does not match ${short(regex)}` };
}

function jsonHas(path: string, wanted: string, { text, cut }: Gave): Found {
	if (cut === true) return { holds: undefined, say: `${path} is not known, expected ${short(wanted)}: ${more}` };
	const value = valueAt(jsonIn(text), pathOf(path) ?? []);
	const said = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	return { holds: said === wanted, say: `${path} is ${short(said)}, expected ${short(wanted)}` };
}

/** Of what was cut the end is kept, where the status stands. */
function hasStatus(wanted: number, { text, cut }: Gave): Found {
	const status = statusIn(text);
	const holds = status === undefined && cut === true ? undefined : status === wanted;
	return { holds, say: `HTTP ${status ?? 'status not found'}, expected ${wanted}` };
}

/** Whether it holds, and in words what was found next to what was expected. */
function found(expectation: Expectation, gave: Gave, fits: Fits): Found {
	const { code } = gave;
	switch (expectation.is) {
		case 'exit':
			return { holds: code === expectation.code, say: `exit ${code}, expected ${expectation.code}` };
		case 'contains':
		case 'lacks':
			return sought(expectation.text, expectation.is, gave);
		case 'matches':
			return matched(expectation.regex, gave, fits);
		case 'json':
			return jsonHas(expectation.path, expectation.value, gave);
		case 'http':
			return hasStatus(expectation.status, gave);
	}
}

/**
 * How a command came out: `ok` or `failed` by what is expected of it and, unless its exit code is part of that, by exit code 0; `open` where
 * something is not known, or where words promise what nobody can look for. `fits`: what was found of the regular expressions (`fitsIn`).
 */
export function verdictOf(
	gave: Gave,
	expect: readonly Expectation[],
	words: string | undefined,
	fits: Fits,
): Pick<Came, 'verdict' | 'because'> {
	const all = expect.map((one) => found(one, gave, fits));
	const wrong = all.filter(({ holds }) => holds === false);
	const unknown = all.filter(({ holds }) => holds === undefined);
	const asksCode = expect.some(({ is }) => is === 'exit');
	if (!asksCode && gave.code !== 0) wrong.unshift({ holds: false, say: `exit ${gave.code}` });
	const said = (some: readonly Found[]): string => some.map(({ say }) => say).join('; ');
	if (wrong.length > 0) return { verdict: 'failed', because: said(wrong) };
	if (unknown.length > 0) return { verdict: 'open', because: `not known: ${said(unknown)}` };
	if (all.length > 0) return { verdict: 'ok', because: said(all) };
	if (words !== undefined) return { verdict: 'open', because: 'exit 0; compare it with what is expected' };
	return { verdict: 'ok', because: 'exit 0' };
}
