import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interrupted, leftTo } from '../../src/actions/resume.ts';
import type { Performed } from '../../src/actions/running.ts';
import { carrierOf, isInterrupted } from '../../src/core/run.ts';
import { id, makeWorld, usualStart, type World } from './world.ts';

const heir = 'laptop/4711/99';
const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);
const lock = (world: World) => world.engine.locks.get('container-api');
const steps = makeWorld().plan.steps.length;

/** The other program goes on with it, as the line that leaves it says. */
const goesOn = async (world: World) => {
	const [left, ...more] = leftTo(world.entries, heir);
	if (left === undefined || more.length > 0) throw new Error('it was not left to the other program');
	const { course, cause } = left;
	return world.go({}, { course, ...(cause === undefined ? {} : { cause }) });
};

test('a run that is left goes on to the end that it would have had, no order given twice, its lock never free', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(steps - 1), fc.boolean(), async (stopAt, sickTarget) => {
			const world = makeWorld({ ...usualStart, sickTarget, unproven: 'undo' });
			const came = await world.go({ stopAt }, { heir });
			expect(outcome(came)).toBe(undefined);
			expect(lock(world)).toMatchObject({ plan: id });
			expect(world.entries.at(-1)).toMatchObject({ what: 'left running', session: heir, course: 'forward' });
			expect(outcome(await goesOn(world))).toBe(sickTarget ? 'FAILED, UNDONE' : 'VERIFIED');
			const does = world.given.filter(({ after }) => after?.what === 'begins' && after.way === 'does');
			expect(does).toHaveLength(steps);
			expect(lock(world)).toBe(undefined);
		}),
	);
});

test('an undo that is left goes on as an undo, and its end says why it was undone', async () => {
	const world = makeWorld();
	const before = world.snapshot();
	// The order with this number is refused; the next one, the first of the undo, is under way when it is left.
	await world.go({ order: { at: 4, is: 'refused' }, stopAt: 5 }, { heir });
	expect(world.entries.at(-1)).toMatchObject({ what: 'left running', course: 'back', cause: /^Step 5 / });
	const came = await goesOn(world);
	expect(came).toMatchObject({ outcome: 'FAILED, UNDONE', because: /^Step 5 .* Everything is as it was\.$/ });
	expect(world.snapshot()).toEqual(before);
});

test('a watch that is left goes on with its time', async () => {
	const world = makeWorld({ ...usualStart, watch: 60_000 });
	await world.go({}, { heir, stopAfter: 40_000 });
	expect(world.entries.at(-1)).toMatchObject({ what: 'left running', session: heir });
	expect(outcome(await goesOn(world))).toBe('VERIFIED');
});

test('a run is of the program that it was left to: only when that is gone it is interrupted', async () => {
	const world = makeWorld();
	await world.go({ stopAt: 3 }, { heir });
	expect(carrierOf(world.entries)).toBe(heir);
	expect(isInterrupted(world.entries)).toBe(true);
	const ids = (alive: boolean) =>
		interrupted(world.entries, (session) => session === heir && alive).map(({ run }) => run);
	expect(ids(true)).toEqual([]);
	expect(ids(false)).toEqual([id]);
	expect(leftTo(world.entries, 'laptop/1/1')).toEqual([]);
});

test('a run whose leaving cannot be written down is left to nobody, and its lock is given back', async () => {
	const lines = 2 + 2 * 4;
	const world = makeWorld();
	await world.go({ stopAt: 3, journal: { at: lines, is: 'fails from here' } }, { heir });
	expect(world.entries.at(-1)?.what).toBe('ends');
	expect(leftTo(world.entries, heir)).toEqual([]);
	expect(lock(world)).toBe(undefined);
});

test('what waits for a person is held, not left', async () => {
	const world = makeWorld({ ...usualStart, sickTarget: true });
	await world.go({}, { heir, thinks: 600_000, stopAfter: 120_000 });
	expect(world.entries.at(-1)?.what).toBe('not verified');
	expect(lock(world)).toBe(undefined);
});
