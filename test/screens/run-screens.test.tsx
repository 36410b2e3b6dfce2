import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import type { ReactElement } from 'react';
import { describe, expect, test } from 'vitest';
import { makePaint } from '../../src/components/paint.ts';
import { looksOf } from '../../src/components/themes.ts';
import type { Event } from '../../src/core/event.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { type Deck, DeckContext } from '../../src/hooks/context.ts';
import { EntryDialog } from '../../src/screens/entry.tsx';
import { InterruptedDialog } from '../../src/screens/interrupted.tsx';
import { Journal } from '../../src/screens/journal.tsx';
import { Logs } from '../../src/screens/logs.tsx';
import { PlanDialog } from '../../src/screens/plan.tsx';
import { makeClock } from '../../src/store/clock.ts';
import { createLines } from '../../src/store/lines.ts';
import { makeStore } from '../../src/store/store.ts';
import { aPlan, aState, entriesOf, notes, start } from '../support/plans.ts';

const plan = aPlan();
const entries = entriesOf(
	notes([
		{ what: 'planned', plan },
		{ what: 'begins', step: 0, way: 'does' },
	]),
);

/** Draws one screen alone, and gives its rows as they stand after each change. */
function drawn(element: ReactElement, state: State) {
	const { size } = state.ui;
	const stdout = Object.assign(new PassThrough(), size);
	const frames: string[] = [];
	stdout.on('data', (chunk: Buffer) => frames.push(String(chunk)));
	const store = makeStore(state, reduce);
	const lines = createLines();
	const deck: Deck = {
		store,
		feeds: { numbers: () => undefined, lines: lines.lines, linesChanged: lines.subscribe },
		clock: makeClock(() => start),
		commands: [],
		paint: makePaint(looksOf('terminal', 'none')),
	};
	// Ink asks of a stream no more than this one has, but its type says a terminal's.
	const out = stdout as unknown as NodeJS.WriteStream;
	const app = render(<DeckContext value={deck}>{element}</DeckContext>, {
		stdout: out,
		debug: true,
		interactive: true,
	});
	const rows = async () => {
		await app.waitUntilRenderFlush();
		return stripVTControlCharacters(frames.at(-1) ?? '')
			.split('\n')
			.map((row) => row.trimEnd());
	};
	return { rows, dispatch: (event: Event) => store.dispatch(event), lines, end: () => app.unmount() };
}

describe.each([
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 50 },
])('at $columns x $rows', (size) => {
	const shown = (): State =>
		[
			{ type: 'action/wanted', at: start, want: plan.want, service: plan.service } as const,
			{ type: 'plan/made', at: start, plan } as const,
		].reduce<State>(reduce, aState('protected', size));

	test('a plan becomes its run, then says how it came out', async () => {
		const { rows, dispatch, end } = drawn(<PlanDialog />, shown());
		expect(await rows()).toHaveLength(size.rows - 3);
		expect((await rows()).at(-3)).toContain('This changes PRODUCTION. enter opens a line where you type:  api');
		dispatch({ type: 'plan/agreed', at: start, run: plan.id, how: 'typed service' });
		const noted = notes([
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'ends', step: 0, way: 'does', took: 4_000, output: '' },
			{ what: 'begins', step: 1, way: 'does' },
		]);
		for (const entry of entriesOf(noted)) dispatch({ type: 'plan/noted', at: start, entry });
		expect((await rows()).slice(4, 7).map((row) => row.replace(/^\| | *\|$/g, ''))).toEqual([
			'ok 4s      1. stop api',
			'.. 0s      2. set api aside as api-rb-7f3a1b2c',
			'           3. start v411',
		]);
		dispatch({ type: 'run/ended', at: start, run: plan.id, outcome: 'VERIFIED', because: 'healthy 3 times' });
		expect((await rows()).at(-3)).toContain('VERIFIED: healthy 3 times');
		end();
	});

	test('a log draws the lines that come', async () => {
		const state = aState('open', size);
		const { rows, lines, end } = drawn(<Logs />, { ...state, ui: { ...state.ui, service: plan.service } });
		expect((await rows())[1]).toBe(' no line has come from production/api yet');
		lines.append(plan.service, [{ at: start, from: 'err', instance: 'api', text: 'ERROR no \u001b[2Jroute' }]);
		expect((await rows())[1]?.slice(0, 40).trimEnd()).toBe(' 14:02:31 E ERROR no route');
		end();
	});

	test('journal, stored run and a run without an end fit on the screen', async () => {
		const state = { ...aState('guarded', size), journal: { entries } };
		const journal = drawn(<Journal />, state);
		expect((await journal.rows())[2]).toContain('roll back production/api');
		journal.end();
		const entry = drawn(<EntryDialog />, {
			...state,
			ui: { ...state.ui, dialog: { is: 'entry', run: plan.id, scroll: 0 } },
		});
		expect(await entry.rows()).toHaveLength(size.rows - 3);
		entry.end();
		const asking = drawn(<InterruptedDialog />, {
			...state,
			ui: { ...state.ui, dialog: { is: 'interrupted', run: plan.id } },
		});
		expect((await asking.rows()).at(-2)).toContain('u undo what began   f finish what is left');
		asking.end();
	});
});
