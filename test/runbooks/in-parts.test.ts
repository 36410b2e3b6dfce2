import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Runbook } from '../../src/core/runbook/model.ts';
import { gently } from '../../src/io/gently.ts';
import { readBeginning, reading, readRunbook } from '../../src/runbooks/read.ts';
import { anyText, mixture } from './any-document.ts';
import { fiveRunbooks } from './five-runbooks.ts';

const reads = { programs: new Map(), wrappers: new Map(), globals: [] };
const seed = Number(process.env['WATCHDECK_SEED'] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env['WATCHDECK_RUNS'] ?? 1_500);

const readBy = (document: string, least: number): Runbook => {
	const steps = reading(document, 'any', reads, least);
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
};
/** All that a runbook says, and the commands that are read of it later. */
const all = (runbook: Runbook): string => {
	const commands = runbook.steps.map(({ does }) => (does.is === 'command' ? does.commands() : []));
	return JSON.stringify({ runbook, commands }, undefined, '\t');
};
/** Documents with headings between what could go over them. */
const headed = fc
	.array(fc.tuple(mixture, fc.constantFrom('\n\n# A\n', '\n\n## B\n\n', '\n# C\n', '\n \n#\n', '\r\n\r\n### D\r\n')), {
		maxLength: 5,
	})
	.map((parts) => parts.flat().join(''));

describe(`a document (seed ${seed})`, () => {
	test.each([
		['of constructs', headed],
		['of signs', anyText.map((text) => `${text}\n\n# A\n${text}\n\n## B\n\n${text}`)],
	])('%s that is read part by part is the same as one that is read at once', (_what, documents) => {
		fc.assert(
			fc.property(documents, (document) => {
				const whole = all(readBy(document, Number.POSITIVE_INFINITY));
				expect(all(readBy(document, 1))).toBe(whole);
				expect(all(readBy(document, 20))).toBe(whole);
			}),
			{ numRuns, seed },
		);
	});
});

test('a heading in an open fence, comment or script ends no part', () => {
	const opened = ['```sh\n', '~~~\n', '<!--\n', '<script>\n', '<pre>\n', '<?\n', '<![CDATA[\n', '- ```\n'];
	for (const open of opened) {
		const document = `# A\n\n${open}\n# in it?\n\nwords\n\n# and this?\n`;
		expect(all(readBy(document, 1)), open).toBe(all(readBy(document, Number.POSITIVE_INFINITY)));
	}
	expect(readBy('# A\n\n```\n\n# in it\n', 1).steps).toHaveLength(1);
});

describe('a long document', () => {
	const document = `---\ntitle: Long\n---\n${fiveRunbooks(1024 * 1024)}`;
	const whole = readRunbook(document, 'long', reads);

	test('is read in slices, between which others have their turn', async () => {
		let turns = 0;
		const others = setInterval(() => turns++, 0);
		const slowly = await gently(reading(document, 'long', reads));
		clearInterval(others);
		expect(turns).toBeGreaterThan(5);
		expect(slowly.steps.map(({ id }) => id)).toEqual(whole.steps.map(({ id }) => id));
	});

	test('is there by its beginning first, whose steps have the ids that they keep', () => {
		const begins = readBeginning(document, 'long', reads);
		expect(begins?.title).toBe('Long');
		expect(begins?.steps.length).toBeGreaterThan(100);
		expect(begins?.steps.length).toBeLessThan(whole.steps.length / 4);
		expect(begins?.steps.map(({ id, line }) => ({ id, line }))).toEqual(
			whole.steps.slice(0, begins?.steps.length).map(({ id, line }) => ({ id, line })),
		);
		expect(begins?.steps.at(-1)?.ends).toBe(whole.steps[(begins?.steps.length ?? 0) - 1]?.ends);
	});

	test('is not cut where it is short', () => {
		expect(readBeginning('# A\n', 'short', reads)).toBeUndefined();
	});
});
