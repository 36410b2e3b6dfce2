// Every script that is given to a shell, in real shells, with the worst names that a config, a host or an engine can give:
// each name arrives as one word, and nothing of it runs. A new script without a row fails the first test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../src/io/pieces.ts';
import { execRemotely } from '../src/io/ssh/exec.ts';
import { hostRows } from './support/shell-rows.ts';
import { actingRows } from './support/shell-rows-acting.ts';
import { datasetRows } from './support/shell-rows-datasets.ts';
import { ownRows } from './support/shell-rows-own.ts';
import { walkRows } from './support/shell-rows-walks.ts';
import { connectionTo } from './support/shell-session.ts';
import { hostileNames, makeStandIns, posixShells, type StandIns } from './support/stand-ins.ts';

const rows = [...hostRows, ...ownRows, ...actingRows, ...datasetRows, ...walkRows];
const src = join(import.meta.dirname, '../src');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.tsx?$/.test(file))
	.map((file) => ({ file: `src/${file}`, text: readFileSync(join(src, file), 'utf8') }));
const thatFit = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** Where a script stands that is only compared or shown, or holds no name at all. */
const others: Readonly<Record<string, string>> = {
	'src/io/judge.ts': 'names a script that failed',
	'src/probes/script/printed.ts': 'is given the scripts of probes, which have their rows',
	'src/io/demo/carrier.ts': 'knows the scripts of a simulated host by their names',
	'src/io/demo/shell/inside.ts':
		'knows a command in a container of the simulated fleet by its words, and gives it to no shell',
	'src/probes/cgroups.ts':
		'is given no name; those of folders that it finds have their test (core/host/cgroups.test.ts)',
	'src/core/call-text.ts': 'shows a query as psql takes it',
	'src/core/compose-words.ts': 'takes apart the words of a call of Compose, to show them',
	'src/core/nginx-words.ts': 'takes apart the words of a call that gives nginx its weights, to show them',
};

test('every place that gives a script to a shell has its row', () => {
	const known = new Set([...rows.map(({ at }) => at), ...Object.keys(others)]);
	expect(thatFit(/['"`]-c['"`]|script\/printed\.ts'/).toSorted()).toEqual([...known].toSorted());
});

test('only these start a program, and none by a line for a shell', () => {
	const starting = thatFit(/child_process/);
	const alone = [
		'src/io/browser.ts',
		'src/io/heir.ts',
		'src/io/interactive.ts',
		'src/io/local/exec.ts',
		'src/io/openssh/master.ts',
	];
	expect(starting.toSorted()).toEqual(alone);
	expect(thatFit(/\bshell: true\b|\bexec(?:File)?Sync\(/)).toEqual([]);
});

describe.each(posixShells)('in %s', (_name, path) => {
	let machine: StandIns;
	beforeEach(() => {
		machine = makeStandIns(path);
	});
	afterEach(() => machine.remove());

	describe.each(rows)('$at: $what', ({ names = hostileNames, tries }) => {
		test.each(names)('%j', async (name) => {
			await tries(machine, name);
			expect(machine.ran(), `a part of ${name} ran`).toBe(false);
		});
	});

	test.each(hostileNames)('a command over ssh, as sshd takes its line apart: %j', async (name) => {
		machine.put('show');
		const signal = AbortSignal.timeout(9000);
		const run = await execRemotely(
			await connectionTo(machine),
			'h',
			{ argv: ['show', name, '', name], timeout: 9000 },
			signal,
		);
		if (!run.ok) throw new Error(run.failure.message);
		await collect(run.value.pieces, 1000, true);
		expect(machine.given('show')).toEqual([[name, '', name]]);
		expect(machine.ran()).toBe(false);
	});
});
