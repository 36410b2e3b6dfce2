import { readdirSync, readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { inlineOf } from '../../../../src/core/runbook/inline.ts';
import type { Block, Step } from '../../../../src/core/runbook/model.ts';
import type { TextLine } from '../../../../src/core/select/text/line.ts';
import { walkBody, walkText } from '../../../../src/core/select/walk/body.ts';
import { walkHere } from '../../../../src/core/select/walk/here.ts';
import type { Feeds, State } from '../../../../src/core/state.ts';
import { readRunbook } from '../../../../src/runbooks/read.ts';
import { parseReads } from '../../../../src/runbooks/shell/reads-file.ts';
import { createLines } from '../../../../src/store/lines.ts';
import { makeNumbers } from '../../../../src/store/series.ts';
import { start } from '../../../screens/fleet-state.ts';
import { opened, walking } from '../../../support/walks.ts';

const root = new URL('../../../../', import.meta.url);
const read = parseReads(readFileSync(new URL('config/reads.yaml', root), 'utf8'));
if (!read.ok) throw new Error('config/reads.yaml cannot be read');
const feeds: Feeds = { numbers: makeNumbers().numbers, lines: createLines().lines };
const folders = ['test/documents', 'config/runbooks'];
const documents = folders.flatMap((folder) =>
	readdirSync(new URL(`${folder}/`, root))
		.filter((name) => name.endsWith('.md') && name !== 'README.md')
		.map((name) => [name, readFileSync(new URL(`${folder}/${name}`, root), 'utf8')] as const),
);

/** What of a block is there to be read, without blanks: rows are broken at them. */
function saidIn(block: Block): readonly string[] {
	if (block.is === 'rule') return [];
	const texts = block.is === 'table' ? block.rows.flat() : [block.text];
	const isPlain = block.is === 'code' || block.is === 'source';
	const shown = isPlain
		? texts
		: texts.map((text) =>
				inlineOf(text)
					.runs.map((run) => run.text.replaceAll(/ \[\d+\]/g, ''))
					.join(' '),
			);
	return shown.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((word) => word !== '');
}

const textOf = (line: TextLine) => line.map(({ text }) => text).join('');

/** What is lost of a step on its screen, or does not fit there. */
function wrongIn({ id, title, blocks }: Step, base: State, width: number): readonly string[] {
	const state = { ...base, ui: { ...base.ui, selected: { walk: id } } };
	const here = walkHere(state);
	if (here === undefined) return [`${id} is not there`];
	const { lines, below } = walkBody({ state, feeds, here, now: start, width, height: 5_000 }, walkText);
	const told = `${title} ${lines.map(textOf).join('')}`.replaceAll(/\s|│/g, '');
	const own = blocks[0]?.is === 'heading' ? blocks.slice(1) : blocks;
	const lost = own.flatMap(saidIn).filter((word) => !told.includes(word));
	const wide = lines.map(textOf).filter((line) => stringWidth(line) > width);
	return [...lost.map((word) => `${id}: ${word}`), ...wide, ...(below > 0 ? [`${id} has ${below} more`] : [])];
}

test.each(documents)('of %s every step is drawn with every word of it, in rows that fit', (name, text) => {
	const runbook = readRunbook(text, name, read.value);
	const base = walking(opened(runbook, [], { head: { values: {} } }));
	for (const width of [58, 78]) expect(runbook.steps.flatMap((step) => wrongIn(step, base, width))).toEqual([]);
});
