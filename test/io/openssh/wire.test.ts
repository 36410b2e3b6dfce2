import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode, makeFrames, reader } from '../../../src/io/openssh/wire.ts';

const frame = (bytes: Uint8Array) => Buffer.concat([encode([bytes.length]), bytes]);

test('fields come back as they were', () => {
	const fields = reader(encode([7, 'ü', true, Buffer.from([0, 255])]));
	expect([fields.uint32(), fields.string().toString(), fields.byte(), [...fields.string()]]).toEqual([
		7,
		'ü',
		1,
		[0, 255],
	]);
});

test('frames are whole however the bytes arrive', () => {
	const some = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
	fc.assert(
		fc.property(some, fc.array(fc.nat(30), { minLength: 1 }), (messages, cuts) => {
			const all = Buffer.concat(messages.map(frame));
			const take = makeFrames();
			const seen: string[] = [];
			for (let [at, n] = [0, 0]; at < all.length; n += 1) {
				const size = 1 + (cuts[n % cuts.length] ?? 0);
				seen.push(...take(all.subarray(at, at + size)).map((each) => each.toString('hex')));
				at += size;
			}
			expect(seen).toEqual(messages.map((each) => Buffer.from(each).toString('hex')));
		}),
	);
});

test('a message that claims to be huge is refused before it is gathered', () => {
	expect(() => makeFrames()(encode([0x7fffffff]))).toThrow(/too long/);
});

test('a message that ends too early throws no bug', () => {
	expect(() => reader(encode([5])).string()).toThrow(/too short/);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
			const fields = reader(Buffer.from(bytes));
			try {
				for (;;) fields.string();
			} catch (error) {
				expect(error).toMatchObject({ failure: { kind: 'garbled' } });
			}
		}),
	);
});
