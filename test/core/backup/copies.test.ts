import { describe, expect, test } from 'vitest';
import { copiesOf, proofsOf } from '../../../src/core/backup/copies.ts';
import { parseFolder } from '../../../src/core/backup/listing.ts';
import { parseRemote } from '../../../src/core/backup/remote.ts';

const now = Date.UTC(2026, 10, 22, 8);
/** The clock of the host is an hour behind. */
const clock = now / 1000 - 3600;
const [sha256, md5] = ['a1'.repeat(32), 'b2'.repeat(16)];
const record = (file: string, more = '') =>
	`record=${file}\tbegan=${clock - 200}\ttook=100\tbytes=70\tsha256=${sha256}\tmd5=${md5}\tnewest-row=${clock - 500}${more}`;
const proof = (file: string, seconds: number, is = 'ok') => `proof=${clock + seconds}\t5000\t${is}\t${file}\tsays`;
const read = (...lines: readonly string[]) => {
	const said = parseFolder([`clock=${clock}`, 'folder=there', ...lines].join('\n'));
	if (said === undefined) throw new Error('it says nothing');
	return said;
};
const remote = (path: string, bytes: number, hashes?: object, at = now) => {
	const entry = { Path: path, Size: bytes, ModTime: new Date(at).toISOString(), ...(hashes && { Hashes: hashes }) };
	const files = parseRemote(JSON.stringify([entry]), 'R2:');
	return files.ok ? files.value : [];
};
const folder = read(`file=${clock - 90} 70 ./a.gz`, `file=${clock - 90_000} 60 ./old.gz`, record('./a.gz'));

describe('copiesOf', () => {
	test('has the newest first, with its record, all times by our clock', () => {
		expect(copiesOf(folder, [], now)).toEqual([
			{
				...{ file: 'a.gz', at: now - 90_000, bytes: 70 },
				own: { bytes: 70, sha256, md5, began: now - 200_000, took: 100_000, newestRow: now - 500_000 },
			},
			{ file: 'old.gz', at: now - 90_000_000, bytes: 60 },
		]);
	});
	test('when it was sent is by our clock too', () => {
		const sent = read(`file=${clock - 90} 70 ./a.gz`, record('./a.gz', `\tsending=${clock - 60}`));
		expect(copiesOf(sent, [], now)[0]?.own?.sending).toBe(now - 60_000);
	});
	test.each([
		['the same by SHA-256', { sha256 }, 'same'],
		['the same by MD5, in the words of an older rclone', { MD5: md5.toUpperCase() }, 'same'],
		['SHA-256 before MD5', { 'SHA-256': 'c3'.repeat(32), md5 }, 'other'],
		['another one', { md5: 'c3'.repeat(16) }, 'other'],
		['nothing that could be compared', { sha1: 'c3'.repeat(20), md5: '' }, 'untold'],
		['no hashes', undefined, 'untold'],
	] as const)('finds its copy off-site: %s', (_, hashes, hash) => {
		expect(copiesOf(folder, remote('a.gz', 70, hashes), now)[0]?.remote).toEqual({ at: now, bytes: 70, hash });
	});
	test('of one without a record no hash is the same', () => {
		expect(copiesOf(folder, remote('old.gz', 60, { sha256, md5 }), now)[1]?.remote?.hash).toBe('untold');
	});
	test('what lies off-site alone is said so, of the time at which it was made where that is known', () => {
		const pruned = read(record('b.gz'));
		const away = remote('b.gz', 70, { md5 }, now - 5);
		expect(copiesOf(pruned, away, now)).toMatchObject([{ file: 'b.gz', at: now - 100_000, only: 'off-site' }]);
		expect(copiesOf(read(), away, now)).toMatchObject([{ at: now - 5, only: 'off-site', remote: { hash: 'untold' } }]);
	});
	test('a restore test is of the backup that was there then, and its last one counts', () => {
		const twice = read(
			`file=${clock - 90} 70 ./a.gz`,
			proof('a.gz', -80, 'failed'),
			proof('a.gz', -50),
			proof('b.gz', -10),
		);
		expect(copiesOf(twice, [], now)[0]?.proof).toMatchObject({ at: now - 50_000, is: 'ok' });
		expect(proofsOf(twice, now).map(({ at }) => (at - now) / 1000)).toEqual([-10, -50, -80]);
		const before = read(`file=${clock - 90} 70 ./a.gz`, proof('a.gz', -91));
		expect(copiesOf(before, [], now)[0]).not.toHaveProperty('proof');
	});
});
