import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../src/core/quote.ts';

const shells: readonly (readonly [string, readonly string[]])[] = [
	['sh', ['-c']],
	['busybox', ['sh', '-c']],
];
const has = (shell: string) => spawnSync(shell, ['true']).error === undefined;

test.each(shells.filter(([shell]) => has(shell)))('quoted words survive %s', (shell, before) => {
	const word = fc.string({ unit: fc.constantFrom(...`a b'"\\$\`!*?[]{}()<>|&;#~=%\n\t\r-äé😀`) });
	fc.assert(
		fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
			const out = execFileSync(shell, [...before, `printf '%s\\0' ${quote(words)}`], { encoding: 'utf8' });
			expect(out.split('\0').slice(0, -1)).toEqual(words);
		}),
		{ numRuns: 150 },
	);
});

test('an empty word is still a word, and a NUL is refused', () => {
	expect(quote(['a', ''])).toBe("a ''");
	expect(() => quote(['a\0b'])).toThrow('NUL');
});

test.each(['A=b', 'if', 'done'])('%s is a command, not a part of the language', (word) => {
	expect(quote([word, word])).toBe(`'${word}' ${word}`);
	expect(spawnSync('sh', ['-c', quote([word])]).status).toBe(127);
});
