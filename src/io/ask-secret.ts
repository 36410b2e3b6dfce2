import type { Shown } from '../core/shown.ts';

/** The terminal's keyboard and screen, as far as one question needs them. */
export interface Asking {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
}

const mostStars = 40;

/** The text after one more character; undefined: they do not want to answer; `done`: it is whole. */
function typed(before: string, sign: string): { readonly text: string; readonly done: boolean } | undefined {
	switch (sign) {
		case '\r':
		case '\n':
			return { text: before, done: true };
		// ctrl-c, ctrl-d and escape.
		case '\u0003':
		case '\u0004':
		case '\u001b':
			return undefined;
		case '\u007f':
		case '\b':
			return { text: [...before].slice(0, -1).join(''), done: false };
		default:
			return { text: before + sign, done: false };
	}
}

/** Asks for a secret in a line that shows a `*` for each character. Gives undefined when they leave it with escape. */
export function askSecret(question: Shown, { stdin, stdout }: Asking): Promise<string | undefined> {
	return new Promise((resolve) => {
		let text = '';
		// One row, however long it gets: a line that wraps cannot be drawn over.
		const show = () => stdout.write(`\r\u001b[K> ${'*'.repeat(Math.min([...text].length, mostStars))}`);
		const end = (answer: string | undefined) => {
			stdin.off('data', hear);
			stdin.setRawMode(false);
			stdin.pause();
			stdout.write('\n');
			resolve(answer);
		};
		const hear = (data: Buffer | string) => {
			for (const sign of data.toString()) {
				const next = typed(text, sign);
				if (next === undefined) return end(undefined);
				text = next.text;
				if (next.done) return end(text);
			}
			show();
			return undefined;
		};
		// First of all: what is typed before it would be shown by the terminal.
		stdin.setRawMode(true);
		stdout.write(`${question}\n`);
		stdin.on('data', hear);
		stdin.resume();
		show();
	});
}
