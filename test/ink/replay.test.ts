import { join } from 'node:path';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortReplay } from '../../src/ink/replay.ts';
import { sgr, styles } from './styles.ts';

const columns = 40;
const file = join(import.meta.dirname, '../../node_modules/ink/build/line-update.js');
const { default: stock }: { readonly default: Parameters<typeof shortReplay>[0] } = await import(file);
const short = shortReplay(stock);

const esc = '\u001b';

/** A text in styles, one in the other, each ended in turn, as Ink writes a line. */
const segment = fc
	.tuple(fc.array(fc.constantFrom(...styles), { maxLength: 3 }), fc.stringMatching(/^[a-z +%]{0,8}$/))
	.map(([worn, text]) => `${sgr(...worn.map(([on]) => on))}${text}${sgr(...worn.toReversed().map(([, off]) => off))}`);
const segments = fc.array(segment, { maxLength: 5 });

const drawn = async (writes: readonly string[]) => {
	const term = new xterm.Terminal({ cols: columns, rows: 1, allowProposedApi: true });
	for (const text of writes) await new Promise<void>((resolve) => term.write(text, resolve));
	const line = term.buffer.active.getLine(0);
	const cells = Array.from({ length: columns }, (_, x) => {
		const cell = line?.getCell(x);
		if (cell === undefined) throw new Error('no such cell');
		const worn = [
			cell.isBold(),
			cell.isDim(),
			cell.isItalic(),
			cell.isUnderline(),
			cell.isInverse(),
			cell.isStrikethrough(),
		];
		const colours = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
		return `${cell.getChars()}|${worn.join()}|${colours.join()}`;
	});
	term.dispose();
	return cells;
};

test('a line looks as Ink draws it, and takes no more bytes', async () => {
	await fc.assert(
		fc.asyncProperty(segments, segments, segments, async (same, before, after) => {
			const [previous, next] = [[...same, ...before].join(''), [...same, ...after].join('')];
			const update = short(previous, next, columns);
			expect(update.length).toBeLessThanOrEqual(stock(previous, next, columns).length);
			expect(await drawn([previous, update])).toEqual(await drawn([previous, stock(previous, next, columns)]));
		}),
	);
});

test('styles that were ended again are not replayed', () => {
	const head = `${sgr('1')}api${sgr('22')} ${sgr('32')}+ ok${sgr('39')} `;
	expect(short(`${head}12%`, `${head}13%`, columns)).toBe(`${esc}[11G${esc}[K3%`);
	const worn = `${head}${sgr('2', '33')}`;
	expect(short(`${worn}12%${sgr('39', '22')}`, `${worn}13%${sgr('39', '22')}`, columns)).toBe(
		`${esc}[11G${esc}[K${sgr('2', '33')}3%${sgr('39', '22')}`,
	);
});

test('a code that is not known leaves the line as Ink writes it', () => {
	const head = `${sgr('5')}x${sgr('25')} `;
	expect(short(`${head}1`, `${head}2`, columns)).toBe(stock(`${head}1`, `${head}2`, columns));
});
