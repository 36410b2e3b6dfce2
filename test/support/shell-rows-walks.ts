// Commands of runbooks, with the values that a walk puts into them.
import { expect } from 'vitest';
import type { Word } from '../../src/core/call.ts';
import { programText } from '../../src/core/programs.ts';
import { readCall } from '../../src/core/runbook/call.ts';
import { filled } from '../../src/core/runbook/fill.ts';
import type { Row } from './shell-row.ts';
import { hostileNames } from './stand-ins.ts';

/** A word as io puts it in; the only secret is the value. */
const put = (word: Word, value: string): string => {
	if (typeof word === 'string') return word;
	if ('program' in word) return programText(word.program);
	if ('secret' in word) return value;
	if ('kept' in word) throw new Error('a walk keeps nothing on its host');
	return word.map((one) => put(one, value)).join('');
};
const call = (text: string, value: string | { readonly secret: string }, cwd?: string) => {
	const made = filled(text, { x: value });
	if (!made.ok) throw new Error(made.failure.message);
	return readCall({
		host: 'h',
		shell: 'sh',
		filled: made.value,
		timeout: 9_000,
		...(cwd === undefined ? {} : { cwd }),
	});
};

/** Each of them with the values that it is given. */
export const walkRows: readonly Row[] = [
	{
		at: 'src/core/runbook/call.ts',
		what: 'a value of a walk, and one that is secret',
		// Which command reads its words as options nobody knows: such a value is refused (test/core/runbook/fill.test.ts).
		names: hostileNames.filter((name) => !name.startsWith('-')),
		tries: async (machine, name) => {
			machine.put('show');
			const plain = call('show {{x}} end', name);
			if (plain.via !== 'exec') throw new Error('it is no command');
			await machine.run(plain.argv.map((word) => put(word, name)));
			const secret = call('show {{x}} end', { secret: 'env:X' });
			if (secret.via !== 'exec' || secret.input === undefined) throw new Error('the secret does not come as input');
			const isLine = !name.includes('\n');
			if (isLine)
				await machine.run(
					secret.argv.map((word) => put(word, name)),
					{},
					put(secret.input, name),
				);
			const wanted = [name, 'end'];
			expect(machine.given('show')).toEqual(isLine ? [wanted, wanted] : [wanted]);
		},
	},
];
