import { expect, test } from 'vitest';
import type { JournalEntry } from '../../../src/core/journal.ts';
import { ranSteps } from '../../../src/core/lint/ran.ts';
import type { Did } from '../../../src/core/runbook/walk.ts';

const entry = (run: string, at: number, did: Did): JournalEntry => ({
	...{ at, by: 'mara', run, what: 'walked', did },
	...{ seq: at, prev: '', hash: '' },
});
const began = (path: string): Did => ({
	is: 'began',
	head: { runbook: 'x', title: 'X', path, digest: '', values: {} },
});
const ran = (step: string): Did => ({ is: 'ran', step, host: 'h', text: 'true' });

test('what the journal has of walks says when each step was last run, by its document', () => {
	const times = ranSteps([
		entry('a', 1, began('/r/x.md')),
		entry('a', 2, ran('one')),
		entry('b', 3, began('/r/y.md')),
		entry('a', 4, { is: 'acted', step: 'two', plan: 'p' }),
		entry('b', 5, ran('one')),
		entry('c', 6, began('/r/x.md')),
		entry('c', 7, ran('one')),
		entry('c', 8, { is: 'marked', step: 'three', as: 'skipped' }),
		entry('unknown', 9, ran('one')),
	]);
	expect(times).toEqual(
		new Map([
			[
				'/r/x.md',
				new Map([
					['one', 7],
					['two', 4],
				]),
			],
			['/r/y.md', new Map([['one', 5]])],
		]),
	);
});
