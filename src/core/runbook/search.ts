import type { Expectation } from './expectation.ts';

/** What came of looking for a regular expression; `late`: it was given up, and nobody knows. */
export type Searched =
	| { readonly is: 'found'; readonly whole: string; readonly group?: string }
	| { readonly is: 'none' }
	| { readonly is: 'late' };

/** Looks for a regular expression of a document (flags `mu`) in a text, for a bounded time and beside the keyboard. */
export type Search = (regex: string, text: string) => Promise<Searched>;

/** Whether a regular expression of a document is in a text; undefined where that is not known. */
export type Fits = (regex: string) => boolean | undefined;

/** Looks for all that is expected to match, so that the verdict has only to be read off. */
export async function fitsIn(text: string, expect: readonly Expectation[], search: Search | undefined): Promise<Fits> {
	const found = new Map<string, boolean | undefined>();
	for (const one of expect) {
		if (one.is !== 'matches' || found.has(one.regex)) continue;
		const came = await search?.(one.regex, text);
		found.set(one.regex, came === undefined || came.is === 'late' ? undefined : came.is === 'found');
	}
	return (regex) => found.get(regex);
}
