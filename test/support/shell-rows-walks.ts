// Commands of runbooks, with the values that a walk puts into them.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Word } from '../../src/core/call.ts';
import { programText } from '../../src/core/programs.ts';
import { readCall } from '../../src/core/runbook/call.ts';
import { appendCopy, beginCopy, readCopy } from '../../src/core/runbook/copy.ts';
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
	{
		at: 'src/core/runbook/call.ts',
		what: 'a command that has the terminal, whose folder and text are values',
		names: hostileNames.filter((name) => !name.startsWith('-')),
		tries: async (machine, name) => {
			machine.put('show');
			const made = filled('show {{x}} "$(cat)"', { x: name });
			if (!made.ok) throw new Error(made.failure.message);
			const asked = readCall({ host: 'h', shell: 'sh', filled: made.value, timeout: 9_000, terminal: true });
			if (asked.via !== 'exec') throw new Error('it is no command');
			await machine.run(
				asked.argv.map((word) => put(word, name)),
				{},
				'typed',
			);
			expect(machine.given('show')).toEqual([[name, 'typed']]);
		},
	},
	{
		at: 'src/core/runbook/copy.ts',
		what: 'the text of a walk, which is added to its copy and read from it',
		tries: async (machine, name) => {
			const walk = 'w-1a2b3c';
			const env = { HOME: join(machine.folder, 'home'), XDG_STATE_HOME: '' };
			mkdirSync(env.HOME);
			const begins = beginCopy('h', walk, 'first\n');
			const adds = appendCopy('h', walk, 1, `${name}\n`);
			for (const [add, text] of [
				[begins, 'first\n'],
				[begins, 'not again\n'],
				[adds, `${name}\n`],
				[adds, 'somebody else was first\n'],
			] as const) {
				if (add.via !== 'exec') throw new Error('it is no command');
				const added = await machine.run(add.argv.map(String), env, text);
				expect(added.ok && added.value.code, JSON.stringify(added)).toBe(0);
			}
			const read = readCopy('h', walk);
			if (read.via !== 'exec') throw new Error('it is no command');
			const answer = await machine.run(read.argv.map(String), env);
			expect(answer.ok ? answer.value.text.split('\n').slice(1) : []).toEqual([
				'first',
				expect.stringMatching(/^\{"host":\d+\}$/),
				...`${name}\n`.split('\n'),
			]);
			expect(statSync(join(env.HOME, '.local/state/watchdeck/walks', walk)).mode & 0o777).toBe(0o600);
		},
	},
];
