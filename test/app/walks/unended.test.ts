import { expect, test } from 'vitest';
import { unendedText, unendedWalks } from '../../../src/app/walks/unended.ts';
import type { Did } from '../../../src/core/runbook/walk.ts';
import { journalOf as journalIn } from '../../support/journal-of.ts';
import { linesOf, walkEntries, walkHead } from '../../support/walks.ts';

const began: Did = { is: 'began', head: walkHead, session: 'here 1' };
const walksIn = (...walks: readonly (readonly Did[])[]) => {
	const entries = walks.flatMap((dids, at) => walkEntries(linesOf([began, ...dids], 'op-1', `w-${at}`)));
	return { ok: true, value: journalIn([...entries]) } as const;
};

test('a walk is left once its program is gone, and walked as long as nobody knows that it is', async () => {
	const journal = walksIn([], [{ is: 'ended', as: 'done' }]);
	const [gone, ...others] = await unendedWalks(journal, () => false);
	expect(others).toEqual([]);
	expect(gone).toMatchObject({ walk: 'w-0', title: walkHead.title, of: walkHead.of, by: 'op-1', walked: false });
	expect(gone === undefined ? '' : unendedText(gone)).toMatch(
		/^w-0 {2}walk Service down on production\/api {2}Left by op-1, last at [\dT:-]+Z\.$/,
	);
	for (const alive of [true, undefined]) {
		const [walked] = await unendedWalks(journal, () => alive);
		expect(walked === undefined ? '' : unendedText(walked)).toContain('op-1 walks it, last at');
	}
});

test('a journal that cannot be read has none', async () => {
	const failure = { kind: 'refused', message: 'no' } as const;
	expect(await unendedWalks({ ok: false, failure }, () => true)).toEqual([]);
});
