import type { Note } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import type { Rows } from '../core/rows.ts';

/**
 * The runs whose last line is no end stand in a table of their own, beside the journal: each plan asks for them, and they
 * are few however long the journal is. To find them in 50,000 runs (462,500 lines, 432 MB) took more than four seconds on a
 * busy machine; so it takes 0.2 ms, after 3 s once for a journal of before. It is kept in the transaction that appends.
 */
export const unended = 'SELECT run FROM unended';

/** Whether a run whose last line this is may be open; `began`: one of its steps did. */
function mayBeOpen(note: Note, began: () => Result<boolean>): Result<boolean> {
	switch (note.what) {
		case 'verified':
		case 'undone':
		case 'handled':
		case 'shell opened':
		case 'shell left':
		case 'armed':
		case 'disarmed':
			return { ok: true, value: false };
		case 'not verified':
		case 'held':
			return { ok: true, value: note.left !== true };
		case 'refused':
			return began();
		case 'planned':
		case 'confirmed':
		case 'begins':
		case 'ends':
		case 'done':
		case 'proven':
		case 'gates':
		case 'taken over':
		case 'left running':
			return { ok: true, value: true };
	}
}

/** Notes whether the run of a line that was just appended has an end by it. */
export function markUnended(rows: Rows, note: Note): Result<unknown> {
	const open = mayBeOpen(note, () => {
		const begins = rows.all("SELECT 1 FROM journal WHERE run = ? AND what = 'begins' LIMIT 1", note.run);
		return begins.ok ? { ok: true, value: begins.value.length > 0 } : begins;
	});
	if (!open.ok) return open;
	if (open.value) return rows.run('INSERT OR IGNORE INTO unended (run) VALUES (?)', note.run);
	return rows.run('DELETE FROM unended WHERE run = ?', note.run);
}
