import type { Millis } from '../../../core/model.ts';
import type { EngineAnswer, EngineRequest } from '../engine/types.ts';
import type { DemoHost } from '../world.ts';

/** What a command said and how it ended. */
export interface Said {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** Where a command runs. */
export interface Shell {
	readonly now: Millis;
	readonly host: () => DemoHost;
	readonly put: (host: DemoHost) => void;
	/** Asks the engine, which may be changed by it. */
	readonly ask: (request: EngineRequest) => EngineAnswer;
}

/** One program of a simulated host; undefined: with these words it is beyond it. */
export type Program = (words: readonly string[], shell: Shell, input: string) => Said | undefined;

/** What went well. */
export function said(out: string): Said {
	return { code: 0, out: out === '' || out.endsWith('\n') ? out : `${out}\n`, err: '' };
}

/** What did not. */
export function refused(err: string, code = 1): Said {
	return { code, out: '', err: err.endsWith('\n') ? err : `${err}\n` };
}

/** The value behind an option (`--tail 5`, `--tail=5`), and the words without both. */
export function optionOf(
	words: readonly string[],
	names: readonly string[],
): { readonly value?: string; readonly rest: readonly string[] } {
	const joined = words.findIndex((word) => names.some((name) => word.startsWith(`${name}=`)));
	if (joined >= 0)
		return { value: words[joined]?.replace(/^[^=]*=/, '') ?? '', rest: words.filter((_, index) => index !== joined) };
	const at = words.findIndex((word) => names.includes(word));
	const value = words[at + 1];
	if (at < 0 || value === undefined) return { rest: words };
	return { value, rest: words.filter((_, index) => index !== at && index !== at + 1) };
}

/** Whether all words but these are no options: what is not known is not passed over in silence. */
export function hasOnly(words: readonly string[], known: readonly string[]): boolean {
	return words.every((word) => !word.startsWith('-') || known.includes(word));
}
