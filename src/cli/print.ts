import { charsetOf, inCharset } from '../core/charset.ts';
import { clean } from '../core/clean.ts';
import { jsonText } from '../core/json-text.ts';
import type { Failure } from '../core/model.ts';

/** A line that may come from outside, cleaned of what a terminal would obey, in the signs that the locale has. */
const writtenLine = (line: string): string => inCharset(clean(line), charsetOf(process.env));

/** Text that may come from outside, as it is written for people: the only way of text to them. */
export const written = (text: string): string => text.split('\n').map(writtenLine).join('\n');

/** Prints text that may come from outside. */
export const print = (text: string): void => {
	process.stdout.write(`${written(text)}\n`);
};

/** Where commander writes help and what was wrong with the words, which it repeats. */
export const commanderOutput = {
	writeOut: (text: string): void => {
		process.stdout.write(written(text));
	},
	writeErr: (text: string): void => {
		process.stderr.write(written(text));
	},
};

/** Prints a value as JSON with its version. */
export const printJson = (value: object): void => {
	process.stdout.write(`${jsonText({ version: 1, ...value })}\n`);
};

/** Prints what went wrong and what to do about it. */
export const printFailure = ({ message, fix }: Failure): void => {
	process.stderr.write(`${written(`watchdeck: ${message}${fix === undefined ? '' : `\n${fix}`}`)}\n`);
};

/** Prints a line on standard error: how something goes on. */
export const printProgress = (text: string): void => {
	process.stderr.write(`${writtenLine(text)}\n`);
};

/** That nothing was found to watch. `looked`: where it was looked for, a sentence each. */
export const nothingIn = (looked: readonly string[]): Failure => ({
	kind: 'missing',
	message: `There is nothing to watch.\n${looked.join('\n')}`,
	fix: 'Name a config: --config FILE',
});
