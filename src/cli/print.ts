import { clean } from '../core/clean.ts';
import type { Failure } from '../core/model.ts';

/** Prints text that may come from outside, a line at a time, each cleaned of what a terminal would obey. */
export const print = (text: string): void => {
	process.stdout.write(
		`${text
			.split('\n')
			.map((line) => clean(line))
			.join('\n')}\n`,
	);
};

/** Prints a value as JSON with its version. JSON's own escapes leave a terminal nothing to obey but C1 controls. */
export const printJson = (value: object): void => {
	const text = JSON.stringify({ version: 1, ...value }, undefined, '\t');
	process.stdout.write(`${text.replace(/[\u007f-\u009f]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)}\n`);
};

/** Prints what went wrong and what to do about it. */
export const printFailure = ({ message, fix }: Failure): void => {
	const lines = `watchdeck: ${message}${fix === undefined ? '' : `\n${fix}`}`.split('\n');
	process.stderr.write(`${lines.map((line) => clean(line)).join('\n')}\n`);
};

/** Prints a line on standard error: how something goes on. */
export const printProgress = (text: string): void => {
	process.stderr.write(`${clean(text)}\n`);
};

/** That nothing was found to watch. `looked`: where it was looked for, a sentence each. */
export const nothingIn = (looked: readonly string[]): Failure => ({
	kind: 'missing',
	message: `There is nothing to watch.\n${looked.join('\n')}`,
	fix: 'Name a config: --config FILE',
});
