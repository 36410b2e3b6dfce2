import { expect, test } from 'vitest';
import { makeLeftRuns } from '../../src/app/left-runs.ts';
import type { Event } from '../../src/core/event.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { aPlan, aState, start } from '../support/plans.ts';

const session = 'laptop/4711/9';
const plan = aPlan();
const of = { at: start, by: 'anna', run: plan.id };
const entriesOf = (...notes: readonly Note[]): readonly JournalEntry[] =>
	notes.map((note, index) => ({ ...note, seq: index + 1, prev: '', hash: '' }));
const left: readonly Note[] = [
	{ ...of, what: 'planned', plan },
	{ ...of, what: 'left running', session, course: 'forward', text: 'left' },
];
const verified: Note = { ...of, what: 'verified', text: 'it is healthy' };

/** A cockpit whose journal is read as far as `entries`; on disk is `disk`. */
const makeScene = (entries: readonly JournalEntry[]) => {
	let state = { ...aState(), journal: { entries } };
	let disk = entries;
	let alive = true;
	const said: string[] = [];
	const emit = (event: Event) => {
		if (event.type === 'message/shown') said.push(event.message.text);
		state = reduce(state, event);
	};
	const tell = makeLeftRuns({
		...{ state: () => state, emit, now: () => start },
		isAlive: (of) => (of === session ? alive : undefined),
		journal: { ok: true, value: { read: async () => ({ ok: true, value: disk }) } },
	});
	return {
		...{ tell, said, runs: () => (state.left ?? []).map(({ run }) => run) },
		reads: () => {
			state = { ...state, journal: { entries: disk } };
		},
		writes: (...notes: readonly Note[]) => {
			disk = entriesOf(...left, ...notes);
		},
		dies: () => {
			alive = false;
		},
	};
};

test('a run that was left is told while its program lives, and then its end, each once', async () => {
	const scene = makeScene(entriesOf(...left));
	await scene.tell();
	await scene.tell();
	expect(scene.runs()).toEqual([plan.id]);
	expect(scene.said).toEqual([
		'roll back production/api to v411 goes on without a screen: process 4711 on laptop, left by anna at 14:02:31Z',
	]);
	scene.writes(verified);
	scene.reads();
	await scene.tell();
	await scene.tell();
	expect(scene.runs()).toEqual([]);
	expect(scene.said.slice(1)).toEqual([
		'roll back production/api to v411, left running, ended at 14:02:31Z: VERIFIED: it is healthy',
	]);
});

test('its last words count, also where they were not read yet; without them it was cut', async () => {
	const ends = await Promise.all(
		[[verified], []].map(async (notes) => {
			const scene = makeScene(entriesOf(...left));
			await scene.tell();
			scene.writes(...notes);
			scene.dies();
			await scene.tell();
			return scene.said.at(-1);
		}),
	);
	expect(ends).toEqual([expect.stringContaining('VERIFIED'), expect.stringContaining('was cut: its program is gone')]);
});

test('what ended before this start is told where nothing came after it', async () => {
	const scene = makeScene(entriesOf(...left, verified));
	await scene.tell();
	expect(scene.said).toEqual([expect.stringContaining('ended at 14:02:31Z: VERIFIED')]);
	const later = makeScene(entriesOf(...left, verified, { ...of, run: 'other', what: 'shell left', text: 'exit 0' }));
	await later.tell();
	expect(later.said).toEqual([]);
});

test('a run that was taken up again by somebody else is theirs', async () => {
	const consent = { by: 'anna', at: start, of: '', how: 'resume', session: 'laptop/5/5' } as const;
	const scene = makeScene(entriesOf(...left, { ...of, what: 'confirmed', consent }));
	await scene.tell();
	expect([scene.runs(), scene.said]).toEqual([[], []]);
});
