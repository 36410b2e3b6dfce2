import type { Everywhere } from './command.ts';
import { readCodes } from './command.ts';
import { find } from './find.ts';

/** The runbooks that a person of this account has: those of the config, their own, and those that come with watchdeck. */
const known = async (options: Everywhere) => {
	const found = await find(options, { ask: false });
	if (found === undefined) return undefined;
	const { foundRunbooks } = await import('../app/list-runbooks.ts');
	return foundRunbooks(found.fleet.runbooks ?? [], process.env, found.file?.path);
};

/** Prints the runbooks that there are; gives the exit code. */
export const listRunbooks = async (options: Everywhere): Promise<number> => {
	const [{ runbookListText }, { print, printFailure, printJson }] = await Promise.all([
		import('../app/list-runbooks.ts'),
		import('./print.ts'),
	]);
	const read = await known(options);
	if (read === undefined) return readCodes.unknown;
	const { all, failures } = read.runbooks;
	if (options.json === true) printJson({ runbooks: all });
	else print(runbookListText(all));
	for (const { failure } of failures) printFailure(failure);
	return failures.length === 0 ? readCodes.ok : readCodes.unknown;
};

/** Prints a runbook, by its name or the path of its document; gives the exit code. */
export const showRunbook = async (name: string, options: Everywhere): Promise<number> => {
	const [{ documentNamed, wholeOf }, { print, printFailure, printJson }] = await Promise.all([
		import('../app/walks/find-runbooks.ts'),
		import('./print.ts'),
	]);
	const read = await known(options);
	if (read === undefined) return readCodes.unknown;
	const document = await documentNamed(name, read);
	if (!document.ok) {
		printFailure(document.failure);
		return readCodes.unknown;
	}
	const { listed, runbook, text } = await wholeOf(document.value);
	if (options.json !== true) print(text.trimEnd());
	else {
		const steps = runbook.steps.map(({ id, number, title, line, ends, does }) => ({
			id,
			number,
			title,
			line,
			ends,
			does: does.is,
		}));
		printJson({ ...listed, steps });
	}
	return readCodes.ok;
};
