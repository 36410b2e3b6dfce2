import { type Mark, type MarkKind, marksKept, mostMarks } from '../core/history/mark.ts';
import type { Condition, Millis, Result } from '../core/model.ts';
import type { Cell, Row, Rows } from '../core/rows.ts';

/** What happened to services, in a table. */
export interface MarksStore {
	/** Adds marks, in one transaction, and lets go of what is too old or too much. One that is there already is left as it is. */
	readonly add: (marks: readonly Mark[], now: Millis) => Result<null>;
	/** The marks of a service from then on, oldest first. */
	readonly of: (service: string, from: Millis) => readonly Mark[];
	/** The newest mark of this kind of each service. */
	readonly newest: (kind: MarkKind) => Result<readonly Mark[]>;
}

const insert =
	'INSERT OR IGNORE INTO marks (scope, service, at, kind, text, state, thing) VALUES (?, ?, ?, ?, ?, ?, ?)';
/** Two cockpits see a turn within so many milliseconds of each other. */
const together: Millis = 30_000;
/** A turn to what it turned to before already, or does right after, is one that another cockpit wrote down: it is left as it is. */
const insertTurn = `INSERT OR IGNORE INTO marks (scope, service, at, kind, text, state, thing)
	SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?6 IS NOT (SELECT state FROM marks
		WHERE scope = ?1 AND service = ?2 AND kind = ?4 AND at <= ?3 ORDER BY at DESC, id DESC LIMIT 1)
	AND ?6 IS NOT (SELECT state FROM marks
		WHERE scope = ?1 AND service = ?2 AND kind = ?4 AND at > ?3 AND at <= ?3 + ${together} ORDER BY at, id LIMIT 1)`;
const tooMany = `DELETE FROM marks WHERE scope = ?1 AND service = ?2 AND id NOT IN
	(SELECT id FROM marks WHERE scope = ?1 AND service = ?2 ORDER BY at DESC, id DESC LIMIT ${mostMarks})`;

const kinds: readonly MarkKind[] = ['release', 'action', 'condition', 'killed'];
const states: readonly Condition['is'][] = ['ok', 'degraded', 'down', 'unknown'];

function markOf({ service, at, kind, text, state, thing }: Row): readonly Mark[] {
	const known = kinds.find((one) => one === kind);
	const is = states.find((one) => one === state);
	if (known === undefined) return [];
	return [
		{
			...{ service: String(service), at: Number(at), kind: known, text: String(text) },
			...(is === undefined ? {} : { is }),
			...(typeof thing === 'string' && thing !== '' ? { of: thing } : {}),
		},
	];
}

function written(rows: Rows, scope: string, marks: readonly Mark[], now: Millis): Result<null> {
	// No thing is the empty text: SQLite counts two NULLs as different.
	const statements: readonly (readonly [string, ...Cell[]])[] = [
		...marks.map(
			({ service, at, kind, text, is, of }) =>
				[kind === 'condition' ? insertTurn : insert, scope, service, at, kind, text, is ?? null, of ?? ''] as const,
		),
		...[...new Set(marks.map(({ service }) => service))].map((service) => [tooMany, scope, service] as const),
		['DELETE FROM marks WHERE at < ?', now - marksKept],
	];
	for (const [sql, ...cells] of statements) {
		const done = rows.run(sql, ...cells);
		if (!done.ok) return done;
	}
	return { ok: true, value: null };
}

/** The marks in these tables, of the services of one config (`scope`). What was read is remembered until something is added. */
export function makeMarks(rows: Rows, scope = ''): MarksStore {
	const known = new Map<string, readonly Mark[]>();
	const allOf = (service: string): readonly Mark[] => {
		const found = known.get(service);
		if (found !== undefined) return found;
		const all = rows.all('SELECT * FROM marks WHERE scope = ? AND service = ? ORDER BY at, id', scope, service);
		const marks = all.ok ? all.value.flatMap(markOf) : [];
		known.set(service, marks);
		return marks;
	};
	return {
		add: (marks, now) => {
			known.clear();
			return rows.transaction(() => written(rows, scope, marks, now));
		},
		of: (service, from) => allOf(service).filter(({ at }) => at >= from),
		newest: (kind) => {
			const newest = 'SELECT *, max(at) FROM marks WHERE scope = ? AND kind = ? GROUP BY service';
			const found = rows.all(newest, scope, kind);
			return found.ok ? { ok: true, value: found.value.flatMap(markOf) } : found;
		},
	};
}
