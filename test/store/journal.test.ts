import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Consent, Plan } from '../../src/core/plan.ts';
import type { Rows } from '../../src/core/rows.ts';
import { sha256 } from '../../src/io/hash.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { makeJournal } from '../../src/store/journal.ts';
import { makeLedger } from '../../src/store/ledger.ts';
import { migrations } from '../../src/store/tables.ts';
import { verifyJournal } from '../../src/store/verify-journal.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-journal-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let made = 0;

async function fresh(file = join(folder, `${made++}.db`)): Promise<{ readonly rows: Rows; readonly file: string }> {
	return { rows: got(await openRows({ file, migrations })), file };
}

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

function journalOf(rows: Rows) {
	return makeJournal({ rows, digest: sha256, redact: (text) => text.replaceAll('hunter2', '(secret)') });
}

const plan: Plan = {
	id: 'aa',
	action: 'restart',
	want: { action: 'restart' },
	service: 'production/api',
	title: 'RESTART production/api',
	impact: ['a gap'],
	made: 1,
	expires: 2,
	oldest: 0,
	facts: 'f',
	locks: [],
	steps: [],
	proof: [],
	watch: [],
	unproven: 'hold',
	tidy: [],
};
const consent: Consent = { by: 'op-1', at: 2, of: 'x', how: 'enter' };
const head = (run: string, at: number) => ({ run, at, by: 'op-1' });
const begun = (run: string, at: number): readonly Note[] => [
	{ ...head(run, at), what: 'planned', plan },
	{ ...head(run, at), what: 'confirmed', consent },
	{ ...head(run, at), what: 'begins', step: 0, way: 'does' },
];

test('what is appended is read back by another process, whole and in order', async () => {
	const { rows, file } = await fresh();
	const written = [];
	for (const note of begun('r1', 10)) written.push(got(await journalOf(rows).append(note)));
	const other = journalOf((await fresh(file)).rows);
	const read = got(await other.read());
	expect(read).toEqual(written);
	expect(read[0]).toMatchObject({ what: 'planned', plan, seq: 1, prev: '' });
	expect(read.map(({ prev }) => prev).slice(1)).toEqual(read.map(({ hash }) => hash).slice(0, -1));
});

test('two processes that append in turn make one chain', async () => {
	const { rows, file } = await fresh();
	const both = [journalOf(rows), journalOf((await fresh(file)).rows)];
	await Promise.all(both.flatMap((journal, index) => begun(`r${index}`, index).map((note) => journal.append(note))));
	expect(got(verifyJournal({ rows, digest: sha256 })).lines).toBe(6);
});

test('of two processes that take up a run at once one does; a line of another run is in nobody’s way', async () => {
	const { rows, file } = await fresh();
	const both = [journalOf(rows), journalOf((await fresh(file)).rows)];
	for (const note of begun('cut', 1)) got(await journalOf(rows).append(note));
	got(await journalOf(rows).append({ ...head('other', 2), what: 'handled', text: 'x' }));
	const again: Note = { ...head('cut', 3), what: 'confirmed', consent: { ...consent, how: 'resume' } };
	const came = await Promise.all(both.map((journal) => journal.append(again, 3)));
	expect(came.filter(({ ok }) => ok)).toHaveLength(1);
	expect(came.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'changed' } });
	expect(got(await journalOf(rows).read({ run: 'cut' }))).toHaveLength(4);
	expect(got(verifyJournal({ rows, digest: sha256 })).lines).toBe(5);
});

test('only runs that were confirmed and have no end are open', async () => {
	const { rows } = await fresh();
	const journal = journalOf(rows);
	const notes: readonly Note[] = [
		...begun('cut', 1),
		...begun('verified', 2),
		{ ...head('verified', 2), what: 'verified', text: 'fine' },
		{ ...head('shown', 3), what: 'planned', plan },
		...begun('left', 4),
		{ ...head('left', 4), what: 'not verified', text: 'x' },
		{ ...head('left', 4), what: 'not verified', text: 'left', left: true },
		...begun('unproven', 5),
		{ ...head('unproven', 5), what: 'not verified', text: 'x' },
		...begun('refused', 6).slice(0, 2),
		{ ...head('refused', 6), what: 'refused', because: 'locked' },
	];
	for (const note of notes) got(await journal.append(note));
	const open = got(await journal.open());
	expect([...new Set(open.map(({ run }) => run))]).toEqual(['cut', 'unproven']);
	expect(open.filter(({ run }) => run === 'cut')).toHaveLength(3);
});

