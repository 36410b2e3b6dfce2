import { expect, test } from 'vitest';
import type { Interrupted } from '../../src/actions/resume.ts';
import { meantOf } from '../../src/cli/take-up.ts';
import { standingIn } from '../../src/core/run.ts';
import { aPlan } from '../support/plans.ts';

function cut(run: string, unasked?: true): Interrupted {
	const plan = aPlan({ id: run, ...(unasked === undefined ? {} : { unasked }) });
	return { run, entries: [], standing: standingIn(plan, []), story: '', offers: ['finish', 'undo', 'handled'] };
}
const [back, tidy] = [cut('00000001'), cut('00000002', true)];
const ids = (runs: readonly Interrupted[]) => runs.map(({ run }) => run);

test.each<[string, readonly Interrupted[], { id?: string; way?: 'undo' }, readonly string[]]>([
	[
		'the one that was asked for, where another is open that nobody asked for',
		[tidy, back],
		{ way: 'undo' },
		[back.run],
	],
	['one that nobody asked for, where no other is open', [tidy], { way: 'undo' }, [tidy.run]],
	['the one that is named', [tidy, back], { way: 'undo', id: tidy.run }, [tidy.run]],
	['all, where they are listed', [tidy, back], {}, [tidy.run, back.run]],
])('a call of resume means %s', (_, open, taking, means) => {
	expect(ids(meantOf(open, taking))).toEqual(means);
});
