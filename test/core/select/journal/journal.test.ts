import { describe, expect, test } from 'vitest';
import { runLine } from '../../../../src/app/read-journal.ts';
import { entryText, entryTitle } from '../../../../src/core/select/entry.ts';
import { journalRows, stampText } from '../../../../src/core/select/journal/journal.ts';
import { journalParts } from '../../../../src/core/select/journal/parts.ts';
import { runsIn, storedRunOf } from '../../../../src/core/select/journal/runs.ts';
import { actionLines, journalRuns } from '../../../../src/core/select/service/actions.ts';
import { splitView } from '../../../../src/core/select/split/split.ts';
import type { State } from '../../../../src/core/state.ts';
import { aPlan, aState, entriesOf, minutes, notes, start } from '../../../support/plans.ts';

const plan = aPlan();
const restart = aPlan({ id: '00000001', action: 'restart', want: { action: 'restart' }, service: 'staging/web' });
const consent = { by: 'op-1', at: start, of: '', how: 'typed service' } as const;

const entries = entriesOf([
	...notes([{ what: 'planned', plan: restart }], restart.id, start - minutes(60)),
	...notes([
		{ what: 'planned', plan },
		{ what: 'confirmed', consent: { ...consent, why: 'errors since v412' } },
		{ what: 'begins', step: 0, way: 'does' },
		{ what: 'ends', step: 0, way: 'does', took: 4_000, output: 'stopped' },
		{ what: 'begins', step: 1, way: 'does' },
		{
			what: 'ends',
			step: 1,
			way: 'does',
			took: 90,
			output: '',
			failure: { kind: 'refused', message: 'the name is in use', fix: 'remove api-rb-7f3a1b2c' },
		},
		{ what: 'begins', step: 0, way: 'undo' },
		{ what: 'ends', step: 0, way: 'undo', took: 1_000, output: '' },
		{ what: 'undone', text: 'api runs v412 as before' },
	]),
]);

function withEntries(more: Partial<State> = {}): State {
	return { ...aState(), journal: { entries }, ...more };
}

describe('the rows of the journal', () => {
	test('a run a row, newest first', () => {
		expect(
			journalRows(withEntries()).map(({ id: _id, tone: _tone, open: _open, ...row }) => Object.values(row)),
		).toEqual([
			['11-21 14:02:31', 'op-1', 'roll back', 'production/api', 'FAILED, UNDONE', '8s', 'errors since v412'],
			['11-21 13:02:31', 'op-1', 'restart', 'staging/web', 'only planned', '-', ''],
		]);
	});
	test('the filter looks at every word of a row, ! at those without it', () => {
		const filtered = (filter: string) => {
			const state = withEntries();
			const ui = { ...state.ui, filter: { journal: filter } };
			const feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
			const rows = splitView('journal', journalParts(state, feeds, start), { ...state, ui }).rows;
			return rows.map((row) => row.cell('where').text);
		};
		expect(filtered('undone')).toEqual(['production/api']);
		expect(filtered('!production')).toEqual(['staging/web']);
	});
	test('a run without an end is not called running unless it runs here', () => {
		const begun = entries.slice(0, 4);
		const state = withEntries({ journal: { entries: begun } });
		expect(journalRows(state)[0]?.result).toBe('no end written');
		const run = { plan, opened: start, stage: 'running', entries: begun } as const;
		expect(journalRows({ ...state, runs: { [plan.id]: run } })[0]?.result).toBe('running');
	});
	test('what is older than what was read is named, not guessed', () => {
		const [row] = journalRows(withEntries({ journal: { entries: entries.slice(2) } }));
		expect(row).toMatchObject({ what: '?', where: '?', result: 'FAILED, UNDONE' });
	});
	test('times are UTC', () => expect(stampText(start)).toBe('11-21 14:02:31'));
});

const none = () => false;

test('the command line tells a run that is carried out elsewhere from one that was cut', () => {
	const session = 'laptop/4711/123456';
	const [begun] = runsIn(
		entriesOf(
			notes([
				{ what: 'planned', plan },
				{ what: 'confirmed', consent: { ...consent, session } },
				{ what: 'begins', step: 0, way: 'does' },
			]),
		),
	);
	if (begun === undefined) throw new Error('the journal has the run');
	expect(runLine(begun, (asked) => asked === session)).toMatch(/ {2}running {2}-$/);
	expect(runLine(begun, none)).toMatch(/ {2}INTERRUPTED: see `watchdeck resume` {2}-$/);
	expect(runLine(begun, () => undefined)).toMatch(
		/ {2}no end written, may still run on laptop: see `watchdeck resume` {2}-$/,
	);
});

