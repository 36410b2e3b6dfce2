import { expect, test } from 'vitest';
import { toldJournal } from '../../src/app/told-journal.ts';
import type { Event } from '../../src/core/event.ts';
import type { Journal, JournalEntry, Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { aState, start } from '../support/plans.ts';

const note: Note = { what: 'shell left', at: start, by: 'op-1', run: 'a', text: '' };
const failure = { kind: 'full', message: 'The disk is full.' } as const;

test('tells what is news: that a line could not be added, and that one could again', async () => {
	let state = aState();
	let answer: Result<JournalEntry> = { ok: true, value: { ...note, seq: 1, prev: '', hash: '' } };
	const none = async () => ({ ok: true, value: [] }) as const;
	const journal: Journal = { append: async () => answer, open: none, read: none };
	const told: Event[] = [];
	const dispatch = (event: Event) => {
		told.push(event);
		state = reduce(state, event);
	};
	const { append } = toldJournal(journal, { state: () => state, dispatch, now: () => start });
	expect(await append(note)).toBe(answer);
	expect(told).toEqual([]);
	answer = { ok: false, failure };
	expect(await append(note)).toBe(answer);
	expect(state.journal.unwritable).toEqual(failure);
	answer = { ok: true, value: { ...note, seq: 1, prev: '', hash: '' } };
	await append(note);
	await append(note);
	expect(state.journal.unwritable).toBeUndefined();
	expect(told.map((event) => event.type)).toEqual(['journal/tried', 'journal/tried']);
});
