import type { Finding } from '../../core/lint/model.ts';
import { filled, namesIn } from '../../core/runbook/fill.ts';
import type { BlockCommand, Code } from '../../core/runbook/model.ts';
import { type CodeRule, finder } from './code-rule.ts';

const unended = finder('unended', 'error', 'end it: the quote, the bracket or the here-document that was begun');
const endless = finder('endless', 'warning', 'a number of lines (--tail 200, -n 200), or a time limit of its own');
const blank = finder(
	'blank',
	'note',
	'`{{name}}` and a word about it in `variables:`, so that it is filled in by itself',
);
const unquoted = finder(
	'value-in-quotes',
	'note',
	'put it where a word stands, outside of quotes and of what another shell reads',
);

/** Where values of a longer command stand is not looked at, in signs. */
const longest = 4000;
/** A value that is one word only where it can be quoted; a value that is usual counts as itself. */
const awkward = 'a b';
type Usual = ReadonlyMap<string, string>;

function ofCommand(command: BlockCommand, { attributes }: Code, usual: Usual): readonly Finding[] {
	const { line, text, blanks, effect } = command;
	const found: Finding[] = [];
	if (command.unended !== undefined)
		found.push(unended(line, `${command.unended} was begun and not ended, so that it cannot be run`));
	const bounded = attributes.timeout ?? attributes.within ?? attributes.interactive ?? attributes.background;
	if (effect.read && effect.endless === true && bounded === undefined)
		found.push(endless(line, 'this never ends by itself'));
	if (blanks.length > 0) found.push(blank(line, `${blanks.join(', ')} is asked for before this can be run`));
	if (text.length > longest) return found;
	const names = namesIn(text).filter((name) => !blanks.includes(name));
	if (names.length === 0) return found;
	// Of what is left open it is told above that it is asked for.
	const standIn = (name: string): string => (blanks.includes(name) ? 'value' : (usual.get(name) ?? awkward));
	const values = Object.fromEntries(namesIn(text).map((name) => [name, standIn(name)]));
	const made = filled(text, values);
	return made.ok ? found : [...found, unquoted(line, made.failure.message)];
}

/** What keeps a command of a step from being run as it stands. */
export const steps: CodeRule = ({ source: { runbook } }) => {
	const usual: Usual = new Map(
		runbook.head.variables.flatMap((one) => (one.usual === undefined ? [] : [[one.name, one.usual]])),
	);
	return runbook.steps.flatMap(({ does }) =>
		does.is === 'command' ? does.commands().flatMap((command) => ofCommand(command, does.code, usual)) : [],
	);
};
