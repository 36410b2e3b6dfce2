import { Command } from 'commander';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/index.ts';
import { unknownCommand } from '../../src/cli/unknown.ts';

const said = (...words: readonly string[]) => {
	const program = new Command('watchdeck').option('--as <name>').exitOverride();
	for (const add of commands) add(program, () => undefined);
	return unknownCommand(program, words);
};

test('a word that is no command is named, with the one that was meant', () => {
	expect(said('--as', 'joe', 'rollbck', 'a/b', '--yes')).toMatchObject({
		message: 'There is no command rollbck.',
		fix: expect.stringContaining('Did you mean `watchdeck rollback`?'),
	});
});

test('where none was meant, all are named', () => {
	expect(said('bogus')?.fix).toMatch(
		/^There are: demo, drill, init, check, status, hosts, releases, backups, backup, verify, restore, restart, rollback, /,
	);
	expect(said('bogus')?.fix).not.toContain('carry');
	expect(said('carry', 'box')).toBeUndefined();
});

test('a verb of a command that has verbs is one, or is named', () => {
	expect(said('runbook', 'lnt', 'x.md')).toMatchObject({
		message: 'There is no command runbook lnt.',
		fix: 'Did you mean `watchdeck runbook lint`? See `watchdeck runbook --help`.',
	});
	expect(said('runbook', 'bogus')?.fix).toMatch(/^There are: list, show, run, /);
	for (const words of [['runbook'], ['runbook', 'lint', 'lnt'], ['journal', '--json'], ['journal', 'verify']])
		expect(said(...words)).toBeUndefined();
});

test.each([[[]], [['rollback', 'rollbck']], [['--as', 'rollbck', 'status']], [['--nope']]])(
	'nothing is said of what is one, or none: %s',
	(words) => {
		expect(said(...words)).toBeUndefined();
	},
);
