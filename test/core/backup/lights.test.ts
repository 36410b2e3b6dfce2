import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Lights, lightNames } from '../../../src/core/backup/light.ts';
import { lightsOf } from '../../../src/core/backup/lights.ts';
import type { BackupCopy, BackupFound, BackupRecord, RestoreProof } from '../../../src/core/finding.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 22, 12);
const newest = now - 9 * hour;

const own = (more: Partial<BackupRecord> = {}): BackupRecord => ({
	...{ bytes: 1000, sha256: 'a1'.repeat(32), began: newest - minute, took: minute, tables: 41, missing: [] },
	...more,
});
const there = { at: newest + 5 * minute, bytes: 1000, hash: 'same' } as const;
const copy = (more: Partial<BackupCopy> = {}): BackupCopy => ({
	...{ file: 'shop-22.dump', at: newest, bytes: 1000, own: own(), remote: there },
	...more,
});
const before = copy({ file: 'shop-21.dump', at: newest - day });
const bare = ({ remote: _remote, own: _own, ...rest }: BackupCopy): BackupCopy => rest;
const away = ({ remote: _, ...rest }: BackupCopy): BackupCopy => rest;
const proof = (more: Partial<RestoreProof> = {}): RestoreProof => ({
	...{ file: 'shop-22.dump', at: now - 6 * hour, took: 250_000, is: 'ok', says: '' },
	checks: [{ name: 'rows', is: 'ok', says: '42' }],
	...more,
});
const seen = { remote: 'R2:shop', at: now - minute } as const;
const shop = (more: Partial<BackupFound> = {}): BackupFound => ({
	...{ is: 'backup', name: 'shop', dataset: 'production/shop', place: 'vps1:/b', newest, within: 26 * hour },
	...{ size: 1000, median: 1000, file: 'shop-22.dump', faults: {}, copies: [copy(), before], offSite: seen },
	...{ proofs: [proof()], provenWithin: 7 * day, format: 'pg_dump archive' },
	...more,
});
const lights = (more: Partial<BackupFound> = {}) => lightsOf(shop(more), { at: now }, now);
const said = ({ is, text }: { readonly is: string; readonly text: string }) => `${is}: ${text}`;
const without = (...keys: readonly (keyof BackupFound)[]): BackupFound => {
	const found = Object.entries(shop()).filter(([key]) => !keys.some((one) => one === key));
	return { is: 'backup', name: 'shop', place: 'vps1:/b', ...Object.fromEntries(found) };
};

test('all four are well, each with the time on which it stands', () => {
	const { ran, offSite, sane, restored } = lights();
	expect([ran, offSite, sane, restored].map(({ at }) => at)).toEqual([newest, now - minute, now, now - 6 * hour]);
	expect([ran, offSite, sane, restored].map(said)).toEqual([
		'ok: 9h ago, promised every 26h',
		'ok: same as here, 9h old',
		'ok: 41 tables, 1000B, median 1000B',
		'ok: 6h ago in 4m 10s, 1 check (shop-22.dump)',
	]);
});

