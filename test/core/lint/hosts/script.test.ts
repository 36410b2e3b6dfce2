import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { lintScript, lintWords, type Plain, parseLintSaid } from '../../../../src/core/lint/hosts/script.ts';

const shells: readonly (readonly string[])[] = [['dash'], ['busybox', 'ash'], ['bash']];
const there = shells.filter(
	([shell = '', ...before]) => spawnSync(shell, [...before, '-c', 'true']).error === undefined,
);

/** A machine with programs of its own before those of the system. */
const folder = mkdtempSync(join(tmpdir(), 'lint-script-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (name: string, text: string) => {
	mkdirSync(join(folder, 'bin'), { recursive: true });
	writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
	chmodSync(join(folder, 'bin', name), 0o755);
};
put('getent', '[ "$2" = up.net ] && exit 0; [ "$2" = torn.net ] && exit 3; exit 2');
put('apt-get', 'exit 9');
put('tool', `touch '${folder}/ran'`);

const env = { PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`, HOME: folder, KEY: 'secret-value', EMPTY: '' };
const ask = ([shell = '', ...before]: readonly string[], questions: readonly Plain[]) => {
	const words = ['-c', lintScript, 'watchdeck-lint', ...lintWords(questions)];
	const { stdout, stderr, status } = spawnSync(shell, [...before, ...words], { encoding: 'utf8', env });
	expect([stderr, status]).toEqual(['', 0]);
	expect(stdout).not.toContain('secret-value');
	return parseLintSaid(stdout, questions.length);
};
const program = (name: string, root = false): Plain => ({ is: 'program', name, root });

describe.each(there.map((shell) => [shell.join(' '), shell] as const))('in %s', (_name, shell) => {
	test('it says what is there, and starts nothing of it', () => {
		const rows: readonly (readonly [Plain, string])[] = [
			[program('tool'), 'yes'],
			[program('no-such-tool'), 'no'],
			[program(`${folder}/bin/tool`), 'yes'],
			[program(`${folder}/bin/none`), 'no'],
			[program('tool', true), 'yes'],
			[program('no-such-tool', true), 'no'],
			[{ is: 'file', name: folder }, 'yes'],
			[{ is: 'file', name: `${folder}/bin/tool` }, 'yes'],
			[{ is: 'file', name: `${folder}/none/at/all` }, 'no'],
			[{ is: 'file', name: 'none' }, 'unknown'],
			[{ is: 'folder', name: folder }, 'yes'],
			[{ is: 'folder', name: `${folder}/bin/tool` }, 'no'],
			[{ is: 'folder', name: `${folder}/none` }, 'no'],
			[{ is: 'name', name: 'up.net' }, 'yes'],
			[{ is: 'name', name: 'down.net' }, 'no'],
			[{ is: 'name', name: 'torn.net' }, 'unknown'],
			[{ is: 'variable', name: 'KEY' }, 'yes'],
			[{ is: 'variable', name: 'EMPTY' }, 'yes'],
			[{ is: 'variable', name: 'NONE' }, 'no'],
		];
		expect(
			ask(
				shell,
				rows.map(([question]) => question),
			),
		).toEqual({
			...{ said: rows.map(([, said]) => said), packages: 'apt-get' },
		});
		expect(spawnSync('test', ['-e', `${folder}/ran`]).status).toBe(1);
	});

	test('whatever it is asked it answers each question, and tells no more', () => {
		const kind = fc.constantFrom<'file' | 'folder' | 'name' | 'variable'>('file', 'folder', 'name', 'variable');
		const word = fc
			.string({ unit: 'binary', maxLength: 30 })
			.filter((text) => !text.includes('\0') && text.isWellFormed());
		const question = fc.record({ is: kind, name: word });
		fc.assert(
			fc.property(fc.array(question, { maxLength: 12 }), (questions) => {
				expect(ask(shell, questions)?.said).toHaveLength(questions.length);
			}),
			{ numRuns: 15 },
		);
	});
});

const denied = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
test('what lies in a folder that the account may not enter is not known', () => {
	const closed = mkdtempSync(join(tmpdir(), 'lint-closed-'));
	onTestFinished(() => {
		chmodSync(closed, 0o700);
		rmSync(closed, { recursive: true });
	});
	writeFileSync(join(closed, 'file'), '');
	chmodSync(closed, 0o000);
	const questions: readonly Plain[] = [
		{ is: 'file', name: join(closed, 'file') },
		{ is: 'folder', name: join(closed, 'sub') },
		{ is: 'file', name: closed },
	];
	const [first = 'sh', ...words] = [...denied, 'sh', '-c', lintScript, 'watchdeck-lint', ...lintWords(questions)];
	const { stdout } = spawnSync(first, words, { encoding: 'utf8' });
	chmodSync(closed, 0o700);
	expect(parseLintSaid(stdout, 3)?.said).toEqual(['unknown', 'unknown', 'yes']);
});

test('an answer that is not whole is none, and what a login shell says besides is left out', () => {
	expect(parseLintSaid('Welcome!\npackages=apk\n1=yes\n2=no\nasked=2\n', 2)).toEqual({
		said: ['yes', 'no'],
		packages: 'apk',
	});
	for (const text of ['', '1=yes\n2=no\n', '1=yes\nasked=2\n', '1=yes\n2=maybe\nasked=2\n', '1=yes\nasked=1\n'])
		expect(parseLintSaid(text, 2)).toBeUndefined();
});
