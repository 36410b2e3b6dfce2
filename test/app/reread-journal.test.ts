import { expect, test } from 'vitest';
import { makeJournalRereader } from '../../src/app/reread-journal.ts';
import type { Event } from '../../src/core/event.ts';
import type { Journal } from '../../src/core/journal.ts';
import type { Failure, Result } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Run, State } from '../../src/core/state.ts';
import { aPlan, aState, entriesOf, notes, start } from '../support/plans.ts';

const all = entriesOf(
	notes([
		{ what: 'planned', plan: aPlan() },
		{ what: 'confirmed', consent: { by: 'op-1', at: start, of: '', how: 'y' } },
		{ what: 'begins', step: 0, way: 'does' },
		{ what: 'undone', text: 'by another program' },
		{ what: 'shell opened', of: 'host/vps1', text: 'ssh', session: 'here/1/1' },
	]),
);

const full: Failure = { kind: 'full', message: 'The disk is full.' };

const rereading = (known: typeof all, runs: State['runs'] = {}, failed: Partial<State['journal']> = {}) => {
	let now = start;
	const asked: (number | undefined)[] = [];
	let state: State = { ...aState(), runs, journal: { entries: known, ...failed } };
	let disk: Result<number> = { ok: false, failure: full };
	const journal: Journal = {
		append: async () => ({ ok: false, failure: { kind: 'bug', message: 'nothing is written' } }),
		open: async () => ({ ok: true, value: [] }),
		read: async (query = {}) => {
			asked.push(query.after);
			return { ok: true, value: all.filter(({ seq }) => seq > (query.after ?? 0)) };
		},
	};
	const emit = (event: Event) => {
		state = reduce(state, event);
	};
	const reread = makeJournalRereader({
		state: () => state,
		emit,
		now: () => now,
		journal: { ok: true, value: journal },
		ledger: { ok: true, value: { tried: async () => disk } },
	});
	return {
		seconds: async (count: number) => {
			for (let second = 0; second < count; second += 1) {
				now += 1_000;
				await reread();
			}
		},
		asked,
		state: () => state,
		makeRoom: () => {
			disk = { ok: true, value: 1 };
		},
	};
};

test('what another program wrote is known within five seconds: an end, and a shell', async () => {
	const { seconds, asked, state } = rereading(all.slice(0, 3));
	await seconds(4);
	expect(asked).toEqual([]);
	await seconds(1);
	expect(state().journal.entries).toEqual(all);
	expect(Object.keys(state().shells)).toEqual(['host/vps1']);
});

test('only what came after the last known entry is asked for, every five seconds', async () => {
	const { seconds, asked } = rereading(all.slice(0, 3));
	await seconds(12);
	expect(asked).toEqual([all[2]?.seq, all[4]?.seq]);
});

test('while a run of our own is under way nothing is read: it tells what it writes by itself', async () => {
	// Only its stage is looked at.
	const own = { stage: 'running' } as Run;
	const { seconds, asked } = rereading(all.slice(0, 3), { own });
	await seconds(20);
	expect(asked).toEqual([]);
});

test('a journal that could not be used is tried again, and read whole where it can be', async () => {
	const { seconds, state } = rereading(
		all.slice(0, 1),
		{},
		{ failure: { kind: 'refused', message: 'It is held by another process.' } },
	);
	await seconds(4);
	expect(state().journal.failure).toBeDefined();
	await seconds(1);
	expect(state().journal).toEqual({ entries: all });
});

test('that nothing can be added is tried again where nothing happens, and over when something can', async () => {
	const { seconds, state, makeRoom } = rereading(all, {}, { unwritable: full });
	await seconds(20);
	expect(state().journal.unwritable).toEqual(full);
	makeRoom();
	await seconds(5);
	expect(state().journal.unwritable).toBeUndefined();
});