describe('off-site', () => {
	const light = (first: BackupCopy, more: Partial<BackupFound> = {}) =>
		said(lights({ copies: [first, before], ...more }).offSite);
	test.each([
		['another size', copy({ remote: { ...there, bytes: 999 } }), 'bad: shop-22.dump: there it has 999B, here 1000B'],
		[
			'another hash',
			copy({ remote: { ...there, hash: 'other' } }),
			'bad: shop-22.dump has another hash there: it is not the same',
		],
		['no copy', away(copy()), 'bad: shop-22.dump is not at R2:shop'],
		[
			'no hash there',
			copy({ remote: { ...there, hash: 'untold' } }),
			'unknown: same size, 9h old; its remote tells no hash',
		],
		[
			'no hash here',
			{ ...bare(copy()), remote: { ...there, hash: 'untold' as const } },
			'unknown: same size, 9h old; it has no record with a hash',
		],
		[
			'no hash there, but it was read back',
			copy({ remote: { ...there, hash: 'untold' }, own: own({ compared: there.at + minute }) }),
			'ok: same as here when it was compared 8h ago, 9h old',
		],
		[
			'no hash there, but it was compared, by the clock of a remote that is an hour ahead',
			copy({
				remote: { ...there, at: there.at + hour, hash: 'untold' },
				own: own({ compared: there.at, there: there.at + hour - (there.at % 1000) }),
			}),
			'ok: same as here when it was compared 8h ago, 9h old',
		],
		[
			'compared, and written anew there since, by the clock of a remote that is an hour behind',
			copy({
				remote: { ...there, at: there.at - hour + 2 * minute, hash: 'untold' },
				own: own({ compared: there.at, there: there.at - hour }),
			}),
			'unknown: same size, 9h old; its remote tells no hash',
		],
		[
			'it was there once',
			away(copy({ own: own({ compared: there.at }) })),
			'bad: shop-22.dump is not at R2:shop any more',
		],
		[
			'read back, and written anew there since',
			copy({ remote: { ...there, at: there.at + hour, hash: 'untold' }, own: own({ compared: there.at }) }),
			'unknown: same size, 9h old; its remote tells no hash',
		],
	] as const)('%s', (_, first, text) => {
		expect(light(first)).toBe(text);
	});
	test('sizes that look the same are told to the byte', () => {
		const large = copy({ bytes: 4e9, remote: { ...there, bytes: 4e9 - 1 } });
		expect(light(large)).toBe('bad: shop-22.dump: there it has 3999999999 bytes, here 4000000000');
	});
	test('one that was made within the hour may be on its way, where the one before it is there', () => {
		const young = { file: 'new.dump', at: now - 12 * minute, bytes: 1000 };
		expect(light(young)).toBe('unknown: the newest is 12m old and not there yet; the one before it is, 33h old');
		expect(light(young, { copies: [young] })).toBe('unknown: the newest is 12m old and not there yet');
		expect(light(young, { copies: [young, away(before)] })).toBe('bad: new.dump is not at R2:shop');
		expect(light({ ...young, at: now - 61 * minute })).toBe('bad: new.dump is not at R2:shop');
	});
	test('one that was begun to be sent came to no end', () => {
		const young = { file: 'new.dump', at: now - 12 * minute, bytes: 1000, own: own({ sending: now - 11 * minute }) };
		const begun = 'unknown: the newest is not there: sending it began 11m ago and either runs still or failed';
		expect(light(young)).toBe(`${begun}; the one before it is, 33h old`);
		expect(light(young, { copies: [young] })).toBe(begun);
		expect(light({ ...young, own: own({ sending: now - 11 * minute, compared: now }) })).toMatch(/^bad.* any more$/);
	});
	test('one that was compared there is on its way no more', () => {
		const young = { file: 'new.dump', at: now - 12 * minute, bytes: 1000, own: own({ compared: now - 11 * minute }) };
		expect(light(young)).toBe('bad: new.dump is not at R2:shop any more');
	});
	test('a hash that could not be read is not one that the remote does not tell', () => {
		const offSite = { ...seen, unhashed: 'no answer within 30 s' };
		expect(light(copy({ remote: { ...there, hash: 'untold' } }), { offSite })).toBe(
			'unknown: same size, 9h old; its hash could not be read: no answer within 30 s',
		);
	});
	test('what was looked at before the newest was made tells nothing of it', () => {
		const offSite = { ...seen, at: newest - minute };
		expect(light(away(copy()), { offSite })).toBe('unknown: the newest is 9h old; R2:shop was looked at before that');
	});
	test('a remote that is not reached, and none at all, are unknown', () => {
		expect(light(copy(), { offSite: { ...seen, failure: 'no such host' } })).toBe(
			'unknown: R2:shop could not be read: no such host',
		);
		expect(said(lightsOf(without('offSite'), { at: now }, now).offSite)).toBe('unknown: nothing goes off-site');
		expect(said(lightsOf(without('offSite', 'dataset'), { at: now }, now).offSite)).toMatch(/^unknown: not asked/);
	});
	test('what lies there alone is not compared with anything', () => {
		expect(said(lights({ copies: [copy({ only: 'off-site' })] }).offSite)).toMatch(/^unknown: there is nothing here/);
	});
});

