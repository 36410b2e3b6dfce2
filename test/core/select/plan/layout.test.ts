import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../../../src/core/line.ts';
import { interruptedScreen, planScreen } from '../../../../src/core/select/plan/screen.ts';
import type { Feeds, Run, State } from '../../../../src/core/state.ts';
import type { Dialog } from '../../../../src/core/ui.ts';
import { aPlan, aState, entriesOf, notes, start, step } from '../../../support/plans.ts';

const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const because = 'api is healthy: api-next-7f3a1b2c answers 500 since it was started, three times in a row, on vps1. '
	.repeat(3)
	.trim();
const lasting = { ...step('restart api', '/containers/old/restart', '/'), undo: { none: 'It cannot be undone.' } };
const begins = { what: 'begins', step: 0, way: 'does' } as const;
const done = { what: 'done', text: '' } as const;

type Size = State['ui']['size'];
const named: readonly Size[] = [
	{ columns: 80, rows: 24 },
	{ columns: 60, rows: 15 },
	{ columns: 40, rows: 10 },
];
const sizes = fc.oneof(
	fc.constantFrom(...named),
	fc.record({ columns: fc.integer({ min: 30, max: 220 }), rows: fc.integer({ min: 6, max: 60 }) }),
);
const protections = fc.constantFrom('open' as const, 'protected' as const);

/** The rows that are drawn, without the frame. */
function drawn(state: State): readonly string[] {
	const select = state.ui.dialog?.is === 'plan' ? planScreen() : interruptedScreen();
	return select(state, feeds, start + 1000).map((line) => textOf(line).replace(/^[|+ ]+|[|+ ]+$/g, ''));
}

function withDialog(state: State, run: Run, dialog: Partial<Extract<Dialog, { is: 'plan' }>> = {}): State {
	const opened = { is: 'plan', run: run.plan.id, scroll: 0, more: false, ...dialog } as const;
	return { ...state, runs: { [run.plan.id]: run }, ui: { ...state.ui, dialog: opened } };
}

function heldRun(kind: 'step failed' | 'unproven' | 'lasting'): Run {
	const plan = aPlan(kind === 'lasting' ? { steps: [lasting] } : {});
	const entries = entriesOf(notes(kind === 'unproven' ? [begins, done] : [begins]));
	return { plan, opened: start, stage: 'held', entries, outcome: 'DONE, NOT VERIFIED', because };
}

/** The keys of the ways out with their words, long and short. */
const ways = {
	'step failed': [/\bu undo( every step that began)?\b/, /\bl leave( it as it is)?\b/],
	unproven: [
		/\bu undo( every step that began)?\b/,
		/\bt retry\b|\bt try the proof again\b/,
		/\bl leave( it as it is)?\b/,
	],
	lasting: [/\bf finish( what is left of it)?\b/, /\bl leave( it as it is)?\b/],
} as const;

/** Whole, or cut where one sees it. */
function isTold(rows: readonly string[], reason: string): void {
	const text = rows.join(' ');
	if (!text.includes(reason)) expect(text).toContain('…');
}

