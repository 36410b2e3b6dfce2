import { expect, test } from 'vitest';
import { catchUp, makeWatching } from '../../src/app/watching.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import type { Plan } from '../../src/core/plan.ts';
import { aPlan } from '../support/plans.ts';

const planOf = (id: string, service = 'production/api'): Plan => ({ ...aPlan(), id, service });
const entry = (seq: number, note: Note): JournalEntry => ({ ...note, seq, prev: '', hash: '' });
const of = (run: string) => ({ at: 1_000, by: 'op-2', run });
const planned = (seq: number, plan: Plan) => entry(seq, { ...of(plan.id), what: 'planned', plan });
const proven = (seq: number, run: string) => entry(seq, { ...of(run), what: 'proven', text: '', until: 2_000 });
const begins = (seq: number, run: string) => entry(seq, { ...of(run), what: 'begins', step: 0, way: 'does' });

test('another change of the service that begins after the proof ends the watch, and says whose it is', () => {
	const watching = makeWatching();
	const signal = watching.follow(planOf('aaaa'), []);
	for (const one of [planned(1, planOf('aaaa')), begins(2, 'aaaa'), proven(3, 'aaaa')]) watching.heard(one);
	watching.heard(planned(4, planOf('bbbb')));
	expect(signal.aborted).toBe(false);
	watching.heard(begins(5, 'bbbb'));
	expect(String(signal.reason)).toMatch(/ of op-2 began \(run bbbb\)$/);
});

test('one of another service, of a dataset that bears its name, one that nobody asked for, and one from before the proof do not', () => {
	const watching = makeWatching();
	for (const one of [planned(1, planOf('bbbb')), begins(2, 'bbbb')]) watching.heard(one);
	const signal = watching.follow(planOf('aaaa'), [planned(3, planOf('aaaa')), begins(4, 'aaaa'), proven(5, 'aaaa')]);
	watching.heard(begins(2, 'bbbb'));
	for (const one of [planned(6, planOf('cccc', 'production/web')), begins(7, 'cccc')]) watching.heard(one);
	const backup: Plan = { ...planOf('eeee'), want: { action: 'backup' }, action: 'backup' };
	for (const one of [planned(10, backup), begins(11, 'eeee')]) watching.heard(one);
	for (const one of [planned(8, { ...planOf('dddd'), unasked: true }), begins(9, 'dddd')]) watching.heard(one);
	expect(signal.aborted).toBe(false);
});

test('one that began while nobody watched is found in the journal', async () => {
	const before = [planned(1, planOf('aaaa')), begins(2, 'aaaa'), proven(3, 'aaaa')];
	const all = [...before, planned(4, planOf('bbbb')), begins(5, 'bbbb')];
	const watching = makeWatching();
	const read = async () => ({ ok: true as const, value: all });
	await catchUp(watching, { ok: true, value: { read, open: read, append: () => Promise.reject() } }, before);
	expect(watching.follow(planOf('aaaa'), before).aborted).toBe(true);
});
