import { type CliCommand, changeCodes, type Everywhere } from './command.ts';

interface Flags extends Everywhere {
	readonly finish?: true;
	readonly undo?: true;
	readonly handled?: true;
	readonly yes?: true;
	readonly confirm?: string;
}

/** `watchdeck resume`: what was interrupted, and the ways out of it; a walk is opened on the screen. */
export const resume: CliCommand = (program, exit) => {
	program
		.command('resume')
		.description(
			'list interrupted changes and walks without an end; go on with one, undo it, or write down that you saw to it',
		)
		.argument(
			'[id]',
			'which run, needed when there is more than one; or a walk (w-…), also one that was begun on another machine',
		)
		.option('--finish', 'go on with it')
		.option('--undo', 'undo what it did')
		.option('--handled', 'write down that a person saw to it')
		.option('--yes', "stands for typing the service's name")
		.option('--confirm <service>', 'ENV/SERVICE once more: what is grave asks for it')
		.option('--json', 'print JSON')
		.action(async (id: string | undefined, own: Flags) => {
			const options: Flags = { ...program.opts<Everywhere>(), ...own };
			if (id?.startsWith('w-')) {
				const { openWalk } = await import('./open-walk.ts');
				return exit(await openWalk(options, { id }));
			}
			const [{ find }, { takeUp }] = await Promise.all([import('./find.ts'), import('./take-up.ts')]);
			const ways = (['finish', 'undo', 'handled'] as const).filter((way) => options[way] === true);
			if (ways.length > 1) {
				const { printFailure } = await import('./print.ts');
				printFailure({ kind: 'refused', message: 'Only one of --finish, --undo and --handled can be done.' });
				return exit(changeCodes.nothingChanged);
			}
			const found = await find(options, { ask: false });
			if (found === undefined) return exit(changeCodes.nothingChanged);
			const [way] = ways;
			exit(
				await takeUp({
					...found,
					...options,
					...(id === undefined ? {} : { id }),
					...(way === undefined ? {} : { way }),
				}),
			);
		});
};
