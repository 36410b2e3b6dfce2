import type { LedgerLine } from '../core/engine/facts.ts';
import type { Image, Millis, Result } from '../core/model.ts';
import type { Cell, Row, Rows } from '../core/rows.ts';

/** That an image was seen running as a service. */
export interface Sighting extends Pick<LedgerLine, 'service' | 'host' | 'container' | 'image'> {
	readonly at: Millis;
}

/** What ran here, as we saw it: the proof that a release can be gone back to. */
export interface Ledger {
	/** Writes down what runs now. A period that goes on is written at most once a minute. */
	readonly saw: (sightings: readonly Sighting[]) => Result<null>;
	/** All lines of a service, or of all services, the newest last seen first. */
	readonly of: (service?: string) => Result<readonly LedgerLine[]>;
}

/** A period is prolonged in the table at most so often. */
const grain: Millis = 60_000;

function optional(name: 'digest' | 'ref' | 'revision', cell: Cell | undefined): { readonly [key: string]: string } {
	return typeof cell === 'string' ? { [name]: cell } : {};
}

function lineOf(row: Row): LedgerLine {
	const image: Image = {
		id: String(row['image']),
		...optional('digest', row['digest'] ?? null),
		...optional('ref', row['ref'] ?? null),
		...optional('revision', row['revision'] ?? null),
	};
	const { service, host, container, first, last } = row;
	return {
		service: String(service),
		host: String(host),
		container: String(container),
		image,
		first: Number(first),
		last: Number(last),
	};
}

function insert(rows: Rows, { service, host, container, image, at }: Sighting): Result<number> {
	const sql =
		'INSERT INTO ledger (service, host, container, image, digest, ref, revision, first, last) VALUES (?,?,?,?,?,?,?,?,?)';
	const { id, digest = null, ref = null, revision = null } = image;
	return rows.run(sql, service, host, container, id, digest, ref, revision, at, at);
}

function seen(rows: Rows, sighting: Sighting): Result<number> {
	const { service, host, container, image, at } = sighting;
	const newest =
		'SELECT * FROM ledger WHERE service = ? AND host = ? AND container = ? ORDER BY last DESC, id DESC LIMIT 1';
	const found = rows.all(newest, service, host, container);
	if (!found.ok) return found;
	const row = found.value[0];
	if (row === undefined || (row['image'] !== image.id && at > Number(row['last']))) return insert(rows, sighting);
	if (row['image'] !== image.id || at - Number(row['last']) < grain) return { ok: true, value: 0 };
	return rows.run('UPDATE ledger SET last = ? WHERE id = ?', at, row['id'] ?? null);
}

/** The ledger in these tables. */
export function makeLedger(rows: Rows): Ledger {
	return {
		saw: (sightings) =>
			rows.transaction(() => {
				for (const sighting of sightings) {
					const written = seen(rows, sighting);
					if (!written.ok) return written;
				}
				return { ok: true, value: null };
			}),
		of: (service) => {
			const where = service === undefined ? '' : 'WHERE service = ?';
			const cells = service === undefined ? [] : [service];
			const found = rows.all(`SELECT * FROM ledger ${where} ORDER BY last DESC, id DESC`, ...cells);
			return found.ok ? { ok: true, value: found.value.map(lineOf) } : found;
		},
	};
}
