import { expect, test } from 'vitest';
import { makePaint } from '../../src/components/paint.ts';
import { looksOf } from '../../src/components/themes.ts';
import { shown } from '../../src/core/clean.ts';
import type { Line } from '../../src/core/line.ts';

const coloured = looksOf('terminal', '16');
const plain = looksOf('terminal', 'none');
const line: Line = [
	{ text: shown`a`, tone: 'dim' },
	{ text: shown`b`, tone: 'dim' },
	{ text: shown`c` },
	{ text: shown`X down`, tone: 'bad' },
];

test('neighbours of one tone are one piece', () => {
	expect(makePaint(coloured)(line)).toBe('\x1b[2mab\x1b[22mc\x1b[1m\x1b[31mX down\x1b[39m\x1b[22m');
});

test('without colours only weight and inversion are left', () => {
	expect(makePaint(plain)(line)).toBe('\x1b[2mab\x1b[22mc\x1b[1mX down\x1b[22m');
});

test('a row of a list has a column for its mark, and the selected one is inverted as a whole', () => {
	expect(makePaint(coloured)(line, false)).toBe(' \x1b[2mab\x1b[22mc\x1b[1m\x1b[31mX down\x1b[39m\x1b[22m');
	expect(makePaint(coloured)(line, true)).toBe('\x1b[7m>abcX down\x1b[27m');
});

test('a line is painted once for each of its looks', () => {
	const seen: string[] = [];
	const watched: Line = [
		{
			get text() {
				seen.push('read');
				return shown`x`;
			},
		},
	];
	const paint = makePaint(coloured);
	for (const selected of [undefined, true, false, undefined, true, false]) paint(watched, selected);
	expect(seen).toHaveLength(3);
});

test('a terminal without our signs gets others in their place, with the same looks', () => {
	const curve: Line = [
		{ text: shown`p95 `, tone: 'dim' },
		{ text: shown`▁▄█ größe…`, tone: 'warn' },
	];
	expect(makePaint(coloured, 'ascii')(curve)).toBe('\x1b[2mp95 \x1b[22m\x1b[33m_-# gr??e~\x1b[39m');
	expect(makePaint(plain, 'ascii')(curve, true)).toBe('\x1b[7m>p95 _-# gr??e~\x1b[27m');
	expect(makePaint(coloured, 'letters')(curve)).toBe('\x1b[2mp95 \x1b[22m\x1b[33m_-# größe~\x1b[39m');
});
