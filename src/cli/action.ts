import type { Command } from 'commander';
import type { ActionCommand, ActionFlags } from './acting.ts';
import { changeCodes, type Everywhere } from './command.ts';

interface Flags extends Everywhere, ActionFlags {
	readonly dryRun?: true;
	readonly yes?: true;
	readonly waitLock?: string;
	readonly reason?: string;
	readonly confirm?: string;
}

/** What a command of an action was given behind its service: its argument, where it takes one, and its flags. */
const givenTo = <F extends object>(first: string | F, second: F): F & Pick<ActionFlags, 'argument'> =>
	typeof first === 'string' ? { ...second, argument: first } : first;

/** Adds what every action takes to its command, and what only this one does. */
export const withActionOptions = (command: Command, { of, argument, options = [] }: ActionCommand): Command => {
	if (argument !== undefined) command.argument(argument.form, argument.does);
	for (const { flags, does } of options) command.option(flags, does);
	// What is done to a dataset has no traffic to be watched.
	if (of === undefined) {
		command.option('--watch <length>', 'how long it is watched after its proof, e.g. `90s`; `0`: it ends at the proof');
	}
	return command.option('--reason <text>', 'why: stands in the journal and in the lock').option('--json', 'print JSON');
};

/** What an action is typed of, as commander writes it, with what it means. */
export const targetForm = (action: ActionCommand): readonly [form: string, does: string] => {
	const of = action.of ?? 'service';
	return [`<${of}>`, `ENV/${of.toUpperCase()}; \`*\` where exactly one fits`];
};

/** What is done once an action was typed; `plan`: it is only planned. */
export const doing =
	(program: Command, exit: (code: number) => void, action: ActionCommand, plan: { readonly dryRun?: true } = {}) =>
	async (service: string, first: string | Flags, second: Flags): Promise<void> => {
		const options: Flags = { ...program.opts<Everywhere>(), ...givenTo(first, second), ...plan };
		const [{ findToChange }, { act }] = await Promise.all([import('./find.ts'), import('./act.ts')]);
		const found = await findToChange(options);
		if (found === undefined) return exit(changeCodes.nothingChanged);
		exit(await act({ ...found, ...options, service, action }));
	};

/** Adds the command of an action: it plans, shows the plan, confirms by typing or `--yes`, performs and proves. */
export const addAction = (program: Command, exit: (code: number) => void, action: ActionCommand): Command =>
	withActionOptions(
		program
			.command(action.name)
			.description(`${action.does}; exit 0 VERIFIED, 1 DONE, NOT VERIFIED, 2 FAILED, 3 nothing was changed`)
			.argument(...targetForm(action))
			.option('--dry-run', 'print the plan and end')
			.option('--wait-lock <time>', 'wait so long (`60s`) for the lock of somebody else who acts, then plan anew')
			.option('--yes', "stands for typing the service's name")
			.option('--confirm <service>', 'ENV/SERVICE once more, with --reason: what is grave asks for both'),
		action,
	).action(doing(program, exit, action));