describe('sane', () => {
	const light = (first: BackupCopy, more: Partial<BackupFound> = {}) =>
		said(lights({ copies: [first, before], ...more }).sane);
	const row = own({ newestRow: newest - 3 * minute });
	test.each([
		['changed since', copy({ own: own({ bytes: 1001 }) }), {}, 'bad: changed since it was made: 1000 bytes, then 1001'],
		['a table is missing', copy({ own: own({ missing: ['users'] }) }), {}, 'bad: it lacks the table users'],
		[
			'many are',
			copy({ own: own({ missing: ['a', 'b', 'c', 'd'] }) }),
			{},
			'bad: it lacks 4 tables: a, b, c and 1 more',
		],
		[
			'files that changed',
			copy({ own: own({ tables: 0, changed: 3 }) }),
			{},
			'ok: 3 files changed while they were read, 1000B, median 1000B',
		],
		[
			'a young row',
			copy({ own: row }),
			{ rowWithin: hour },
			'ok: 41 tables, newest row 2m old then, 1000B, median 1000B',
		],
		[
			'an old row',
			copy({ own: own({ newestRow: newest - 3 * hour }) }),
			{ rowWithin: hour },
			'bad: its newest row was 2h old when it was made, promised at most 1h',
		],
		[
			'a row that was not read',
			copy(),
			{ rowWithin: hour },
			'unknown: 1000B, median 1000B; its newest row was not read',
		],
		[
			'a row that cannot be read',
			copy({ own: own({ rowUnread: 'no such column: at' }) }),
			{ rowWithin: hour },
			'unknown: 1000B, median 1000B; its newest row was not read: no such column: at. Check `newest` in the config',
		],
		[
			'what its format does not tell',
			copy({ own: own({ unproven: 'its length: its header is old' }) }),
			{},
			'unknown: 1000B, median 1000B; not proven is its length: its header is old',
		],
		[
			'what its format does not tell, and a restore test did',
			copy({
				own: own({ unproven: 'its length: its header is old' }),
				proof: { file: 'shop.dump.gz', at: newest, took: 1, is: 'ok', says: '', checks: [] },
			}),
			{},
			'ok: 41 tables, 1000B, median 1000B',
		],
		[
			'by its probe',
			copy(),
			{ faults: { content: 'it is cut off', size: 'it shrank' } },
			'bad: it is cut off; it shrank',
		],
		[
			'made elsewhere',
			bare(copy()),
			{},
			'unknown: 1000B, median 1000B; begins as pg_dump archive, not read to its end',
		],
		[
			'made elsewhere, restored',
			{ ...bare(copy()), proof: proof() },
			{},
			'ok: restored whole 6h ago, 1000B, median 1000B',
		],
		[
			'made elsewhere, and its test failed',
			{ ...bare(copy()), proof: proof({ is: 'failed', says: 'cut off' }) },
			{},
			'bad: its restore test failed 6h ago: cut off',
		],
		[
			'made here, and its test failed, whatever came of another one since',
			copy({ proof: proof({ is: 'failed', says: 'cut off' }) }),
			{ proofs: [proof({ file: 'shop-21.dump' })] },
			'bad: its restore test failed 6h ago: cut off',
		],
	] as const)('%s', (_, first, more, text) => {
		expect(light(first, more)).toBe(text);
	});
	test('the record of an older one says nothing of the newest', () => {
		expect(light(bare(copy()))).toMatch(/^unknown/);
	});
});

