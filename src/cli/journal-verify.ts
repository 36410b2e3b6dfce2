import type { Verified } from '../core/journal.ts';
import { type Everywhere, readCodes } from './command.ts';

const text = ({ lines, last }: Verified): string => {
	if (last === undefined) return 'Nothing was changed yet: the journal is empty.';
	const at = new Date(last.at).toISOString().replace(/\.\d+Z$/, 'Z');
	const each = lines === 1 ? 'The one line of the journal is' : `Each of the ${lines} lines of the journal is`;
	return `${each} as it was written.
The last one is of ${at}, its hash ${last.hash}.
Lines cut off at the end cannot be seen: keep that hash elsewhere, and look for it later with \`watchdeck journal --json\`.`;
};

/** Says whether each line of the journal is as it was written; gives the exit code. */
export const verifyJournal = async ({ json }: Everywhere): Promise<number> => {
	const [{ verifiedJournal }, { print, printFailure, printJson }] = await Promise.all([
		import('../app/read-journal.ts'),
		import('./print.ts'),
	]);
	const verified = await verifiedJournal(process.env);
	if (verified.ok) {
		if (json === true) printJson({ verified: true, ...verified.value });
		else print(text(verified.value));
		return readCodes.ok;
	}
	const { failure } = verified;
	if (json === true) printJson({ verified: false, failure });
	printFailure(failure);
	return failure.kind === 'changed' ? readCodes.warning : readCodes.unknown;
};
