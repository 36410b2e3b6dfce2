import { expect, test } from 'vitest';
import { makeLostShells } from '../../src/app/lost-shells.ts';
import type { Journal, JournalEntry, Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service, start } from '../screens/fleet-state.ts';

const opened = (run: string, session: string, seq: number): JournalEntry => ({
	...{ what: 'shell opened', at: start, by: 'anna', run, of: 'production/api', text: 'ssh', session },
	...{ seq, prev: '', hash: '' },
});

const lostOf = (entries: readonly JournalEntry[], stored = entries) => {
	const written: Note[] = [];
	const append = async (note: Note): Promise<Result<JournalEntry>> => {
		written.push(note);
		return { ok: true, value: { ...note, seq: 9, prev: '', hash: '' } };
	};
	const none = async (): Promise<Result<readonly JournalEntry[]>> => ({ ok: true, value: [] });
	const read: Journal['read'] = async ({ run } = {}) => ({ ok: true, value: stored.filter((one) => one.run === run) });
	let state: State = reduce(fleetState([service('production/api')], {}), { type: 'journal/read', at: start, entries });
	const alive: Readonly<Record<string, boolean>> = { 'here/1/1': false, 'here/2/2': true };
	const endLost = makeLostShells({
		...{ state: () => state, now: () => start, isAlive: (session) => alive[session] },
		journal: { ok: true, value: { append, open: none, read } },
		emit: (event) => {
			state = reduce(state, event);
		},
	});
	return {
		endLost,
		written: () => written.map(({ what, run, by }) => `${what} ${run} ${by}`),
		open: () => state.shells['production/api']?.map(({ run }) => run),
	};
};

test('a shell whose watchdeck is gone gets an end, and no other', async () => {
	const entries = [opened('a', 'here/1/1', 1), opened('b', 'here/2/2', 2), opened('c', 'elsewhere/1/1', 3)];
	const { endLost, written, open } = lostOf(entries);
	await endLost();
	await endLost();
	expect(written()).toEqual(['shell left a anna']);
	expect(open()).toEqual(['b', 'c']);
});

test('one that was left before its watchdeck ended gets no second end', async () => {
	const entries = [opened('a', 'here/1/1', 1)];
	const left: JournalEntry = {
		what: 'shell left',
		at: start,
		by: 'anna',
		run: 'a',
		text: '',
		seq: 2,
		prev: '',
		hash: '',
	};
	const { endLost, written } = lostOf(entries, [...entries, left]);
	await endLost();
	expect(written()).toEqual([]);
});
