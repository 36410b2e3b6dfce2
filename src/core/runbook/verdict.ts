import { pathOf, valueAt } from '../web/json-path.ts';
import type { Expectation } from './expectation.ts';
import type { Came } from './walk.ts';

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

interface Found {
	readonly holds: boolean;
	readonly say: string;
}

/** Whether a text is there, or is not, as is wanted; of a text that was cut that is said of what was kept. */
function sought(text: string, wanted: 'contains' | 'lacks', gave: Gave): Found {
	const isThere = gave.text.includes(text);
	const more = gave.cut === true && !isThere ? ' in what was kept of it' : '';
	const said = isThere ? `“${short(text)}” seen` : `no “${short(text)}”${more}`;
	return { holds: isThere === (wanted === 'contains'), say: said };
}

/** Whether it holds, and in words what was found next to what was expected. */
function found(expectation: Expectation, gave: Gave): Found {
	const { code, text } = gave;
	switch (expectation.is) {
		case 'exit':
			return { holds: code === expectation.code, say: `exit ${code}, expected ${expectation.code}` };
		case 'contains':
		case 'lacks':
			return sought(expectation.text, expectation.is, gave);
		case 'matches': {
			const holds = new RegExp(expectation.regex, 'mu').test(text.slice(0, 1_000_000));
			return { holds, say: `${holds ? 'matches' : 'does not match'} ${short(expectation.regex)}` };
		}
		case 'json': {
			const value = valueAt(jsonIn(text), pathOf(expectation.path) ?? []);
			const said = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
			return {
				holds: said === expectation.value,
				say: `${expectation.path} is ${short(said)}, expected ${short(expectation.value)}`,
			};
		}
		case 'http': {
			const status = statusIn(text);
			return {
				holds: status === expectation.status,
				say: `HTTP ${status ?? 'status not found'}, expected ${expectation.status}`,
			};
		}
	}
}

/**
 * How a command came out: `ok` or `failed` by what is expected of it and, unless its exit code is part of that, by exit code 0; `open` where
 * words promise something that nobody can look for.
 */
export function verdictOf(
	gave: Gave,
	expect: readonly Expectation[],
	words?: string,
): Pick<Came, 'verdict' | 'because'> {
	const all = expect.map((one) => found(one, gave));
	const wrong = all.filter(({ holds }) => !holds);
	const asksCode = expect.some(({ is }) => is === 'exit');
	if (!asksCode && gave.code !== 0) wrong.unshift({ holds: false, say: `exit ${gave.code}` });
	if (wrong.length > 0) return { verdict: 'failed', because: wrong.map(({ say }) => say).join('; ') };
	if (all.length > 0) return { verdict: 'ok', because: all.map(({ say }) => say).join('; ') };
	if (words !== undefined) return { verdict: 'open', because: 'exit 0; compare it with what is expected' };
	return { verdict: 'ok', because: 'exit 0' };
}
