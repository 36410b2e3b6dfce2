// Two programs that start in the same moment, on one journal: each finds the same cut run, and only one takes it up.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Acting, makeActing } from '../../src/app/acting.ts';
import type { Event } from '../../src/core/event.ts';
import type { Journal, JournalEntry } from '../../src/core/journal.ts';
import type { Failure, Result } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { sha256 } from '../../src/io/hash.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { makeJournal } from '../../src/store/journal.ts';
import { migrations } from '../../src/store/tables.ts';
import { answered } from '../actions/engine.ts';
import { digest, makeWorld, usualStart, type World } from '../actions/world.ts';
import { aState, start } from '../support/plans.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-taken-up-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let made = 0;
const never = new AbortController().signal;
const later = start + 86_400_000;

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

async function journalIn(file: string): Promise<Journal> {
	return makeJournal({ rows: got(await openRows({ file, migrations })), digest: sha256, redact: String });
}

/** A program of its own: what it holds of the world is the journal's file and the host. */
interface Program {
	readonly acting: Acting;
	readonly state: () => State;
	readonly refused: Failure[];
}

async function programOn(file: string, { engine }: World, pid: number, ready: () => Promise<void>): Promise<Program> {
	const journal = await journalIn(file);
	let state = aState('open');
	const emit = (event: Event): void => {
		state = reduce(state, event);
	};
	const acting = makeActing({
		...{ digest, emit, planId: () => '00000001', refresh: async () => {}, redact: String, signal: never, stop: never },
		ask: async (call) => answered(call, engine.apply(call)),
		order: async (call) => answered(call, engine.apply(call)),
		read: async (probe) => engine.read(probe),
		journal: {
			ok: true,
			value: {
				...journal,
				open: async () => {
					const open = await journal.open();
					await ready();
					return open;
				},
			},
		},
		state: () => state,
		session: `here/${pid}/1`,
		isAlive: () => false,
		now: () => later,
		wait: async () => {},
	});
	return { acting, state: () => state, refused: [] };
}

/** Two programs that have both read of the open runs before either goes on. */
async function twoOn(world: World): Promise<{ readonly both: readonly Program[]; readonly journal: Journal }> {
	const file = join(folder, `${made++}.db`);
	const journal = await journalIn(file);
	for (const { seq: _seq, prev: _prev, hash: _hash, ...note } of world.entries) got(await journal.append(note));
	const all = Promise.withResolvers<void>();
	let reading = 0;
	const ready = (): Promise<void> => {
		reading += 1;
		if (reading === 2) all.resolve();
		return all.promise;
	};
	const both = await Promise.all([1, 2].map((pid) => programOn(file, world, pid, ready)));
	return { both, journal };
}

const newIn = async (journal: Journal, { entries }: World): Promise<readonly JournalEntry[]> =>
	got(await journal.read({ after: entries.length }));

test('a watch that was cut is gone on with by one of them, and has one end; the other says nothing of it', async () => {
	const world = makeWorld({ ...usualStart, watch: 60_000 });
	await world.go({}, { stopAfter: 40_000 });
	expect(world.entries.at(-1)?.what).toBe('proven');
	const { both, journal } = await twoOn(world);
	await Promise.all(both.map(({ acting, refused }) => acting.watchOn((failure) => refused.push(failure))));
	expect((await newIn(journal, world)).map(({ what }) => what)).toEqual(['confirmed', 'not verified']);
	expect(both.flatMap(({ refused }) => refused)).toEqual([]);
	const runs = both.map(({ state }) => Object.values(state().runs).map(({ stage }) => stage));
	expect(runs.toSorted((one, other) => one.length - other.length)).toEqual([[], ['ended']]);
});

test('a run that two take up at once is finished by one of them, each order given once; the other is told', async () => {
	const world = makeWorld();
	await world.go({ order: { at: 2, is: 'killed before effect' } });
	const { both, journal } = await twoOn(world);
	const came = await Promise.all(both.map(({ acting }) => acting.resume(world.plan.id, 'finish')));
	const [other, ...more] = came.filter(({ ok }) => !ok);
	expect(more).toEqual([]);
	expect(other).toMatchObject({ failure: { kind: 'changed' } });
	const lines = await newIn(journal, world);
	expect(lines.filter(({ what }) => what === 'confirmed')).toHaveLength(1);
	expect(lines.at(-1)?.what).toBe('verified');
});