describe('a held run', () => {
	const kinds = fc.constantFrom('step failed' as const, 'unproven' as const, 'lasting' as const);

	test('shows each way out, and why it is held, at every size', () => {
		fc.assert(
			fc.property(sizes, protections, kinds, (size, protection, kind) => {
				const rows = drawn(withDialog(aState(protection, size), heldRun(kind)));
				expect(rows.length).toBeLessThanOrEqual(size.rows - 3);
				for (const way of ways[kind]) expect(rows.some((row) => way.test(row))).toBe(true);
				if (size.rows < 10) return;
				expect(rows.some((row) => row.startsWith('DONE, NOT VERIFIED: api'))).toBe(true);
				isTold(rows, because);
			}),
			{ numRuns: 300 },
		);
	});

	test('says its ways out in full words where there is room for them', () => {
		for (const size of named.slice(0, 2)) {
			const text = drawn(withDialog(aState('protected', size), heldRun('unproven'))).join('   ');
			for (const way of ['u undo every step that began', 'o leave it, for another target', 't try the proof again'])
				expect(text).toContain(way);
			expect(text).toContain('l leave it as it is');
		}
	});

	test('at 40x10', () => {
		expect(drawn(withDialog(aState('protected', named[2]), heldRun('unproven')))).toEqual([
			'-- PRODUCTION ------------------------',
			'ROLL BACK  production/api  plan 7f3…',
			'from    v412 cccccccccccc since 18m',
			'DONE, NOT VERIFIED: api is healthy:',
			'api-next-7f3a1b2c answers 500 since…',
			'u undo   o other   t retry   l leave',
			'-- PRODUCTION ------------------------',
		]);
	});

	test('says what was chosen, and which key does it', () => {
		fc.assert(
			fc.property(sizes, protections, (size, protection) => {
				fc.pre(size.rows >= 10);
				const text = drawn(withDialog(aState(protection, size), heldRun('unproven'), { choice: 'undo' })).join(' ');
				expect(text).toContain('undo every step that began: enter does it, esc takes it back');
			}),
		);
	});
});

describe('a run without an end', () => {
	test('shows each way out at every size', () => {
		const journal = { entries: entriesOf(notes([{ what: 'planned', plan: aPlan() }, begins])) };
		fc.assert(
			fc.property(sizes, protections, (size, protection) => {
				const state = aState(protection, size);
				const dialog = { is: 'interrupted', run: aPlan().id } as const;
				const rows = drawn({ ...state, journal, ui: { ...state.ui, dialog } });
				expect(rows.length).toBeLessThanOrEqual(size.rows - 3);
				for (const way of [/\bu undo\b/, /\bf finish\b/, /\bh (it was )?handled\b/]) {
					expect(rows.some((row) => way.test(row))).toBe(true);
				}
			}),
			{ numRuns: 200 },
		);
	});
});

describe('a plan that was refused', () => {
	const refused = (more: Partial<Run>): Run => ({
		plan: aPlan(),
		opened: start,
		stage: 'shown',
		entries: [],
		because,
		...more,
	});

	test('says why, whole or cut where one sees it, and fits on the screen', () => {
		const ended = { stage: 'ended', outcome: 'REFUSED' } as const;
		const runs = fc.constantFrom(refused({}), refused(ended), refused({ stage: 'stale' }));
		fc.assert(
			fc.property(sizes, protections, runs, (size, protection, run) => {
				const rows = drawn(withDialog(aState(protection, size), run));
				expect(rows.length).toBeLessThanOrEqual(size.rows - 3);
				expect(rows.join(' ')).toContain('api is healthy');
				isTold(rows, because);
			}),
			{ numRuns: 200 },
		);
	});
});

describe('a plan to be confirmed', () => {
	const shown: Run = { plan: aPlan(), opened: start, stage: 'shown', entries: [] };

	test('names what will be typed, whole, at every size', () => {
		fc.assert(
			fc.property(sizes, (size) => {
				fc.pre(size.rows >= 10);
				const text = drawn(withDialog(aState('protected', size), shown)).join(' ');
				expect(text).toMatch(/This changes PRODUCTION\. enter opens a line where you type: +api\b/);
			}),
			{ numRuns: 200 },
		);
	});

	test('shows what is typed at every size', () => {
		const name = 'a-service-with-a-rather-long-name';
		const plan = { ...aPlan(), service: `production/${name}` };
		fc.assert(
			fc.property(sizes, (size) => {
				fc.pre(size.columns >= 40 && size.rows >= 10);
				const state = withDialog(aState('protected', size), { ...shown, plan, stage: 'typing' });
				const field = { of: 'confirm', text: name.slice(0, -1), at: name.length - 1 } as const;
				const rows = drawn({ ...state, ui: { ...state.ui, field } });
				expect(rows.some((row) => /-rather-long-nam( |$)/.test(row))).toBe(true);
				expect(rows.join(' ')).toContain(name);
			}),
			{ numRuns: 200 },
		);
	});
});