describe('restored', () => {
	const light = (...proofs: readonly RestoreProof[]) => said(lights({ proofs }).restored);
	test('never', () => {
		expect(light()).toBe('unknown: never restored');
		expect(said(lightsOf(without('proofs', 'dataset'), {}, now).restored)).toMatch(/^unknown: not asked/);
	});
	test('the last one counts, of whichever backup, in whatever order they come', () => {
		const failed = proof({ at: now - hour, is: 'failed', says: 'no space left', file: 'shop-21.dump' });
		expect(light(proof(), failed)).toBe('bad: failed 1h ago: no space left (shop-21.dump)');
		expect(light({ ...failed, at: now - 7 * hour }, proof())).toMatch(/^ok: 6h ago/);
	});
	test('of two at one time the one that failed counts', () => {
		const failed = proof({ is: 'failed', says: 'no space left' });
		expect(light(proof(), failed)).toMatch(/^bad/);
		expect(light(failed, proof())).toMatch(/^bad/);
	});
	test('says which check failed', () => {
		const checks = [{ name: 'rows', is: 'failed', says: '0, at least 1' }] as const;
		expect(light(proof({ is: 'failed', checks }))).toBe('bad: failed 6h ago: rows: 0, at least 1 (shop-22.dump)');
		// A restore test names them itself.
		const says = 'rows: 0 is below 1';
		expect(light(proof({ is: 'failed', checks, says }))).toBe('bad: failed 6h ago: rows: 0 is below 1 (shop-22.dump)');
	});
	test('too long ago, and dated in the future', () => {
		expect(light(proof({ at: now - 8 * day }))).toBe(
			'bad: 8d ago, promised every 7d (shop-22.dump, which was written anew since)',
		);
		expect(light(proof({ at: now + hour }))).toMatch(/^unknown: the last restore test is dated 1h in the future/);
	});
	test('where no backup is left, none can be restored, whatever was once', () => {
		const last = '6h ago in 4m 10s, 1 check (shop-22.dump, which is gone since)';
		const nothing = `unknown: nothing is there to restore; the last test was ${last}`;
		const left = (...copies: readonly BackupCopy[]) =>
			said(lightsOf({ ...without('newest'), dataset: 'production/shop', copies }, { at: now }, now).restored);
		expect(left()).toBe(nothing);
		const other = { file: 'b.dump', at: now, bytes: 1 };
		expect(left({ ...other, of: 'production/other' }, { ...other, own: own({ safety: true }) })).toBe(nothing);
		expect(left({ ...other, only: 'off-site' })).toBe(`ok: ${last}`);
		// That it failed is worse than that nothing is left.
		const failed = { ...without('newest'), copies: [], proofs: [proof({ is: 'failed', says: 'cut off' })] };
		expect(lightsOf(failed, { at: now }, now).restored.is).toBe('bad');
	});
	test('what became of the backup that was tested', () => {
		expect(light(proof({ file: 'gone.dump', checks: [] }))).toBe(
			'ok: 6h ago in 4m 10s, nothing was asked of it (gone.dump, which is gone since)',
		);
		expect(light(proof({ at: newest - hour }))).toMatch(/\(shop-22.dump, which was written anew since\)$/);
	});
});

test('what is not read any more has no light that is well', () => {
	const lost = lightsOf(shop(), { at: now - day, lost: 'connection refused' }, now);
	expect(lost.ran).toMatchObject({ is: 'unknown', text: 'connection refused' });
	for (const name of lightNames) expect(lost[name].is).toBe('unknown');
});

