import type { LedgerLine } from '../core/engine/facts.ts';
import type { Image, Millis, Result } from '../core/model.ts';
import type { Cell, Row, Rows } from '../core/rows.ts';
import { tooNew } from './too-new.ts';

/** That an image was seen running as a service. */
export interface Sighting extends Pick<LedgerLine, 'service' | 'host' | 'engine' | 'container' | 'image'> {
	readonly at: Millis;
}

/** What ran here, as we saw it: the proof that a release can be gone back to. */
export interface Ledger {
	/** Writes down what runs now, and gives how many lines that took. A period that goes on is written at most once a minute. */
	readonly saw: (sightings: readonly Sighting[]) => Promise<Result<number>>;
	/** Whether anything can be written now, by a line that is taken back at once. */
	readonly tried: () => Promise<Result<number>>;
	/** The lines of a service, or of all services, the newest last seen first, as many as are told. */
	readonly of: (service?: string) => Result<readonly LedgerLine[]>;
}

/** So many images of a service are told, and so many times that each of them ran: the newest. */
export const mostImages = 50;
export const mostLines = 5;
/** A line that was not seen for so long is let go of: 90 days. */
export const rememberedFor: Millis = 90 * 24 * 3_600_000;
/** So many images stay for ever: a service that is rarely changed can still be rolled back. */
const stay = 5;

/** Numbers the images of each service on each engine, and the lines of each image, from the newest on. */
const numbered = (where: string): string =>
	`WITH lines AS (
		SELECT *, row_number() OVER (PARTITION BY service, host, engine, image ORDER BY last DESC, id DESC) AS line,
			max(last) OVER (PARTITION BY service, host, engine, image) AS seen
		FROM ledger ${where}
	), numbered AS (
		SELECT *, dense_rank() OVER (PARTITION BY service, host, engine ORDER BY seen DESC, image) AS place FROM lines
	)`;

/** A period is prolonged in the table at most so often. */
const grain: Millis = 60_000;

function optional(
	name: 'digest' | 'ref' | 'revision' | 'version' | 'engine',
	cell: Cell | undefined,
): { readonly [key: string]: string } {
	return typeof cell === 'string' ? { [name]: cell } : {};
}

function lineOf(row: Row): LedgerLine {
	const image: Image = {
		id: String(row['image']),
		...optional('digest', row['digest'] ?? null),
		...optional('ref', row['ref'] ?? null),
		...optional('revision', row['revision'] ?? null),
		...optional('version', row['version'] ?? null),
	};
	const { service, host, container, first, last } = row;
	return {
		service: String(service),
		host: String(host),
		...optional('engine', row['engine']),
		container: String(container),
		image,
		first: Number(first),
		last: Number(last),
	};
}

function insert(rows: Rows, sighting: Sighting): Result<number> {
	const { service, host, engine = null, container, image, at } = sighting;
	const sql =
		'INSERT INTO ledger (service, host, engine, container, image, digest, ref, revision, version, first, last) VALUES (?,?,?,?,?,?,?,?,?,?,?)';
	const { id, digest = null, ref = null, revision = null, version = null } = image;
	return rows.run(sql, service, host, engine, container, id, digest, ref, revision, version, at, at);
}

function seen(rows: Rows, sighting: Sighting): Result<number> {
	const { service, host, engine = null, container, image, at } = sighting;
	// A line from before engines were told apart is of the one that now has the name.
	const newest = `SELECT * FROM ledger WHERE service = ? AND host = ? AND container = ? AND (engine IS ? OR engine IS NULL)
		ORDER BY last DESC, id DESC LIMIT 1`;
	const found = rows.all(newest, service, host, container, engine);
	if (!found.ok) return found;
	const row = found.value[0];
	if (row === undefined || (row['image'] !== image.id && at > Number(row['last']))) return insert(rows, sighting);
	if (row['image'] !== image.id || at - Number(row['last']) < grain) return { ok: true, value: 0 };
	return rows.run('UPDATE ledger SET last = ?, engine = ? WHERE id = ?', at, engine, row['id'] ?? null);
}

/** Writes something, and waits for others who do. */
async function written(rows: Rows, work: () => Result<number>): Promise<Result<number>> {
	return rows.readOnly ? tooNew(rows) : rows.patient(work);
}

function seenAll(rows: Rows, sightings: readonly Sighting[]): Result<number> {
	let lines = 0;
	for (const sighting of sightings) {
		const done = seen(rows, sighting);
		if (!done.ok) return done;
		lines += done.value;
	}
	return { ok: true, value: lines };
}

/** A line of no service, which nobody reads. */
const blank: Sighting = { service: '', host: '', container: '', image: { id: '' }, at: 0 };

function insertedAndTaken(rows: Rows): Result<number> {
	const line = insert(rows, blank);
	return line.ok ? rows.run('DELETE FROM ledger WHERE service = ?', blank.service) : line;
}

/** The ledger in these tables. */
export function makeLedger(rows: Rows): Ledger {
	return {
		saw: (sightings) => written(rows, () => seenAll(rows, sightings)),
		tried: () => written(rows, () => insertedAndTaken(rows)),
		of: (service) => {
			const where = service === undefined ? '' : 'WHERE service = ?';
			const cells = service === undefined ? [] : [service];
			const sql = `${numbered(where)} SELECT * FROM numbered WHERE place <= ? AND line <= ? ORDER BY last DESC, id DESC`;
			const found = rows.all(sql, ...cells, mostImages, mostLines);
			return found.ok ? { ok: true, value: found.value.map(lineOf) } : found;
		},
	};
}

/** Lets go of lines that were last seen long before `now`, but for the newest of each image that stays; gives how many. */
export function pruneLedger(rows: Rows, now: Millis): Result<number> {
	const sql = `${numbered('')}
		DELETE FROM ledger WHERE last < ? AND id NOT IN (SELECT id FROM numbered WHERE line = 1 AND place <= ?)`;
	return rows.run(sql, now - rememberedFor, stay);
}
