import type { Command } from 'commander';
import { nearest } from '../core/config/nearest.ts';
import type { Failure } from '../core/model.ts';

/** The commands that help lists: what it does not list, nobody types. */
function listed(of: Command): readonly string[] {
	const own = of.commands.map((command) => command.name());
	const shown = of.createHelp().visibleCommands(of);
	return shown.map((command) => command.name()).filter((name) => own.includes(name));
}

/** `path`: the words before it, as they are typed. */
function unknown(path: string, of: Command, word: string): Failure {
	const shown = listed(of);
	const meant = nearest(word, shown);
	const help = `See \`${path} --help\`.`;
	const fix =
		meant === undefined ? `There are: ${shown.join(', ')}. ${help}` : `Did you mean \`${path} ${meant}\`? ${help}`;
	const command = `${path} ${word}`.replace(/^watchdeck /, '');
	return { kind: 'missing', message: `There is no command ${command}.`, fix };
}

/**
 * What is wrong with the first word, or with the second behind one that has verbs, when it is no command; undefined when it
 * is one, or there is none. Commander itself would take it for an argument and complain of their number.
 */
export const unknownCommand = (program: Command, words: readonly string[]): Failure | undefined => {
	const [word, verb] = program.parseOptions([...words]).operands;
	if (word === undefined) return undefined;
	const found = program.commands.find((command) => command.name() === word);
	if (found === undefined) return unknown('watchdeck', program, word);
	const takesWords = found.commands.length === 0 || found.registeredArguments.length > 0;
	if (verb === undefined || takesWords) return undefined;
	const isVerb = found.commands.some((command) => command.name() === verb);
	return isVerb ? undefined : unknown(`watchdeck ${word}`, found, verb);
};
