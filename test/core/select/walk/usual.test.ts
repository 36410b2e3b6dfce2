import { expect, test } from 'vitest';
import { usualKey, usualTimes } from '../../../../src/core/select/walk/usual.ts';
import { came, linesOf, walkEntries, walkHead } from '../../../support/walks.ts';

const usual = (...dids: Parameters<typeof linesOf>[0]) =>
	usualTimes(walkEntries(linesOf([{ is: 'began', head: walkHead }, ...dids]))).get(usualKey(walkHead.runbook, 'look'));
const step = 'look';

test('is the median of what a step took', () => {
	expect(usual(...[9, 1, 5].map((took) => ({ is: 'came' as const, step, ...came({ took }) })))).toBe(5);
});

test('a part of a block and what runs in the background say nothing of it', () => {
	const part = { is: 'came', step, command: 4, part: true, ...came({ took: 1 }) } as const;
	const behind = { is: 'came', step, background: true, ...came({ took: 999 }) } as const;
	expect(usual(part, behind)).toBeUndefined();
	expect(usual(part, behind, { is: 'came', step, ...came({ took: 7 }) })).toBe(7);
});
