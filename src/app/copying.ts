import { cleanLines } from '../core/clean.ts';
import { failureText } from '../core/failure-text.ts';
import type { Result } from '../core/model.ts';
import type { Terminal } from '../io/terminal.ts';

/** What copying works with. */
export interface Copying {
	readonly terminal: Pick<Terminal, 'copy'>;
	/** What tmux says of `allow-passthrough`, where the terminal is one of its panes. */
	readonly passthrough: () => Promise<string | undefined>;
	/** Where a text is put that the terminal does not get. */
	readonly path: string;
	readonly write: (path: string, text: string) => Promise<Result<void>>;
}

/** Lines of a text that are copied, at the most. */
const most = 10_000;

/** Copies a text into the clipboard of the terminal, or where that would not get it into a file; gives what is said of it. */
export const makeCopying =
	({ terminal, passthrough, path, write }: Copying) =>
	async (text: string): Promise<string> => {
		const shown = cleanLines(text, most);
		// What tmux keeps for itself it drops without a word.
		const isKept = (await passthrough()) === 'off';
		if (!isKept && terminal.copy(shown)) return 'copied';
		const written = await write(path, `${shown.join('\n')}\n`);
		if (!written.ok) return failureText(written.failure);
		if (!isKept) return `too long for the terminal's clipboard: written to ${path}`;
		return `written to ${path}: tmux keeps what is copied from your terminal, until you run tmux set -g allow-passthrough on`;
	};
