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
	got(ledger.saw([sighting('other', 1, 'web', 'prod/web'), ...images]));
	expect(imagesOf(rows, 'prod/api')).toEqual(
		images
			.map(({ image }) => image.id)
			.toReversed()
			.slice(0, mostImages),
	);
	expect(imagesOf(rows)).toContain('other');
	// Each task of a service that is started again and again has a name of its own.
	const tasks = Array.from({ length: 500 }, (_, index) => sighting('loop', 1_000_000 + index, `api.1.${index}`));
	got(ledger.saw(tasks));
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
	got(ledger.saw([...old, sighting('v7', 7000, 'api-2'), sighting('v8', now - rememberedFor), sighting('v9', now)]));
	expect(got(pruneLedger(rows, now))).toBe(6);
	expect(imagesOf(rows)).toEqual(['v9', 'v8', 'v7', 'v6', 'v5']);
	expect(got(pruneLedger(rows, now))).toBe(0);
});
