import { expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { datasetProbe } from '../../src/core/dataset/probe.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { Reading } from '../../src/core/probe.ts';
import { dataset } from '../../src/probes/dataset.ts';
import { reachOf, readingOf, replied } from './reach.ts';

const start = 1_795_237_094_000;
const day = 86_400_000;
const [sha256, other] = ['a1'.repeat(32), 'b2'.repeat(32)];
const spec: DatasetSpec = {
	...{ environment: 'production', name: 'shop', kind: 'sqlite', host: 'vps1', folder: '/b', settings: { path: '/d' } },
	...{ pattern: '*', shrink: 0.5, keep: 7, tables: [], checks: [], writers: [], verify: { in: 'apart' } },
	...{ every: 300_000, timeout: 60_000, offSite: { remote: 'r2:shop', keep: 30, env: {} } },
};
const made = start / 1000 - 3600;
const listed = [
	`record=a.gz\tbegan=${made}\ttook=1\tbytes=70\tsha256=${sha256}`,
	...['folder=there', 'count=1', `file=${made} 70 ./a.gz`],
];
const entry = { Path: 'a.gz', Name: 'a.gz', Size: 70, ModTime: new Date(start).toISOString(), IsDir: false };
const told = (hash: string) => replied(0, JSON.stringify([{ ...entry, Hashes: { sha256: hash } }]));
const failing = (err: string): Answer => ({ ok: true, took: 1, value: { code: 9, text: '[\n', err } });

/** One reading, with what the remote lists and says of the object; and which objects were asked for. */
async function read(
	list: Answer,
	hash: Answer,
	{ at = start, carry }: { readonly at?: number; readonly carry?: unknown } = {},
): Promise<{ readonly reading: Reading; readonly asked: readonly string[] }> {
	const asked: string[] = [];
	const folder = replied(0, [`clock=${at / 1000}`, ...listed].join('\n'));
	const ask = async (call: Read): Promise<Answer> => {
		if (call.via !== 'exec' || call.argv[3] !== 'watchdeck-off-site') return folder;
		const object = String(call.argv[6]);
		if (object === '') return list;
		asked.push(object);
		return hash;
	};
	const reading = readingOf(await dataset.read(datasetProbe(spec), { ...reachOf(folder, at).reach, ask }, carry));
	return { reading, asked };
}

test('why the remote, or a hash there, could not be read is told', async () => {
	const away = await read(failing('401 Unauthorized; check its account'), told(sha256));
	expect(away.reading.findings).toMatchObject([{ offSite: { failure: '401 Unauthorized; check its account' } }]);
	const late: Answer = { ok: false, took: 1, failure: { kind: 'timeout', message: 'No answer.' } };
	const { reading } = await read(replied(0, JSON.stringify([entry])), late);
	expect(reading.findings).toMatchObject([
		{
			offSite: { unhashed: expect.stringMatching(/^no answer within 30 s;/) },
			copies: [{ remote: { hash: 'untold' } }],
		},
	]);
	// It is asked again with the next reading.
	expect(reading.carry).toBeUndefined();
});

test('a folder that is not there yet holds nothing; a list that was cut is not half read', async () => {
	const none = await read(replied(3, '[\n'), told(sha256));
	expect(none.reading.findings).toMatchObject([{ offSite: { count: 0 } }]);
	const cut: Answer = { ok: true, took: 1, value: { code: 0, text: '[', err: '', cut: true } };
	const { reading } = await read(cut, told(sha256));
	expect(reading.findings).toMatchObject([{ offSite: { failure: expect.stringMatching(/longer than .*narrow/) } }]);
});

test('the hash of the newest is asked for once a day: what lies there can rot', async () => {
	const list = replied(0, JSON.stringify([entry]));
	const first = await read(list, told(sha256));
	expect(first.reading.findings).toMatchObject([{ copies: [{ remote: { hash: 'same' } }] }]);
	const again = await read(list, told(other), { at: start + day - 1000, carry: first.reading.carry });
	expect(again.asked).toEqual([]);
	expect(again.reading.findings).toMatchObject([{ copies: [{ remote: { hash: 'same' } }] }]);
	const later = await read(list, told(other), { at: start + day, carry: again.reading.carry });
	expect(later.asked).toEqual(['a.gz']);
	expect(later.reading.findings).toMatchObject([{ copies: [{ remote: { hash: 'other' } }] }]);
});

test.each([
	['\tnewest-row=1', 'ok', /^a\.gz is whole; its newest row was .* old when it was made, promised at most 1h$/],
	[`\tnewest-row=${made}`, 'ok', /^a\.gz is whole$/],
	['\trow-unread=no such column: at', 'ok', /^a\.gz is whole; its newest row was not read: no such column: at\. Check/],
	['\tmissing=orders', 'degraded', /^a\.gz: it lacks tables that must be there: orders$/],
])('that one is whole is told with the age of its data: %j', async (more, is, because) => {
	const lines = [`clock=${start / 1000}`, `${listed[0]}${more}`, ...listed.slice(1)];
	const { offSite: _none, ...here } = { ...spec, newest: { table: 'orders', column: 'at', within: 3_600_000 } };
	const probe = datasetProbe(here, { must: 'a.gz' });
	const { layers } = readingOf(
		await dataset.read(probe, reachOf(replied(0, lines.join('\n')), start).reach, undefined),
	);
	expect(layers).toMatchObject({ backup: { is, because: expect.stringMatching(because) } });
});