test('a query names a time, a run, an entry before, a number of newest entries', async () => {
	const { rows } = await fresh();
	const journal = journalOf(rows);
	for (const note of [...begun('r1', 1), ...begun('r2', 5)]) got(await journal.append(note));
	expect(got(await journal.read({ since: 5 })).map(({ seq }) => seq)).toEqual([4, 5, 6]);
	expect(got(await journal.read({ run: 'r1', limit: 2 })).map(({ seq }) => seq)).toEqual([2, 3]);
	expect(got(await journal.read({ after: 4 })).map(({ seq }) => seq)).toEqual([5, 6]);
	expect(got(await journal.read({ after: 6 }))).toEqual([]);
	expect(got(await journal.read({ limit: 1 })).map(({ seq }) => seq)).toEqual([6]);
});

test('no secret and no endless output is written down', async () => {
	const { rows } = await fresh();
	const output = `pass=hunter2 ${'x'.repeat(10_000)}`;
	const note: Note = {
		...head('r1', 1),
		what: 'ends',
		step: 0,
		way: 'does',
		took: 5,
		output,
		failure: { kind: 'refused', message: 'env PASS=hunter2 is wrong' },
	};
	const entry = got(await journalOf(rows).append(note));
	expect(JSON.stringify(got(rows.all('SELECT * FROM journal')))).not.toContain('hunter2');
	expect(entry).toMatchObject({ cut: true, failure: { message: 'env PASS=(secret) is wrong' } });
	expect(entry.what === 'ends' && entry.output.length).toBeLessThan(4_200);
	expect(entry.what === 'ends' && entry.output).toMatch(/more characters\)$/);
});

test('a journal that a newer watchdeck wrote is read and never added to', async () => {
	const { rows, file } = await fresh();
	got(await journalOf(rows).append({ ...head('r1', 1), what: 'handled', text: 'x' }));
	got(rows.run(`PRAGMA user_version = ${migrations.length + 1}`));
	rows.close();
	const journal = journalOf((await fresh(file)).rows);
	expect(got(await journal.read())).toHaveLength(1);
	const appended = await journal.append({ ...head('r1', 2), what: 'handled', text: 'y' });
	expect(appended).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
	expect(!appended.ok && appended.failure.message).toContain(`version ${migrations.length + 1}`);
	// The ledger lies in the same file, and says the same.
	expect(await makeLedger((await fresh(file)).rows).saw([])).toEqual(appended);
});

test('a damaged line is a failure that names it', async () => {
	const { rows } = await fresh();
	got(await journalOf(rows).append({ ...head('r1', 1), what: 'handled', text: 'x' }));
	got(rows.run("UPDATE journal SET note = '{'"));
	expect(await journalOf(rows).read()).toMatchObject({
		ok: false,
		failure: { message: 'Line 1 of the journal is damaged.' },
	});
});

test('the ledger has a line for each time that an image ran', async () => {
	const { rows } = await fresh();
	const ledger = makeLedger(rows);
	const image = (id: string) => ({ id: `sha256:${id}`, ref: `shop/api:${id}` });
	const saw = async (id: string, at: number, container = 'api') =>
		got(await ledger.saw([{ service: 'production/api', host: 'vps1', container, image: image(id), at }]));
	await saw('v1', 0);
	await saw('v1', 30_000);
	await saw('v1', 60_000);
	await saw('v2', 90_000);
	await saw('v1', 80_000);
	await saw('v1', 100_000);
	await saw('v9', 100_000, 'api-2');
	const lines = got(ledger.of('production/api')).filter(({ container }) => container === 'api');
	expect(lines.map(({ image: { id }, first, last }) => [id, first, last])).toEqual([
		['sha256:v1', 100_000, 100_000],
		['sha256:v2', 90_000, 90_000],
		['sha256:v1', 0, 60_000],
	]);
	expect(lines[0]?.image).toEqual(image('v1'));
	expect(got(ledger.of())).toHaveLength(4);
	expect(got(ledger.of('staging/api'))).toEqual([]);
});
