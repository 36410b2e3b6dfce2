import type { PlanFile } from '../core/plan-file.ts';
import { isOfDataset } from '../core/want.ts';
import type { ActionCommand } from './acting.ts';
import { actionCommands, datasetCommands } from './action-commands.ts';
import { type CliCommand, changeCodes, type Everywhere } from './command.ts';

interface Flags extends Everywhere {
	readonly dryRun?: true;
	readonly yes?: true;
	readonly reason?: string;
	readonly watch?: string;
	readonly confirm?: string;
}

/** The action that a file asks for: what it wants is planned anew, and nothing else of it counts. */
const actionOf = ({ want }: PlanFile): ActionCommand =>
	isOfDataset(want)
		? { ...datasetCommands[want.action], want: () => ({ ok: true, value: want }) }
		: { ...actionCommands[want.action], want: () => ({ ok: true, value: want }) };

/** `watchdeck apply FILE`: does what somebody planned, where planning it now comes to the same. */
export const apply: CliCommand = (program, exit) => {
	program
		.command('apply')
		.description('do what a file of `watchdeck plan … --json` says: plans it anew, and refuses where that differs')
		.argument('<file>', 'the file; `-` for standard input')
		.option('--dry-run', 'compare, print the plan and end')
		.option('--yes', "stands for typing the service's or dataset's name")
		.option('--confirm <name>', 'ENV/SERVICE or ENV/DATASET once more, with --reason: what is grave asks for both')
		.option('--watch <length>', 'as it was given to `watchdeck plan`')
		.option('--reason <text>', 'why: stands in the journal and in the lock (default: the reason in the file)')
		.option('--json', 'print JSON')
		.action(async (path: string, own: Flags) => {
			const options: Flags = { ...program.opts<Everywhere>(), ...own };
			const [{ readPlan }, { findToChange }, { act, nothingChanged }] = await Promise.all([
				import('../app/read-plan.ts'),
				import('./find.ts'),
				import('./act.ts'),
			]);
			const reviewed = await readPlan(path);
			if (!reviewed.ok) return exit(nothingChanged(reviewed.failure));
			const found = await findToChange(options);
			if (found === undefined) return exit(changeCodes.nothingChanged);
			const { service, why } = reviewed.value;
			const reason = options.reason ?? why;
			const asked = { ...found, ...options, ...(reason === undefined ? {} : { reason }) };
			exit(await act({ ...asked, service, action: actionOf(reviewed.value), reviewed: reviewed.value }));
		});
};
