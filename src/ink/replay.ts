import { endedBy, esc, kindOf } from './sgr.ts';

/** What Ink writes to change one line of the screen into another. */
type LineUpdate = (previous: string, next: string, columns: number | undefined) => string;

/** A line that is changed from a column on: the cursor goes there, the rest is erased, and styles are replayed. */
const partial = new RegExp(`^(${esc}\\[\\d+G${esc}\\[K)((?:${esc}\\[[\\d;]*m){2,})`);
const code = new RegExp(`${esc}\\[([\\d;]*)m`, 'g');

/** The codes that are left in force by a run of them, from a terminal without styles; undefined where one is unknown. */
function inForce(run: string): string | undefined {
	const open = new Map<string, string>();
	for (const [whole, parameters = ''] of run.matchAll(code)) {
		const ended = endedBy(parameters);
		for (const kind of ended) open.delete(kind);
		if (ended.length > 0) continue;
		const kind = kindOf(parameters);
		if (kind === undefined) return undefined;
		open.delete(kind);
		open.set(kind, whole);
	}
	return [...open.values()].join('');
}

/**
 * Ink replays all styles that a line has had up to the column from which it is changed, most of them ended there again: a
 * third of the bytes of a key. Only those in force are needed, since every line begins and ends without styles.
 */
export const shortReplay =
	(stock: LineUpdate): LineUpdate =>
	(previous, next, columns) => {
		const update = stock(previous, next, columns);
		const [all, move = '', run = ''] = partial.exec(update) ?? [];
		const left = all === undefined ? undefined : inForce(run);
		return all === undefined || left === undefined ? update : move + left + update.slice(all.length);
	};
