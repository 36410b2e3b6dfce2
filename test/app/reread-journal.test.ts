import { expect, test } from 'vitest';
import { makeJournalRereader } from '../../src/app/reread-journal.ts';
import type { Event } from '../../src/core/event.ts';
import type { Journal } from '../../src/core/journal.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { aPlan, aState, entriesOf, notes, start } from '../support/plans.ts';

const all = entriesOf(
	notes([
		{ what: 'planned', plan: aPlan() },
		{ what: 'confirmed', consent: { by: 'op-1', at: start, of: '', how: 'y' } },
		{ what: 'begins', step: 0, way: 'does' },
		{ what: 'undone', text: 'by another program' },
	]),
);

const rereading = (known: typeof all) => {
	let now = start;
	let reads = 0;
	let state: State = { ...aState(), journal: { entries: known } };
	const journal: Journal = {
		append: async () => ({ ok: false, failure: { kind: 'bug', message: 'nothing is written' } }),
		open: async () => ({ ok: true, value: [] }),
		read: async () => {
			reads += 1;
			return { ok: true, value: all };
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
	});
	return {
		second: async () => {
			now += 1_000;
			await reread();
		},
		reads: () => reads,
		entries: () => state.journal.entries,
	};
};

test('an end that another program wrote is known within five seconds, and nothing is read after it', async () => {
	const { second, reads, entries } = rereading(all.slice(0, 3));
	for (let at = 0; at < 4; at += 1) await second();
	expect(reads()).toBe(0);
	await second();
	expect(entries()).toEqual(all);
	for (let at = 0; at < 20; at += 1) await second();
	expect(reads()).toBe(1);
});

test('a journal in which every run has an end is not read', async () => {
	const { second, reads } = rereading(all);
	for (let at = 0; at < 20; at += 1) await second();
	expect(reads()).toBe(0);
});
