import { type CodeRule, finder } from './code-rule.ts';

const unknown = finder('no-such-subcommand', 'warning', 'see what the program itself says: PROGRAM --help');

/** Subcommands that their program does not have, by the list of `config/lint.yaml`. */
export const subcommands: CodeRule = ({ source, rules }) =>
	source.seen.flatMap(({ words, found }) => {
		const [program = '', first = '', second = ''] = words;
		const nested = rules.subcommands.get(`${program} ${first}`);
		const known = nested ?? rules.subcommands.get(program);
		const word = nested === undefined ? first : second;
		if (known === undefined || !/^[a-z][a-z-]*$/.test(word) || known.has(word)) return [];
		const name = nested === undefined ? program : `${program} ${first}`;
		return [unknown(found.line, `${name} has no subcommand \`${word}\` that is known here`)];
	});
