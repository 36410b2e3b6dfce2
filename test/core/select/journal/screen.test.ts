import { expect, test } from 'vitest';
import { journalScreen } from '../../../../src/core/select/journal/screen.ts';
import type { State } from '../../../../src/core/state.ts';
import { aPlan, aState, entriesOf, notes, start } from '../../../support/plans.ts';

const feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const tabs = ' JOURNAL  [all]   running    mine    locks    commands    calls';
const head = (journal: State['journal']) =>
	journalScreen()({ ...aState(), journal }, feeds, start).head.map((line) =>
		line
			.map((part) => part.text)
			.join('')
			.trimEnd(),
	);

test('a journal that could not be read is not said to have no runs', () => {
	const failure = { kind: 'garbled', message: 'The database is damaged.' } as const;
	expect(head({ entries: [] })[0]).toBe(`${tabs}   0 runs`);
	expect(head({ entries: [], failure }).slice(0, 2)).toEqual([
		tabs,
		' the journal could not be read: The database is damaged.',
	]);
	const entries = entriesOf(notes([{ what: 'planned', plan: aPlan() }]));
	expect(head({ entries, failure })[0]).toBe(`${tabs}   1 run`);
});