const words = fc.string({ minLength: 1 });
// Few of each, so that two of them are often the same, and often all is well.
const times = fc.integer({ min: -12, max: 1 }).map((some) => now + some * 12 * hour);
const sizes = fc.constantFrom(1, 1, 1, 2);
const files = fc.constantFrom('a', 'a', 'b');
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const outcome = fc.constantFrom('ok' as const, 'failed' as const);
const someProof = fc.record({
	...{ file: files, at: times, took: fc.nat(), is: outcome, says: fc.string() },
	checks: fc.constant([]),
});
const someCopy = fc.record(
	{
		...{ file: files, at: times, bytes: sizes },
		own: fc.record(
			{
				bytes: sizes,
				sha256: fc.constant('a'),
				began: times,
				took: fc.nat(),
				missing: fc.oneof(fc.constant([]), fc.array(files)),
				newestRow: times,
				compared: times,
			},
			{ requiredKeys: ['bytes', 'sha256', 'began', 'took'] },
		),
		remote: fc.record({
			at: times,
			bytes: sizes,
			hash: fc.constantFrom('same' as const, 'other' as const, 'untold' as const),
		}),
		proof: someProof,
		only: fc.constant('off-site' as const),
	},
	{ requiredKeys: ['file', 'at', 'bytes'] },
);
const someFound: fc.Arbitrary<BackupFound> = fc.record(
	{
		...{
			is: fc.constant('backup' as const),
			name: fc.string(),
			place: fc.string(),
			newest: times,
			within: fc.nat(40 * day),
		},
		...{ size: sizes, median: sizes, file: files, copies: fc.array(someCopy), proofs: fc.array(someProof) },
		faults: fc.oneof(fc.constant({}), fc.record({ age: words, content: words, size: words }, { requiredKeys: [] })),
		offSite: fc.record({ remote: fc.string(), at: times, failure: fc.string() }, { requiredKeys: ['remote', 'at'] }),
		...{ dataset: fc.string(), provenWithin: fc.nat(40 * day), rowWithin: fc.nat(40 * day) },
	},
	{ requiredKeys: ['is', 'name', 'place'] },
);

/** Of anything that is found, where the light is green. */
const whereGreen = (name: keyof Lights, sound: (found: BackupFound) => void) =>
	fc.assert(
		fc.property(someFound, (found) => {
			if (lightsOf(found, { at: now }, now)[name].is === 'ok') sound(found);
		}),
		{ numRuns: 2000 },
	);
const newestHere = ({ copies = [], file }: BackupFound) =>
	copies.find((one) => one.only === undefined && one.file === file);

describe('whatever was found, a light is green only for what was checked', () => {
	test('ran', () => {
		whereGreen('ran', (found) => expect(now - (found.newest ?? 0)).toBeLessThanOrEqual(found.within ?? -1));
	});
	test('off-site', () => {
		whereGreen('offSite', ({ copies = [], offSite }) => {
			const first = copies.find(({ only }) => only === undefined);
			expect(offSite).not.toHaveProperty('failure');
			expect(first?.remote?.bytes).toBe(first?.bytes);
			expect(first?.remote?.hash === 'same' || first?.own?.compared !== undefined).toBe(true);
			expect(first?.remote?.hash).not.toBe('other');
		});
	});
	test('sane', () => {
		whereGreen('sane', (found) => {
			const copy = newestHere(found);
			expect(copy?.own !== undefined || copy?.proof?.is === 'ok').toBe(true);
			expect(copy?.own?.bytes ?? copy?.bytes).toBe(copy?.bytes);
			expect(copy?.own?.missing ?? []).toEqual([]);
			expect(copy?.proof?.is).not.toBe('failed');
			expect(found.faults).not.toHaveProperty('content');
		});
	});
	test('restored', () => {
		whereGreen('restored', ({ newest: at, copies, proofs = [], provenWithin = Number.POSITIVE_INFINITY }) => {
			expect(at === undefined && copies?.length === 0).toBe(false);
			const latest = Math.max(...proofs.map(({ at }) => at));
			expect(proofs.filter(({ at, is }) => at === latest && is === 'failed')).toEqual([]);
			expect(proofs).not.toEqual([]);
			expect(now - latest).toBeLessThanOrEqual(provenWithin);
		});
	});
	test('and each has its words, however it is', () => {
		fc.assert(
			fc.property(someFound, maybe(words), (found, lost) => {
				const lights = lightsOf(found, { at: now, lost }, now);
				for (const name of lightNames) {
					const { is, text, short } = lights[name];
					expect(text).not.toBe('');
					expect(short.length).toBeLessThanOrEqual(15);
					if (lost !== undefined) expect(is).toBe('unknown');
				}
			}),
		);
	});
});
