import type { Command } from 'commander';
import type { ActionCommand } from './acting.ts';
import { changeCodes, type Everywhere } from './command.ts';

interface Flags extends Everywhere {
	readonly to?: string;
	readonly dryRun?: true;
	readonly yes?: true;
}

/** Adds the command of an action: it plans, shows the plan, confirms by typing or `--yes`, performs and proves. */
export const addAction = (program: Command, exit: (code: number) => void, action: ActionCommand): Command =>
	program
		.command(action.name)
		.description(`${action.does}; exit 0 VERIFIED, 1 DONE, NOT VERIFIED, 2 FAILED, 3 nothing was changed`)
		.argument('<service>', 'ENV/SERVICE; `*` where exactly one fits')
		.option('--dry-run', 'print the plan and end')
		.option('--yes', "stands for typing the service's name")
		.option('--json', 'print JSON')
		.action(async (service: string, own: Flags) => {
			const options: Flags = { ...program.opts<Everywhere>(), ...own };
			const [{ find }, { act }] = await Promise.all([import('./find.ts'), import('./act.ts')]);
			const found = await find(options, { ask: false });
			if (found === undefined) return exit(changeCodes.nothingChanged);
			exit(await act({ ...found, ...options, service, action }));
		});
