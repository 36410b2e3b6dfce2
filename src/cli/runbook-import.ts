import { readCodes } from './command.ts';

/** Writes an annotated copy of a document; gives the exit code. */
export const importRunbook = async (path: string, output: string | undefined): Promise<number> => {
	const [{ importedRunbook }, { print, printFailure }] = await Promise.all([
		import('../app/import-runbook.ts'),
		import('./print.ts'),
	]);
	const written = await importedRunbook(path, output, Date.now());
	if (!written.ok) {
		printFailure(written.failure);
		return readCodes.unknown;
	}
	print(`Wrote ${written.value.path}. Found: ${written.value.found}.`);
	return readCodes.ok;
};
