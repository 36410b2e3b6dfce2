import { describe, expect, test } from 'vitest';
import { makeLedgerKeeper } from '../../src/app/keep-ledger.ts';
import type { Event } from '../../src/core/event.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Run, State } from '../../src/core/state.ts';
import type { Ledger, Sighting } from '../../src/store/ledger.ts';
import { aPlan, aService, aState, instance, minutes, start } from '../support/plans.ts';

const plan = aPlan();
const labels = { 'watchdeck.plan': plan.id };
const line = { at: start, by: 'op-1', run: plan.id, seq: 1, prev: '', hash: '' } as const;
const planned: JournalEntry = { ...line, what: 'planned', plan };
const begun: JournalEntry = { ...line, what: 'begins', step: 0, way: 'does' };
const ended = (what: 'verified' | 'not verified' | 'undone' | 'held' | 'handled'): JournalEntry => ({
	...line,
	what,
	text: '',
});

/** The images that the keeper writes down of a service with one container. */
function seen(state: State, at = start): readonly string[] {
	const all: Sighting[] = [];
	const ledger = {
		saw: async (sightings: readonly Sighting[]) => {
			all.push(...sightings);
			return { ok: true, value: sightings.length } as const;
		},
		tried: async () => ({ ok: true, value: 1 }) as const,
		of: () => ({ ok: true, value: [] }) as const,
	};
	void makeLedgerKeeper({ ok: true, value: ledger }, () => {}).read(state, 'vps1', at);
	return all.map(({ image }) => image.id);
}

const bad = instance('new', 'b', { labels, started: start });
const stateOf = (more: Partial<State>, container = bad): State => ({
	...aState(),
	services: { 'production/api': aService({ instances: [container] }) },
	...more,
});
const run = (more: Partial<Run>): Partial<State> => ({
	runs: { [plan.id]: { plan, opened: start, stage: 'running', entries: [planned, begun], ...more } },
});
const journal = (...entries: readonly JournalEntry[]): Partial<State> => ({ journal: { entries } });

test('what runs and was made by no plan has run here', () => {
	expect(seen(stateOf({}, instance('new', 'b')))).toEqual([bad.image.id]);
});

describe('what a roll back made', () => {
	test.each<[string, Partial<State>]>([
		['it goes on', run({})],
		['it is in its proof', run({ stage: 'proving' })],
		['it is held', run({ stage: 'held', entries: [planned, begun, ended('not verified')] })],
		['it failed and is undone', run({ stage: 'ended', outcome: 'FAILED, UNDONE' })],
		['it was cut in an earlier session', journal(planned, begun)],
		['it was left as it is, by the journal', journal(planned, begun, ended('not verified'), ended('handled'))],
	])('proves nothing while or after %s', (_, more) => {
		expect(seen(stateOf(more), start + minutes(600))).toEqual([]);
	});

	test.each<[string, Partial<State>]>([
		['here', run({ stage: 'ended', outcome: 'VERIFIED' })],
		['by the journal', journal(planned, begun, ended('verified'))],
	])('has run here once the roll back is verified, %s', (_, more) => {
		expect(seen(stateOf(more))).toEqual([bad.image.id]);
	});

	test('by somebody of whose plans we know nothing has run here when it stays for an hour', () => {
		expect(seen(stateOf({}), start + minutes(59))).toEqual([]);
		expect(seen(stateOf({}), start + minutes(60))).toEqual([bad.image.id]);
	});
});

test('tells that nothing could be written down, and when something was again', async () => {
	const failure = { kind: 'full', message: 'The disk is full.' } as const;
	const told: Event[] = [];
	let answer: Result<number> = { ok: false, failure };
	const ledger: Ledger = { saw: async () => answer, tried: async () => answer, of: () => ({ ok: true, value: [] }) };
	const keeper = makeLedgerKeeper({ ok: true, value: ledger }, (event) => void told.push(event));
	const read = async (state: State): Promise<readonly Event[]> => {
		await keeper.read(state, 'vps1', start);
		return told.splice(0).filter(({ type }) => type === 'journal/tried');
	};
	expect(await read(stateOf({}))).toEqual([{ type: 'journal/tried', at: start, failure }]);
	const unwritable = stateOf({ journal: { entries: [], unwritable: failure } });
	answer = { ok: true, value: 0 };
	expect(await read(unwritable)).toEqual([]);
	answer = { ok: true, value: 1 };
	expect(await read(unwritable)).toEqual([{ type: 'journal/tried', at: start }]);
	expect(await read(stateOf({}))).toEqual([]);
});
