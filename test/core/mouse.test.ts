import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mouse, mouseIn, mouseUnread } from '../../src/core/mouse.ts';

const esc = '\u001b';

/** What is read of chunks that come one after another. */
function read(...chunks: readonly string[]): { readonly text: string; readonly mouse: readonly Mouse[] } {
	let at = mouseUnread;
	let text = '';
	const mouse: Mouse[] = [];
	for (const chunk of chunks) {
		const part = mouseIn(at, chunk);
		text += part.text;
		mouse.push(...part.mouse);
		at = part.after;
	}
	return { text, mouse };
}

/** A text in pieces, cut at any places; a lone escape at the end of a piece is the key. */
const piecesOf = (text: string, cuts: readonly number[]): readonly string[] => {
	const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
	return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
};

describe('what the mouse did', () => {
	test.each([
		['<0;1;1M', [{ is: 'press', x: 0, y: 0 }]],
		['<0;200;50M', [{ is: 'press', x: 199, y: 49 }]],
		['<16;5;7M', [{ is: 'press', x: 4, y: 6 }]],
		['<64;3;4M', [{ is: 'wheel', by: -1, x: 2, y: 3 }]],
		['<65;3;4M', [{ is: 'wheel', by: 1, x: 2, y: 3 }]],
		['<0;3;4m', []],
		['<2;3;4M', []],
		['<32;3;4M', []],
		['<0;0;0M', [{ is: 'press', x: 0, y: 0 }]],
	])('%s is %j, and nothing of it is left for the keyboard', (sent, mouse) => {
		expect(read(`a${esc}[${sent}b`)).toEqual({ text: 'ab', mouse });
	});

	test('is taken out wherever the line tears it, and no piece of it is ever a key', () => {
		const keys = fc.constantFrom('q', '0', 'r', `${esc}[A`, `${esc}OP`, '[', '<', 'é', ' ');
		const report = fc.tuple(fc.constantFrom(0, 2, 64, 65), fc.integer({ min: 1, max: 300 }), fc.constantFrom('M', 'm'));
		const part = fc.oneof(
			keys.map((key) => ({ key, sent: key })),
			report.map(([button, at, end]) => ({ key: '', sent: `${esc}[<${button};${at};${at}${end}` })),
		);
		fc.assert(
			fc.property(fc.array(part), fc.array(fc.nat(), { maxLength: 6 }), (parts, cuts) => {
				const sent = parts.map((one) => one.sent).join('');
				const keyed = parts.map(({ key }) => key).join('');
				const whole = read(sent);
				expect(whole.text).toBe(keyed);
				const pieces = read(...piecesOf(sent, cuts));
				expect(pieces.mouse).toEqual(whole.mouse);
				// Where it tears right after its escape, that one is the key that closes and never acts; a bracket turns tabs.
				const bare = (text: string) => text.replaceAll(esc, '').replaceAll('[', '');
				expect(bare(pieces.text)).toBe(bare(keyed));
			}),
		);
	});

	test('is never taken from what is pasted, however that is torn', () => {
		const inside = fc.array(fc.constantFrom('a', `${esc}[<0;3;4M`, `${esc}[<65;1;1M`, `${esc}[20`, '[', esc, '~'));
		fc.assert(
			fc.property(inside, fc.array(fc.nat(), { maxLength: 6 }), (parts, cuts) => {
				const pasted = parts.join('');
				fc.pre(!pasted.includes(`${esc}[201~`) && !`${pasted}${esc}[201~`.slice(0, -1).includes(`${esc}[201~`));
				const sent = `${esc}[200~${pasted}${esc}[201~`;
				expect(read(sent)).toEqual({ text: sent, mouse: [] });
				expect(read(...piecesOf(sent, cuts)).mouse).toEqual([]);
			}),
		);
	});

	test('is none in anything else, which stays as it came', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				fc.pre(!text.includes(esc));
				expect(read(text)).toEqual({ text, mouse: [] });
			}),
		);
	});
});
