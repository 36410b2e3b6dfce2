import type { Journal, JournalEntry } from '../../src/core/journal.ts';

/** A journal in memory, which writes into these entries. */
export const journalOf = (entries: JournalEntry[]): Journal => ({
	open: async () => ({ ok: true, value: entries }),
	read: async () => ({ ok: true, value: entries }),
	append: async (note) => {
		const entry = { ...note, seq: entries.length + 1, prev: '', hash: '' };
		entries.push(entry);
		return { ok: true, value: entry };
	},
});
