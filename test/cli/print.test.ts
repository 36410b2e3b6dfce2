import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commanderOutput, print, printFailure, printJson, printProgress, written } from '../../src/cli/print.ts';
import { catchPrinted } from '../support/printed.ts';

let printed: ReturnType<typeof catchPrinted>;
beforeEach(() => {
	printed = catchPrinted();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

const text = 'v1 → v2: “up” – sha256:0123…\nzoë \u001b[31m漢\u0007';

test.each([
	['C', 'v1 > v2: "up" - sha256:0123~\nzo? ??'],
	['POSIX', 'v1 > v2: "up" - sha256:0123~\nzo? ??'],
	['C.UTF-8', 'v1 → v2: “up” – sha256:0123…\nzoë 漢'],
])('what people read is in signs that a locale %s has, in as many cells', (locale, shown) => {
	vi.stubEnv('LC_ALL', locale);
	vi.stubEnv('TERM', 'xterm');
	print(text);
	expect(printed.out()).toBe(`${shown}\n`);
	printFailure({ kind: 'refused', message: text, fix: 'Do it – now…' });
	const fix = locale === 'C.UTF-8' ? 'Do it – now…' : 'Do it - now~';
	expect(printed.err()).toBe(`watchdeck: ${shown}\n${fix}\n`);
	printProgress('1 → 2');
	expect(printed.err().endsWith(locale === 'C.UTF-8' ? '\n1 → 2\n' : '\n1 > 2\n')).toBe(true);
	expect(written('Do it – now? ')).toBe(locale === 'C.UTF-8' ? 'Do it – now? ' : 'Do it - now? ');
});

test.each([
	['C', 'what~'],
	['C.UTF-8', 'what…'],
])('help and wrong usage are in signs that a locale %s has', (locale, said) => {
	vi.stubEnv('LC_ALL', locale);
	const program = new Command('watchdeck').exitOverride().configureOutput(commanderOutput);
	// A command takes the output of the program that it is added to.
	program.command('journal').description('what…');
	expect(() => program.parse(['journal', '--bögus\u001b[31m'], { from: 'user' })).toThrow();
	const bogus = locale === 'C' ? 'b?gus' : 'bögus';
	expect(printed.err()).toContain(`error: unknown option '--${bogus}'\n`);
	program.outputHelp();
	expect(printed.out()).toContain(`${said}\n`);
	expect(printed.out().split('\n').length).toBeGreaterThan(5);
});

test('what programs read is UTF-8 in every locale', () => {
	vi.stubEnv('LC_ALL', 'C');
	printJson({ text: 'v1 → zoë…' });
	expect(JSON.parse(printed.out())).toEqual({ version: 1, text: 'v1 → zoë…' });
	expect(printed.out()).toContain('v1 → zoë…');
});
