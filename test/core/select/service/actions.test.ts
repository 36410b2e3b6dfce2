import { expect, test } from 'vitest';
import { runsIn } from '../../../../src/core/select/journal/runs.ts';
import { actionTimes } from '../../../../src/core/select/service/actions.ts';
import { aPlan, entriesOf, notes, start } from '../../../support/plans.ts';

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