test('a run took from its first confirmation to its end, in the cockpit as on the command line', () => {
	const again = { ...consent, at: start + 126_000 };
	const told = notes([
		{ what: 'planned', plan },
		{ what: 'confirmed', consent },
		{ what: 'done', text: 'the proof begins' },
		{ what: 'not verified', text: 'it was not healthy' },
		{ what: 'confirmed', consent: again },
		{ what: 'verified', text: 'healthy 3 times' },
		{ what: 'taken over', text: 'of op-2' },
	]);
	const seconds = [0, 0, 4, 70, 126, 134, 300];
	const held = entriesOf(told.map((note, index) => ({ ...note, at: start + (seconds[index] ?? 0) * 1000 })));
	const [run] = runsIn(held);
	if (run === undefined) throw new Error('the journal has the run');
	expect(journalRows(withEntries({ journal: { entries: held } }))[0]?.took).toBe('2m 14s');
	expect(runLine(run, none)).toMatch(/ {2}VERIFIED {2}2m 14s$/);
	expect(
		actionLines([run], start)[0]
			?.map(({ text }) => text)
			.join(''),
	).toMatch(/VERIFIED {2}2m 14s$/);
	expect(runsIn(held.slice(0, 3)).map((begun) => runLine(begun, none))[0]).toMatch(/ {2}-$/);
});

describe('a stored run', () => {
	const stored = storedRunOf(withEntries(), plan.id);

	test('is told from the plan to the end, each call with what it answered', () => {
		if (stored === undefined) throw new Error('the run is in the journal');
		const text = [entryTitle(stored, 78), ...entryText(stored, 78)].map((line) =>
			line
				.map((part) => part.text)
				.join('')
				.trimEnd(),
		);
		expect(text.join('\n')).toBe(`\
roll back production/api to v411                 FAILED, UNDONE   run 7f3a1b2c
service  production/api
from     v412  cccccccccccc  since 18m
to       v411  bbbbbbbbbbbb
proof    ran here until 2d ago, by the ledger
impact   nobody serves production/api for about 10s
         env, ports and volumes stay as they are

11-21 14:02:31  planned by op-1: roll back production/api to v411
11-21 14:02:32  confirmed by op-1 (typed service): errors since v412
11-21 14:02:33  step 1: stop api: begins
                $ on vps1: docker stop -t 10 old
11-21 14:02:34  step 1: stop api: ok 4s
              | stopped
11-21 14:02:35  step 2: set api aside as api-rb-7f3a1b2c: begins
                $ on vps1: docker rename old api-rb-7f3a1b2c
11-21 14:02:36  step 2: set api aside as api-rb-7f3a1b2c: FAILED after 0s
              | the name is in use: remove api-rb-7f3a1b2c
11-21 14:02:37  undo of step 1: stop api: begins
                $ on vps1: docker start old
11-21 14:02:38  undo of step 1: stop api: ok 1s
11-21 14:02:39  undone: api runs v412 as before`);
	});
	test('runs are told apart by their id', () =>
		expect(runsIn(entries).map(({ id }) => id)).toEqual([plan.id, restart.id]));
	test('one that is not there is not there', () => expect(storedRunOf(withEntries(), 'none')).toBeUndefined());
});

test('what was done lately tells a run that goes on from one without an end', () => {
	const plan = aPlan();
	const entries = entriesOf(
		notes([
			{ what: 'planned', plan },
			{ what: 'confirmed', consent: { by: 'op-1', at: start, of: '', how: 'y' } },
		]),
	);
	const state: State = { ...aState(), journal: { entries } };
	const words = (of: State) =>
		actionLines(journalRuns()(of), start).map((line) => line.map(({ text }) => text).join(''));
	expect(words(state)).toEqual([expect.stringContaining('no end written')]);
	const run = { plan, opened: start, stage: 'running', entries } as const;
	expect(words({ ...state, runs: { [plan.id]: run } })).toEqual([expect.stringContaining('running')]);
});
