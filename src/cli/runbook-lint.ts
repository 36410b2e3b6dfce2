import type { Level, Linted } from '../core/lint/model.ts';
import { readCodes } from './command.ts';

/** In which form `watchdeck runbook lint` prints what it found. */
export interface LintFlags {
	readonly json?: true;
	readonly sarif?: true;
	readonly github?: true;
}

const codes: Readonly<Record<Level, number>> = {
	error: readCodes.critical,
	warning: readCodes.warning,
	note: readCodes.ok,
};

const printed = async (linted: readonly Linted[], flags: LintFlags): Promise<void> => {
	const { print, printJson } = await import('./print.ts');
	if (flags.sarif === true) {
		const [{ sarifOf }, { version }] = await Promise.all([
			import('../core/lint/sarif.ts'),
			import('../app/version.ts'),
		]);
		return printJson(sarifOf(linted, version));
	}
	if (flags.json === true) return printJson({ documents: linted });
	if (flags.github === true) return print((await import('../core/lint/github.ts')).githubText(linted));
	print((await import('../core/lint/text.ts')).lintText(linted));
};

/** Prints what is wrong in documents; gives the exit code. */
export const lintFiles = async (paths: readonly string[], flags: LintFlags): Promise<number> => {
	const [{ lintRunbooks }, { worstOf }, { printFailure }] = await Promise.all([
		import('../app/lint-runbooks.ts'),
		import('../core/lint/text.ts'),
		import('./print.ts'),
	]);
	const read = await lintRunbooks(paths, Date.now(), process.env);
	if (!read.ok) {
		printFailure(read.failure);
		return readCodes.unknown;
	}
	const { linted, failures } = read.value;
	await printed(linted, flags);
	for (const failure of failures) printFailure(failure);
	if (failures.length > 0) return readCodes.unknown;
	const worst = worstOf(linted);
	return worst === undefined ? readCodes.ok : codes[worst];
};
