import { jsonSchema } from '../core/config/schema.ts';
import type { CliCommand } from './command.ts';

/** `watchdeck schema`: the JSON Schema of the config, for editors. */
export const schema: CliCommand = (program, exit) => {
	program
		.command('schema')
		.description('print the JSON Schema of the config')
		.action(() => {
			process.stdout.write(`${JSON.stringify(jsonSchema(), undefined, '\t')}\n`);
			exit(0);
		});
};
