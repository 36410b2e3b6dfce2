import type { Command } from 'commander';
import type { Failure } from '../core/model.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { verifyJournal } from './journal-verify.ts';

interface Own {
	readonly json?: true;
	readonly since?: string;
	readonly service?: string;
}

const noTime = (text: string): Failure => ({
	kind: 'refused',
	message: `\`--since ${text}\` is no time.`,
	fix: 'Write how long ago (`30m`, `2h`, `7d`), or when, in UTC: `2026-11-21`, `2026-11-21T14:02`, `14:02`.',
});

/** That no run is what was asked for. */
const noneText = ({ since, service }: Own): string => {
	if (since === undefined && service === undefined) return 'Nothing was changed yet.';
	const of = service === undefined ? '' : ` of ${service}`;
	return `The journal of this account has nothing${of}${since === undefined ? '' : ` since ${since}`}.`;
};

const printed = async (own: Own): Promise<number> => {
	const [{ readJournal }, { print, printFailure, printJson }, { sinceOf }] = await Promise.all([
		import('../app/read-journal.ts'),
		import('./print.ts'),
		import('./since.ts'),
	]);
	const since = own.since === undefined ? undefined : sinceOf(own.since, Date.now());
	if (own.since !== undefined && since === undefined) {
		printFailure(noTime(own.since));
		return readCodes.unknown;
	}
	const wanted = {
		...(since === undefined ? {} : { since }),
		...(own.service === undefined ? {} : { service: own.service }),
	};
	const read = await readJournal(process.env, wanted);
	if (!read.ok) {
		printFailure(read.failure);
		return readCodes.unknown;
	}
	if (own.json === true) printJson({ entries: read.value.entries });
	else print(read.value.lines.length === 0 ? noneText(own) : read.value.lines.join('\n'));
	return readCodes.ok;
};

/** `watchdeck journal`: who did what, when, with which outcome; `verify`: whether that is what was written. */
export const journal: CliCommand = (program, exit) => {
	const command = program
		.command('journal')
		.description('print who did what, when, and how it came out')
		.option('--since <time>', 'only runs of which something was written since: `2h` ago, or `2026-11-21T14:02` in UTC')
		.option('--service <env/service>', 'only those of this service; `*` stands for anything')
		.option('--json', 'print each line of the journal as JSON')
		.action(async (own: Own) => {
			exit(await printed({ ...program.opts<Everywhere>(), ...own }));
		});
	command
		.command('verify')
		.description(
			'find a line that was changed, is missing or stands in the wrong place; exit 0, or 1 where there is one',
		)
		.option('--json', 'print JSON')
		.action(async (_own: object, verify: Command) => {
			exit(await verifyJournal(verify.optsWithGlobals<Everywhere>()));
		});
};
