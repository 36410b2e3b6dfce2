// A command in the background as its host runs it: it ends when nobody holds its standard input any more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { programText } from '../../src/core/programs.ts';
import { readCall } from '../../src/core/runbook/call.ts';
import { filled } from '../../src/core/runbook/fill.ts';
import { execLocally } from '../../src/io/local/exec.ts';
import { collect } from '../../src/io/pieces.ts';
import { makeStandIns, posixShells, type StandIns } from '../support/stand-ins.ts';

const machines: StandIns[] = [];
afterEach(() => {
	for (const machine of machines.splice(0)) machine.remove();
});

const wordsOf = (text: string): readonly string[] => {
	const made = filled(text, {});
	if (!made.ok) throw new Error(made.failure.message);
	const call = readCall({ host: 'h', shell: 'sh', filled: made.value, timeout: 9_000, held: true });
	if (call.via !== 'exec') throw new Error('it is no command');
	return call.argv.map((word) =>
		typeof word === 'object' && 'program' in word ? programText(word.program) : String(word),
	);
};
const machineOf = (shell: string): StandIns => {
	const machine = makeStandIns(shell);
	machines.push(machine);
	return machine;
};
const isThere = async (words: string): Promise<boolean> => {
	const [code] = await once(spawn('pgrep', ['-xf', words], { stdio: 'ignore' }), 'exit');
	return code === 0;
};

describe.each(posixShells)('with %s', (name, shell) => {
	test('it comes to its own end while it is held, and leaves nothing behind', async () => {
		const { env } = machineOf(shell);
		const argv = wordsOf('read -r line; echo "[$line]"; echo no >&2; exit 7');
		const started = await execLocally({ argv, held: true }, env, new AbortController().signal);
		if (!started.ok) throw new Error(started.failure.message);
		expect(await collect(started.value.pieces, 1_000, true)).toMatchObject({ out: '[]\n', err: 'no\n' });
		expect(await started.value.code).toEqual({ ok: true, value: 7 });
	});

	test.each(['as it is told to', 'with all that it started, though it does not listen'])(
		'it is ended %s',
		async (how) => {
			const { env } = machineOf(shell);
			const length = `98${name.length}${how.length}.75`;
			const text = how.startsWith('with') ? `trap '' TERM; sleep ${length} & sleep ${length}` : `sleep ${length}`;
			const [word = '', ...rest] = wordsOf(text);
			// Whoever held it is gone without a word: its pipe is closed, and nobody sends a signal.
			const child = spawn(word, rest, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
			await expect.poll(() => isThere(`sleep ${length}`), { timeout: 5_000 }).toBe(true);
			child.stdin.end();
			await expect.poll(() => isThere(`sleep ${length}`), { timeout: 5_000 }).toBe(false);
		},
	);
});
