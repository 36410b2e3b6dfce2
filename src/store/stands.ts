import { marksKept } from '../core/history/mark.ts';
import type { Condition, Millis, Result, Stood } from '../core/model.ts';
import type { Row, Rows } from '../core/rows.ts';

/** How services and hosts stood when they were last watched, in a table. */
export interface StandsStore {
	/** Writes down how these stand, by their ids, in one transaction; lets go of what nobody saw for long. */
	readonly keep: (stands: Readonly<Record<string, Stood>>, now: Millis) => Result<null>;
	/** How all stood, by their ids. */
	readonly all: () => Result<Readonly<Record<string, Stood>>>;
}

const keepThem = `INSERT INTO stands (scope, service, state, since, seen)
	SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true
	ON CONFLICT (scope, service) DO UPDATE SET state = excluded.state, since = excluded.since, seen = excluded.seen`;

const states: readonly Condition['is'][] = ['ok', 'degraded', 'down', 'unknown'];

function stoodOf({ service, state, since, seen }: Row): readonly (readonly [string, Stood])[] {
	const is = states.find((one) => one === state);
	return is === undefined ? [] : [[String(service), { is, since: Number(since), seen: Number(seen) }]];
}

/** The table of how all stood, of the services and hosts of one config (`scope`). */
export function makeStands(rows: Rows, scope = ''): StandsStore {
	return {
		keep: (stands, now) =>
			rows.transaction(() => {
				const cells = Object.entries(stands).map(([id, { is, since, seen }]) => [id, is, since, seen]);
				const kept = rows.run(keepThem, scope, JSON.stringify(cells));
				const done = kept.ok ? rows.run('DELETE FROM stands WHERE seen < ?', now - marksKept) : kept;
				return done.ok ? { ok: true, value: null } : done;
			}),
		all: () => {
			const found = rows.all('SELECT service, state, since, seen FROM stands WHERE scope = ?', scope);
			return found.ok ? { ok: true, value: Object.fromEntries(found.value.flatMap(stoodOf)) } : found;
		},
	};
}
