import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRunbook } from '../../src/runbooks/read.ts';
import { anyText, mixture } from './any-document.ts';
import { mistakenLines } from './lines.ts';
import { firstLost, wordsIn, wordsOf } from './words.ts';

const reads = { programs: new Map(), wrappers: new Map(), globals: [] };
const seed = Number(process.env['WATCHDECK_SEED'] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env['WATCHDECK_RUNS'] ?? 1_500);

describe(`of any document (seed ${seed})`, () => {
	test.each([
		['of all constructs', mixture],
		['of any signs', anyText],
	])('%s each word stands in the walk, in order, and the lines are right', (_what, documents) => {
		fc.assert(
			fc.property(documents, (document) => {
				const runbook = readRunbook(document, 'any', reads);
				expect(firstLost(wordsIn(document), wordsOf(runbook))).toBeUndefined();
				expect(mistakenLines(document, runbook)).toEqual([]);
			}),
			{ numRuns, seed },
		);
	});
});
