import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Piece } from '../../src/io/carrier.ts';
import { chunks, type Shape, unstamped } from '../../src/io/chunks.ts';
import { makeSplitter } from '../../src/io/lines.ts';
import { all } from './support/all.ts';

const logs: Shape = { is: 'logs', stamped: true, line: 64 * 1024 };
const plain: Shape = { is: 'lines', stamped: false, line: 64 * 1024 };

function frame(from: 'out' | 'err', text: string): Buffer {
	const body = Buffer.from(text);
	const head = Buffer.alloc(8);
	head[0] = from === 'out' ? 1 : 2;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
}

/** The bytes in parts that end at the given places. */
async function* cutAt(bytes: Buffer, places: readonly number[]): AsyncGenerator<Piece> {
	const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
	let from = 0;
	for (const to of [...sorted, bytes.length]) {
		if (to > from) yield { from: 'out', bytes: bytes.subarray(from, to) };
		from = to;
	}
}

const cuts = fc.array(fc.nat(5000), { maxLength: 30 });
const line = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ''));

test('frames of a log give the same lines however the bytes are cut', async () => {
	const entry = fc.record({ from: fc.constantFrom<'out' | 'err'>('out', 'err'), text: line });
	await fc.assert(
		fc.asyncProperty(fc.array(entry, { maxLength: 20 }), cuts, async (entries, places) => {
			const stamp = '2026-01-02T03:04:05.678901234Z ';
			const bytes = Buffer.concat(entries.map(({ from, text }) => frame(from, `${stamp}${text}\n`)));
			const got = await all(chunks(cutAt(bytes, places), logs));
			const at = Date.parse('2026-01-02T03:04:05.678Z');
			const want = entries.map(({ from, text }) => ({ from, at, text: Buffer.from(text).toString() }));
			expect(got.filter((each) => each.from === 'out')).toEqual(want.filter((each) => each.from === 'out'));
			expect(got.filter((each) => each.from === 'err')).toEqual(want.filter((each) => each.from === 'err'));
		}),
	);
});

test('lines come out whole however the bytes are cut', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, { maxLength: 20 }), cuts, async (lines, places) => {
			const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
			const got = await all(chunks(cutAt(bytes, places), plain));
			expect(got.map((each) => each.text)).toEqual(lines.map((text) => Buffer.from(text).toString()));
		}),
	);
});

test('between the pieces of a stream that never waits others have a turn, such as the keyboard', async () => {
	const piece: Piece = { from: 'out', bytes: Buffer.from('a line of a log\n'.repeat(2048)) };
	async function* ready(): AsyncGenerator<Piece> {
		for (let count = 0; count < 50; count += 1) yield piece;
	}
	let turns = 0;
	let next = setImmediate(function turn() {
		turns += 1;
		next = setImmediate(turn);
	});
	let longest = 0;
	let lines = 0;
	let before = turns;
	for await (const _line of chunks(ready(), plain)) {
		lines = turns === before ? lines + 1 : 1;
		before = turns;
		longest = Math.max(longest, lines);
	}
	clearImmediate(next);
	expect(longest).toBe(2048);
});

test('a container with a terminal has no frames, and its lines end with CR LF', async () => {
	const bytes = Buffer.from('2026-01-02T03:04:05Z hello\r\n2026-01-02T03:04:06Z there\r\n');
	const got = await all(chunks(cutAt(bytes, [3, 11, 40]), logs));
	expect(got.map((each) => each.text)).toEqual(['hello', 'there']);
});

test('a line that the engine cut at 16 KiB is one line, without the stamps of its later parts', async () => {
	const stamp = '2026-01-02T03:04:05.678901234Z ';
	const bytes = Buffer.concat([
		frame('out', `${stamp}${'a'.repeat(16384)}`),
		frame('err', `${stamp}between\n`),
		frame('out', `${stamp}${'b'.repeat(10)}\n`),
	]);
	const got = await all(chunks(cutAt(bytes, [5, 9000]), logs));
	expect(got.map((each) => each.text)).toEqual(['between', `${'a'.repeat(16384)}${'b'.repeat(10)}`]);
});

test('of a line that is too long the rest is dropped and counted', () => {
	const splitter = makeSplitter(5);
	expect(splitter.push(Buffer.from('abcdefg'))).toEqual([]);
	expect(splitter.push(Buffer.from('hi\nxy'))).toEqual([{ text: 'abcde', dropped: 4 }]);
	expect(splitter.end()).toEqual([{ text: 'xy', dropped: 0 }]);
});

test('a line of 10 MB is one piece, and says how many bytes of it are missing', async () => {
	const parts = Array.from({ length: 625 }, (_, index) => `${'x'.repeat(16_000)}${index === 624 ? '\n' : ''}`);
	const bytes = Buffer.concat(parts.map((part) => frame('out', `2026-01-02T03:04:05Z ${part}`)));
	const [got, ...more] = await all(chunks(cutAt(bytes, [70_000, 5_000_000]), logs));
	expect(more).toEqual([]);
	expect((got?.text.length ?? 0) + (got?.cut ?? 0)).toBe(10_000_000);
	expect(got?.text.length).toBeLessThanOrEqual(logs.line);
});

test('a log stream that is out of step is told, not guessed', async () => {
	const bytes = Buffer.concat([frame('out', 'fine\n'), Buffer.from('not a frame at all')]);
	await expect(all(chunks(cutAt(bytes, []), logs))).rejects.toThrow('out of step');
});

test('a line without a stamp keeps its text', () => {
	expect(unstamped('hello')).toEqual({ text: 'hello' });
	expect(unstamped('2026-01-02T03:04:05+02:00 x')).toEqual({ at: Date.parse('2026-01-02T01:04:05Z'), text: 'x' });
});
