import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Rows } from '../../src/core/rows.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { makeLedger, mostImages, mostLines, pruneLedger, rememberedFor } from '../../src/store/ledger.ts';
import { migrations } from '../../src/store/tables.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-ledger-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let made = 0;
const fresh = async (): Promise<Rows> => got(await openRows({ file: join(folder, `${made++}.db`), migrations }));

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

const sighting = (image: string, at: number, container = 'api', service = 'prod/api') => {
	return { service, host: 'vps1', container, image: { id: image }, at };
};
const imagesOf = (rows: Rows, service?: string): readonly string[] =>
	got(makeLedger(rows).of(service)).map(({ image }) => image.id);

test('the newest images of each service are told, and the newest times that each ran', async () => {
	const rows = await fresh();
	const ledger = makeLedger(rows);
	const images = Array.from({ length: mostImages + 5 }, (_, index) => sighting(`v${index}`, index * 1000));
	got(await ledger.saw([sighting('other', 1, 'web', 'prod/web'), ...images]));
	expect(imagesOf(rows, 'prod/api')).toEqual(
		images
			.map(({ image }) => image.id)
			.toReversed()
			.slice(0, mostImages),
	);
	expect(imagesOf(rows)).toContain('other');
	// Each task of a service that is started again and again has a name of its own.
	const tasks = Array.from({ length: 500 }, (_, index) => sighting('loop', 1_000_000 + index, `api.1.${index}`));
	got(await ledger.saw(tasks));
	const after = got(ledger.of('prod/api'));
	expect(after.filter(({ image }) => image.id === 'loop').map(({ container }) => container)).toEqual(
		tasks
			.map(({ container }) => container)
			.toReversed()
			.slice(0, mostLines),
	);
	expect(new Set(after.map(({ image }) => image.id)).size).toBe(mostImages);
});

test('what was last seen too long ago is let go of, but never what a service could go back to', async () => {
	const rows = await fresh();
	const ledger = makeLedger(rows);
	const now = 2 * rememberedFor;
	const old = Array.from({ length: 8 }, (_, index) => sighting(`v${index}`, index * 1000));
	got(
		await ledger.saw([...old, sighting('v7', 7000, 'api-2'), sighting('v8', now - rememberedFor), sighting('v9', now)]),
	);
	expect(got(pruneLedger(rows, now))).toBe(6);
	expect(imagesOf(rows)).toEqual(['v9', 'v8', 'v7', 'v6', 'v5']);
	expect(got(pruneLedger(rows, now))).toBe(0);
});

test('what ran on two engines that have one name of a host is told apart', async () => {
	const rows = await fresh();
	const ledger = makeLedger(rows);
	const minute = 60_000;
	// Written before engines were told apart: it is of the first that is seen there again.
	got(await ledger.saw([sighting('v1', 0)]));
	got(await ledger.saw([{ ...sighting('v1', minute), engine: 'ONE' }]));
	got(await ledger.saw([{ ...sighting('v1', 2 * minute), engine: 'TWO' }]));
	got(await ledger.saw([{ ...sighting('v1', 3 * minute), engine: 'ONE' }]));
	const lines = got(ledger.of('prod/api')).map(({ engine, first, last }) => [engine, first, last]);
	expect(lines).toEqual([
		['ONE', 0, 3 * minute],
		['TWO', 2 * minute, 2 * minute],
	]);
});

test('that it can be written is tried with a line that nobody ever sees', async () => {
	const rows = await fresh();
	const ledger = makeLedger(rows);
	got(await ledger.saw([sighting('v1', 1)]));
	expect(got(await ledger.tried())).toBe(1);
	expect(imagesOf(rows)).toEqual(['v1']);
	rows.close();
	expect(await ledger.tried()).toMatchObject({ ok: false });
});

test('a service of the same id on another engine takes no image of this one away', async () => {
	const rows = await fresh();
	const ledger = makeLedger(rows);
	const other = Array.from({ length: mostImages + 5 }, (_, index) => ({
		...sighting(`other${index}`, 1000 + index),
		engine: 'TWO',
	}));
	got(await ledger.saw([{ ...sighting('v1', 1), engine: 'ONE' }, ...other]));
	expect(imagesOf(rows)).toContain('v1');
});

test('an image keeps the names that tell what it is', async () => {
	const ledger = makeLedger(await fresh());
	const image = { id: 'v1', digest: 'sha256:1', ref: 'shop/api:latest', revision: '9c1e2ab', version: '4.1.2' };
	got(await ledger.saw([{ ...sighting('v1', 1000), image }]));
	expect(got(ledger.of('prod/api'))[0]?.image).toEqual(image);
});
