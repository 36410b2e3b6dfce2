import { changeCodes, type Everywhere } from './command.ts';

/** The flags of `runbook export`. */
export interface ExportFlags extends Everywhere {
	readonly output?: string;
}

/** Prints all of a walk as Markdown, or writes it to a file that is not there yet; gives the exit code. */
export const exportWalk = async (id: string, { output, json }: ExportFlags): Promise<number> => {
	const [{ readWalk }, { writtenEvidence }, { print, printFailure, printJson }] = await Promise.all([
		import('../app/read-journal.ts'),
		import('../app/walks/evidence.ts'),
		import('./print.ts'),
	]);
	const read = await readWalk(process.env, id);
	if (!read.ok) {
		printFailure(read.failure);
		return changeCodes.nothingChanged;
	}
	if (json === true) {
		printJson({ walk: read.value.walk, lines: read.value.lines });
		return changeCodes.verified;
	}
	const done = await writtenEvidence(read.value, output);
	if (!done.ok) {
		printFailure(done.failure);
		return changeCodes.nothingChanged;
	}
	print(done.value);
	return changeCodes.verified;
};
