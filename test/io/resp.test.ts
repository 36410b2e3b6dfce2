import fc from 'fast-check';
import { expect, test } from 'vitest';
import { respOf } from '../../src/io/resp.ts';

/** The words of a command as a Redis takes them apart: by their lengths in bytes alone. */
function wordsIn(bytes: Buffer): readonly string[] {
	const lineAt = (at: number) => bytes.subarray(at, bytes.indexOf('\r\n', at)).toString();
	const count = lineAt(0);
	let at = count.length + 2;
	const words: string[] = [];
	for (let left = Number(count.slice(1)); left > 0; left -= 1) {
		const head = lineAt(at);
		const from = at + head.length + 2;
		const to = from + Number(head.slice(1));
		words.push(bytes.subarray(from, to).toString());
		expect(bytes.subarray(to, to + 2).toString()).toBe('\r\n');
		at = to + 2;
	}
	expect(at).toBe(bytes.length);
	return words;
}

test('no word ends another one, whatever it holds', () => {
	const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\r\n*1\r\n$8\r\nFLUSHALL\r\n', 'é€😀'));
	fc.assert(
		fc.property(fc.array(word), (words) => {
			expect(wordsIn(Buffer.from(respOf(words)))).toEqual(words.map((each) => each.toWellFormed()));
		}),
	);
});
