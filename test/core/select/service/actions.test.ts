import { expect, test } from 'vitest';
import { runsIn } from '../../../../src/core/select/journal/runs.ts';
import { actionTimes, doneLines } from '../../../../src/core/select/service/actions.ts';
import type { State } from '../../../../src/core/state.ts';
import { aPlan, aState, entriesOf, notes, start } from '../../../support/plans.ts';

const agreed = (id: string, unasked?: true) => {
	const plan = aPlan({ id, ...(unasked === undefined ? {} : { unasked }) });
	const consent = { by: 'op-1', at: start, of: '', how: 'enter' } as const;
	const told = [{ what: 'planned', plan } as const, { what: 'confirmed', consent } as const];
	return runsIn(entriesOf(notes(told, id)));
};

test('curves are marked where somebody asked for a change of the service, and nowhere else', () => {
	expect(actionTimes(agreed('00000001'), 'production/api')).toEqual([start]);
	expect(actionTimes(agreed('00000001'), 'production/web')).toEqual([]);
	expect(actionTimes(agreed('00000002', true), 'production/api')).toEqual([]);
});

test('that the journal could not be read is not told as if nothing had been done', () => {
	const words = (state: State) => doneLines([], state, start).map((line) => line.map(({ text, tone }) => [text, tone]));
	expect(words(aState())).toEqual([[['nothing was done to it from here', 'dim']]]);
	const failure = { kind: 'garbled', message: 'The database is damaged.' } as const;
	expect(words({ ...aState(), journal: { entries: [], failure } })).toEqual([
		[['not known: the journal could not be read', 'warn']],
	]);
	expect(doneLines(agreed('00000001'), { ...aState(), journal: { entries: [], failure } }, start)).toHaveLength(1);
});
