import type { CliCommand } from './command.ts';

/** `watchdeck schema`: the JSON Schema of the config, for editors. */
export const schema: CliCommand = (program, exit) => {
	program
		.command('schema')
		.description('print the JSON Schema of the config')
		.action(async () => {
			const { configSchema } = await import('../app/config.ts');
			process.stdout.write(`${JSON.stringify(configSchema(), undefined, '\t')}\n`);
			exit(0);
		});
};
