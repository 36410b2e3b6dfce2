import { describe, expect, test } from 'vitest';
import { runLine, wantedOf } from '../../src/app/read-journal.ts';
import type { Note } from '../../src/core/journal.ts';
import type { Alive } from '../../src/core/run.ts';
import { journalRows } from '../../src/core/select/journal/journal.ts';
import { runsIn } from '../../src/core/select/journal/runs.ts';
import type { ActionName } from '../../src/core/want.ts';
import { aPlan, aState, entriesOf, notes, start } from '../support/plans.ts';

type Said = Parameters<typeof notes>[0];

const session = 'laptop/4711/123456';
const opened = { what: 'shell opened', of: 'production/tick', text: 'tick on vps1: docker exec -it tick sh' } as const;
const left = (text: string) => ({ what: 'shell left', text }) as const;
const consent = { by: 'op-1', at: start, of: '', how: 'enter' } as const;

const lineOf = (said: Said, alive: Alive = () => false): string => {
	const entries = entriesOf(notes(said));
	const [run, ...others] = runsIn(entries);
	if (run === undefined || others.length > 0) throw new Error('it is one run');
	return runLine(run, alive);
};
const told = (said: Said, alive?: Alive) => lineOf(said, alive).split('  ').slice(3);

describe('the command line says of the journal', () => {
	test('when, by what id and by whom', () => {
		const by = /^2026-11-21T14:02:31Z {2}\w+ {2}op-1 {2}shell {2}production\/tick {2}left: exit 137 {2}1s$/;
		expect(lineOf([opened, left('exit 137')])).toMatch(by);
	});

	test('where a shell was, and how it was left', () => {
		expect(told([opened, left('exit 137')])).toEqual(['shell', 'production/tick', 'left: exit 137', '1s']);
		const unknown = 'its end is not known: the watchdeck that opened it is gone';
		expect(told([{ ...opened, of: 'host/vps1' }, left(unknown)])).toEqual([
			'shell',
			'host/vps1',
			`left: ${unknown}`,
			'1s',
		]);
	});

	test.each([
		['open', true, session],
		['no end written', false, session],
		['no end written, may still be open on laptop', undefined, session],
		['no end written', true, undefined],
	] as const)('%s of a shell that was not left', (words, alive, of) => {
		const note = of === undefined ? opened : { ...opened, session: of };
		expect(told([note], () => alive)).toEqual(['shell', 'production/tick', words, '-']);
	});

	test.each<[ActionName, string]>([
		['rollback', 'roll back'],
		['restart', 'restart'],
		['tidy', 'tidy'],
	])('%s what was done where', (action, words) => {
		const plan = aPlan({ action });
		expect(told([{ what: 'planned', plan }])).toEqual([words, 'production/api', 'only planned', '-']);
		const run: Said = [
			{ what: 'planned', plan },
			{ what: 'confirmed', consent },
		];
		expect(told([...run, { what: 'verified', text: 'healthy' }])).toEqual([words, 'production/api', 'VERIFIED', '2s']);
		expect(told([...run, { what: 'refused', because: 'locked' }])).toEqual([words, 'production/api', 'REFUSED', '2s']);
	});

	test('what the screen says, of each kind of entry', () => {
		const plan = aPlan();
		const run: Said = [
			{ what: 'planned', plan },
			{ what: 'confirmed', consent },
		];
		const ends: readonly Said[number][] = [
			...(['verified', 'not verified', 'undone', 'held', 'handled', 'taken over'] as const).map((what) => ({
				what,
				text: 't',
			})),
			{ what: 'done', text: 't' },
			{ what: 'refused', because: 'b' },
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'ends', step: 0, way: 'does', took: 1, output: '' },
		];
		for (const said of [...ends.map((end) => [...run, end]), run.slice(0, 1), [opened], [opened, left('exit 0')]]) {
			const entries = entriesOf(notes(said));
			const [row] = journalRows({ ...aState(), journal: { entries } });
			const [what, where, result] = told(said);
			expect([what, where]).toEqual([row?.what, row?.where]);
			if (!result?.startsWith('INTERRUPTED')) expect(result).toContain(row?.result);
		}
	});
});

test('a name of an operator and of a service stands as it was written down, for the printer to clean', () => {
	const note: Note = { ...opened, at: start, by: 'op\u001b[31m-1', run: 'r', of: 'production/\u202eapi' };
	const [run] = runsIn(entriesOf([note]));
	expect(run === undefined ? '' : runLine(run, () => false)).toContain(
		'  op\u001b[31m-1  shell  production/\u202eapi  ',
	);
});

describe('of the journal only these runs are wanted', () => {
	const before = entriesOf(notes([{ what: 'planned', plan: aPlan() }]));
	const long = entriesOf(notes([opened, left('exit 0')])).map((entry) => ({ ...entry, run: 'long' }));
	const all = [...before, ...long];
	const runs = (wanted: Parameters<typeof wantedOf>[1]) => [...new Set(wantedOf(all, wanted).map(({ run }) => run))];

	test('all of them, those with a line since a time, and of those the whole', () => {
		expect(wantedOf(all, {})).toEqual(all);
		const last = long.at(-1)?.at ?? 0;
		expect(wantedOf(all, { since: last })).toEqual(long);
		expect(wantedOf(all, { since: last + 1 })).toEqual([]);
	});

	test('those of a service, or of all that fit', () => {
		expect(runs({ service: 'production/tick' })).toEqual(['long']);
		expect(runs({ service: '*/api' })).toEqual([before[0]?.run]);
		expect(runs({ service: 'production/*' })).toHaveLength(2);
		expect(runs({ service: 'staging/*' })).toEqual([]);
	});
});
