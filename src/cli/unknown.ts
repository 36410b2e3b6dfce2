import type { Command } from 'commander';
import { nearest } from '../core/config/nearest.ts';
import type { Failure } from '../core/model.ts';

/**
 * What is wrong with the first word, when it is no command; undefined when it is one, or there is none. Commander itself
 * would take it for an argument of the cockpit and complain of their number.
 */
export const unknownCommand = (program: Command, words: readonly string[]): Failure | undefined => {
	const [word] = program.parseOptions([...words]).operands;
	const known = program.commands.map((command) => command.name());
	// What help does not list, nobody types.
	const shown = program
		.createHelp()
		.visibleCommands(program)
		.map((command) => command.name())
		.filter((name) => known.includes(name));
	if (word === undefined || known.includes(word)) return undefined;
	const meant = nearest(word, shown);
	const fix =
		meant === undefined
			? `There are: ${shown.join(', ')}. See \`watchdeck --help\`.`
			: `Did you mean \`watchdeck ${meant}\`? See \`watchdeck --help\`.`;
	return { kind: 'missing', message: `There is no command ${word}.`, fix };
};
