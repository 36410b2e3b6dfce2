import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { programText } from '../../src/core/programs.ts';
import { quote } from '../../src/core/quote.ts';
import { redact } from '../../src/core/redact.ts';
import { datasetKinds } from '../../src/datasets/index.ts';
import { posixShells } from '../support/stand-ins.ts';

/** The most bytes of one word that Linux starts a program with (MAX_ARG_STRLEN), and what a call says besides. */
const longestWord = 128 * 1024;
const besides = 16 * 1024;

describe.each(datasetKinds)('the script of $kind', ({ kind }) => {
	const text = programText(`dataset/${kind}`);

	test('has nothing that looks like a secret, since a plan that has is refused', () => {
		expect(redact(text, [])).toBe(text);
	});

	test('is short enough for one word, also quoted as ssh takes its line', () => {
		expect(quote(['timeout', '-k', '1', '86400', 'sh', '-c', text]).length).toBeLessThan(longestWord - besides);
	});

	test.each(posixShells)('is one that %s reads, within too', (name, path) => {
		const shell = name === 'busybox' ? [path, 'sh'] : [path];
		const [program = '', ...rest] = shell;
		const inner = text.slice(text.indexOf('\n') + 1, text.lastIndexOf('\nEND_OF_WATCHDECK'));
		for (const script of [text, inner]) execFileSync(program, [...rest, '-n', '-c', script], { stdio: 'pipe' });
	});
});
