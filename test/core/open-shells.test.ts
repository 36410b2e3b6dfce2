import { expect, test } from 'vitest';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import { openShells } from '../../src/core/open-shells.ts';

const entries = (...notes: readonly Note[]): readonly JournalEntry[] =>
	notes.map((note, index) => ({ ...note, seq: index + 1, prev: '', hash: '' }));
const opened = (run: string, of: string, session?: string): Note => ({
	...{ what: 'shell opened', at: 5, by: 'anna', run, of, text: 'ssh' },
	...(session === undefined ? {} : { session }),
});
const left = (run: string): Note => ({ what: 'shell left', at: 9, by: 'anna', run, text: 'exit 0' });

test('a shell is open from its first line to its last', () => {
	const open = { of: 'host/vps1', by: 'anna', since: 5, run: 'a', session: 'here/1/1' };
	expect(openShells(entries(opened('a', 'host/vps1', 'here/1/1')))).toEqual({ 'host/vps1': [open] });
	expect(openShells(entries(opened('a', 'host/vps1', 'here/1/1'), left('a')))).toEqual({});
});

test('several are told apart by their run', () => {
	const both = [opened('a', 'production/api', 'here/1/1'), opened('b', 'production/api', 'here/2/2')];
	expect(openShells(entries(...both, left('a')))['production/api']?.map(({ run }) => run)).toEqual(['b']);
});

test('one that does not say which watchdeck opened it is not said to be open', () => {
	expect(openShells(entries(opened('a', 'host/vps1')))).toEqual({});
});
