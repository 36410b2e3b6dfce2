import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Performed } from '../../src/actions/running.ts';
import { containerIs } from '../../src/core/expect.ts';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { isInterrupted, standing, watchIn } from '../../src/core/run.ts';
import { id, makeWorld, type Start, usualStart, type World } from './world.ts';

const lasts = 60_000;
const watched: Start = { ...usualStart, watch: lasts };

/** What the numbers say: `requests` since the reading before. */
function numbers(is: 'ok' | 'degraded' | 'unknown', requests: number, because: string = is): Result<Reading> {
	return {
		ok: true,
		value: { layers: { health: { is, because, since: 0 } }, facts: { requests, errors: 0.01, p95: 12 } },
	};
}
const quiet: Result<Reading> = { ok: false, failure: { kind: 'timeout', message: 'no answer' } };

const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);
const because = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.because);
const whats = ({ entries }: World) => entries.map(({ what }) => what);

/** The lines of a run that say how it came out and leave nothing open. */
function ends({ entries }: World): number {
	return entries.filter(
		(entry) =>
			entry.what === 'verified' || entry.what === 'undone' || (entry.what === 'not verified' && entry.left === true),
	).length;
}

/** Another operator's change came: `api` is theirs now. */
function changeHands({ engine: { boxes } }: World): void {
	for (const box of boxes.values()) if (box.name === 'api') box.name = 'api-old';
	for (const box of boxes.values()) if (box.running) box.running = false;
	const theirs = { name: 'api', image: 'sha256:theirs', running: true, policy: 'no', started: 1, restarts: 0 };
	boxes.set('theirs', { id: 'theirs', ...theirs, labels: { 'watchdeck.plan': '22222222' }, networks: ['bridge'] });
}

describe('a watch', () => {
	test('follows the proof without the lock, and then the change is verified', async () => {
		const world = makeWorld({ ...watched, numbers: () => numbers('ok', 20) });
		let held = -1;
		const came = await world.go({}, { later: { after: 40_000, does: () => (held = world.engine.locks.size) } });
		expect(outcome(came)).toBe('VERIFIED');
		expect(held).toBe(0);
		expect(whats(world).slice(-3)).toEqual(['done', 'proven', 'verified']);
		expect(because(came)).toMatch(
			/^api is healthy\. watched for 1m: api is healthy \(\d+ readings\); errors under 5% \(errors at most 1\.0%, p95 at most 12ms, of \d+ requests in \d+ readings\)\.$/,
		);
		expect(world.engine.locks.size).toBe(0);
	});

	test('verifies nothing that somebody else changed meanwhile, though its checks hold for that too', async () => {
		const flag = { id: 'flag', name: 'flag', image: 'sha256:good', running: false, policy: 'no', started: 1 };
		const box = { ...flag, labels: {}, networks: [], restarts: 0 };
		const is = containerIs('flag is as it was', 'production/api', { host: 'vps1', container: 'flag', policy: 'no' });
		const looks = { name: 'api', before: is, after: is };
		const first = makeWorld(watched);
		const boxes = [...first.engine.boxes.values(), box];
		const world = makeWorld({ ...watched, other: { plan: { ...first.plan, looks }, boxes } });
		const does = () => void world.engine.boxes.set('flag', { ...box, policy: 'always' });
		const came = await world.go({}, { later: { after: 40_000, does } });
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toMatch(/^superseded: api is not as this change left it: /);
	});

	test('says what VERIFIED does not stand on', async () => {
		const world = makeWorld(watched);
		const plan = { ...world.plan, lacks: ['Errors and p95 were not measured.'] };
		const other = makeWorld({ ...watched, other: { plan, boxes: [] } });
		expect(because(await other.go())).toMatch(/\. Errors and p95 were not measured\.$/);
	});

	test('that a restart breaks is held for a person without the lock', async () => {
		const world = makeWorld(watched);
		const crash = () => {
			for (const box of world.engine.boxes.values()) if (box.name === 'api') box.restarts = 1;
		};
		const came = await world.go({}, { later: { after: 30_000, does: crash }, choices: ['leave'] });
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toContain('its restarts is not as it must be');
		expect(world.beats).toEqual([]);
		expect(world.entries.at(-1)).toMatchObject({ what: 'not verified', left: true });
	});

	test('that breaks can be undone, under the lock again', async () => {
		const bad = (now: number) => numbers(now > 1_040_000 ? 'degraded' : 'ok', 20, 'errors 12%');
		const world = makeWorld({ ...watched, numbers: bad });
		const before = world.snapshot();
		expect(outcome(await world.go({}, { choices: ['undo'] }))).toBe('FAILED, UNDONE');
		expect(world.snapshot()).toEqual(before);
		expect(world.engine.locks.size).toBe(0);
	});

	test('that breaks is undone by itself where the plan says so, and says why', async () => {
		const bad = (now: number) => numbers(now > 1_040_000 ? 'degraded' : 'ok', 20, 'errors 12%');
		const world = makeWorld({ ...watched, numbers: bad, unproven: 'undo' });
		const before = world.snapshot();
		const came = await world.go();
		expect(outcome(came)).toBe('FAILED, UNDONE');
		expect(because(came)).toMatch(/^errors under 5%: errors 12%\. Everything is as it was\./);
		expect(world.snapshot()).toEqual(before);
		expect(world.events.some(({ type }) => type === 'run/held')).toBe(false);
	});

	test('that breaks, tried again, is proven and watched anew', async () => {
		const bad = (now: number) => numbers(now > 1_030_000 && now < 1_050_000 ? 'degraded' : 'ok', 20);
		const world = makeWorld({ ...watched, numbers: bad });
		expect(outcome(await world.go({}, { choices: ['retry'], thinks: 60_000 }))).toBe('VERIFIED');
		expect(whats(world).filter((what) => what === 'proven')).toHaveLength(2);
	});

	test.each<[string, number | undefined, string]>([
		['without requests', 0, 'no traffic: 0 requests came, and 10 are needed to tell (errors under 5%)'],
		['with too few', 0.5, 'no traffic: '],
		['without readings', undefined, 'no traffic: 0 requests came'],
	])('%s is not verified, undoes nothing and asks nobody', async (_, each, why) => {
		const said = () => (each === undefined ? quiet : numbers(each === 0 ? 'unknown' : 'ok', each));
		const world = makeWorld({ ...watched, numbers: said, unproven: 'undo' });
		const came = await world.go();
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toContain(why);
		expect(isInterrupted(world.entries)).toBe(false);
		expect(world.given).toHaveLength(world.plan.steps.length);
	});

	test('with requests but too few readings is not verified', async () => {
		let count = 0;
		const rarely = () => {
			count += 1;
			return count % 4 === 0 ? numbers('ok', 50) : quiet;
		};
		const came = await makeWorld({ ...watched, numbers: rarely }).go();
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toMatch(/only \d of 6 readings came/);
	});

	test('removes what an earlier change kept only once it is over', async () => {
		const kept = { id: 'kept1', name: 'api-rb-00000001', image: 'sha256:older', running: false, policy: 'no' };
		const world = makeWorld({ ...watched, tidies: ['kept1'] });
		world.engine.boxes.set('kept1', { ...kept, labels: {}, networks: [], started: 0, restarts: 0 });
		let there = false;
		const look = { after: 50_000, does: () => (there = world.engine.boxes.has('kept1')) };
		expect(outcome(await world.go({}, { later: look }))).toBe('VERIFIED');
		expect([there, world.engine.boxes.has('kept1')]).toEqual([true, false]);
		expect(world.engine.locks.size).toBe(0);
	});
});

describe('another change of the service', () => {
	test('ends the watch at any moment: superseded, nothing is undone', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 10_000, max: 64_000 }),
				fc.constantFrom('hold', 'undo'),
				async (after, unproven) => {
					const world = makeWorld({ ...watched, unproven });
					const came = await world.go({}, { supersededAfter: after });
					const isOver = world.entries.some(({ what }) => what === 'verified');
					expect(outcome(came)).toBe(isOver ? 'VERIFIED' : 'DONE, NOT VERIFIED');
					if (!isOver) expect(because(came)).toBe('superseded: another change began');
					expect(ends(world)).toBe(1);
					expect(world.given).toHaveLength(world.plan.steps.length);
				},
			),
		);
	});

	test('of another operator is never undone, however the watch fails on it', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 8_000, max: 60_000 }),
				fc.constantFrom('hold', 'undo'),
				async (after, unproven) => {
					const world = makeWorld({ ...watched, unproven });
					const came = await world.go({}, { later: { after, does: () => changeHands(world) }, choices: ['undo'] });
					if (outcome(came) === 'VERIFIED') return;
					expect(outcome(came)).toBe('DONE, NOT VERIFIED');
					expect(because(came)).toBe('superseded: api on vps1 is another container by now, of a later change');
					expect(world.engine.boxes.get('theirs')).toMatchObject({ name: 'api', running: true });
					expect(world.given).toHaveLength(world.plan.steps.length);
				},
			),
		);
	});

	test('that comes while the operator thinks is not undone by what is chosen then', async () => {
		const bad = (now: number) => numbers(now > 1_040_000 ? 'degraded' : 'ok', 20);
		const world = makeWorld({ ...watched, numbers: bad });
		const later = { after: 90_000, does: () => changeHands(world) };
		const came = await world.go({}, { later, choices: ['undo'], thinks: 120_000 });
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toContain('superseded');
		expect(world.given).toHaveLength(world.plan.steps.length);
		expect(world.engine.boxes.get('theirs')?.running).toBe(true);
	});

	test('under whose lock the undo stands waits for a person, without commands to undo it by hand', async () => {
		const bad = (now: number) => numbers(now > 1_040_000 ? 'degraded' : 'ok', 20);
		const world = makeWorld({ ...watched, numbers: bad, unproven: 'undo' });
		const lock = () => void world.engine.locks.set('container-api', { plan: 'x', who: 'op-2', since: 1, beat: 9_999 });
		const came = await world.go({}, { later: { after: 20_000, does: lock }, choices: ['leave'] });
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toContain('op-2');
		expect(came).not.toHaveProperty('left');
		expect(world.given).toHaveLength(world.plan.steps.length);
	});
});

describe('a watch that was cut', () => {
	test('goes on at the next start while its time lasts, else it is not verified', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 8_000, max: 64_000 }), fc.boolean(), async (stopAfter, late) => {
				const world = makeWorld(watched);
				const came = await world.go({}, { stopAfter });
				if (watchIn(world.entries) === undefined) return;
				expect(outcome(came)).toBeUndefined();
				expect(because(came)).toContain(`watchdeck resume ${id} --finish`);
				expect(isInterrupted(world.entries)).toBe(false);
				if (late) await world.pass(lasts);
				const then = await world.go();
				expect(ends(world)).toBe(1);
				expect(outcome(then)).toBe(outcome(then) === 'VERIFIED' ? 'VERIFIED' : 'DONE, NOT VERIFIED');
				if (late) expect(because(then)).toContain('nobody watched it to the end');
				expect(world.given).toHaveLength(world.plan.steps.length);
				expect(world.engine.locks.size).toBe(0);
			}),
		);
	});

	test('without numbers stands on what tells of the time before as well, and says for how long nothing was read', async () => {
		const world = makeWorld(watched);
		await world.go({}, { stopAfter: 20_000 });
		await world.pass(25_000);
		const came = await world.go();
		expect(outcome(came)).toBe('VERIFIED');
		expect(because(came)).toMatch(/For \d+s of it watchdeck did not run; only its restarts tell of that time\.$/);
	});

	test('whose numbers were not read for most of the time is not verified', async () => {
		const world = makeWorld({ ...watched, numbers: () => numbers('ok', 20) });
		await world.go({}, { stopAfter: 12_000 });
		await world.pass(40_000);
		const came = await world.go();
		expect(outcome(came)).toBe('DONE, NOT VERIFIED');
		expect(because(came)).toMatch(/errors under 5%: only \d of 6 readings came/);
	});

	test('is caught up with what others remember; half of it is enough then', async () => {
		const world = makeWorld({ ...watched, numbers: () => numbers('ok', 20) });
		await world.go({}, { stopAfter: 12_000 });
		await world.pass(40_000);
		const past = async (probe: { kind: string }, { from, to }: { from: number; to: number }) => {
			if (probe.kind !== 'watched') return undefined;
			const times = Array.from({ length: Math.floor((to - from) / 5_000) }, (_, at) => from + at * 5_000);
			return { ok: true as const, value: times.map((at) => ({ at, is: 'ok' as const, because: 'errors 0%' })) };
		};
		const came = await world.go({}, { past });
		expect(outcome(came)).toBe('VERIFIED');
		expect(because(came)).toContain('its Prometheus tells of that time');
	});

	test('breaks on what others remember of that time', async () => {
		const world = makeWorld({ ...watched, numbers: () => numbers('ok', 20), unproven: 'undo' });
		const before = world.snapshot();
		await world.go({}, { stopAfter: 12_000 });
		await world.pass(20_000);
		const past = async (probe: { kind: string }, { from }: { from: number }) => {
			if (probe.kind !== 'watched') return undefined;
			return { ok: true as const, value: [{ at: from + 9_000, is: 'degraded' as const, because: 'errors 30%' }] };
		};
		const came = await world.go({}, { past });
		expect(outcome(came)).toBe('FAILED, UNDONE');
		expect(because(came)).toMatch(/errors under 5%: at \d\d:\d\d:\d\dZ errors 30%/);
		expect(world.snapshot()).toEqual(before);
	});

	test('can be undone instead', async () => {
		const world = makeWorld(watched);
		const before = world.snapshot();
		await world.go({}, { stopAfter: 12_000 });
		expect(outcome(await world.go({}, { course: 'back' }))).toBe('UNDONE');
		expect(world.snapshot()).toEqual(before);
	});

	test('is superseded by what was changed meanwhile', async () => {
		const world = makeWorld({ ...watched, unproven: 'undo' });
		await world.go({}, { stopAfter: 12_000 });
		changeHands(world);
		const came = await world.go();
		expect(because(came)).toContain('superseded');
		expect(world.engine.boxes.get('theirs')?.running).toBe(true);
	});

	const lines = 5 + 2 * makeWorld().plan.steps.length;
	const killedAfter = async (at: number): Promise<World> => {
		const world = makeWorld(watched);
		expect(await world.go({ journal: { at, is: 'killed after' } })).toBe('killed');
		expect(standing(world.entries)?.plan).toEqual(world.plan);
		return world;
	};
	// The last line but one says that the proof held, and the time of a kill is longer than the watch.
	const all = Array.from({ length: lines - 1 }, (_, at) => ({
		at,
		forward: at === lines - 2 ? 'DONE, NOT VERIFIED' : 'VERIFIED',
	}));

	test.each(all)('after line $at: to finish it leads to an end', async ({ at, forward }) => {
		const world = await killedAfter(at);
		expect(outcome(await world.go())).toBe(forward);
		expect([ends(world), world.engine.locks.size]).toEqual([1, 0]);
	});

	test.each(all)('after line $at: to undo it leads to an end', async ({ at }) => {
		const before = makeWorld(watched).snapshot();
		const world = await killedAfter(at);
		expect(outcome(await world.go({}, { course: 'back' }))).toBe('UNDONE');
		expect(world.snapshot()).toEqual(before);
		expect([ends(world), world.engine.locks.size]).toEqual([1, 0]);
	});

	test('right after its last line is over', async () => {
		const world = await killedAfter(lines - 1);
		expect(world.entries.at(-1)?.what).toBe('verified');
	});

	/** One said after the other, and again from the first. */
	const saying = (said: readonly ('ok' | 'degraded' | 'unknown' | 'lost')[]) => {
		let count = -1;
		return () => {
			count += 1;
			const is = said[count % said.length] ?? 'ok';
			return is === 'lost' ? quiet : numbers(is, 5);
		};
	};
	/** Taken up as often as it is killed, unless it came to its end. */
	const goesTo = async (world: World, kills: readonly number[]): Promise<void> => {
		for (const at of kills) {
			if (ends(world) === 1) return;
			await world.go({ journal: { at, is: 'killed after' } }, { choices: ['leave'] });
		}
	};
	test('again and again, at any line, ends once', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(30), { maxLength: 4 }),
				fc.array(fc.constantFrom('ok' as const, 'degraded' as const, 'unknown' as const, 'lost' as const), {
					minLength: 1,
					maxLength: 40,
				}),
				fc.constantFrom('hold', 'undo'),
				async (kills, said, unproven) => {
					const world = makeWorld({ ...usualStart, watch: 200_000, numbers: saying(said), unproven });
					await goesTo(world, kills);
					// A kill right after the last line leaves the lock, to be taken over.
					const isCut = ends(world) === 1;
					if (!isCut) await world.go({}, { choices: ['leave'] });
					const running = [...world.engine.boxes.values()].filter((box) => box.running);
					expect([ends(world), running.length, isCut ? 0 : world.engine.locks.size]).toEqual([1, 1, 0]);
				},
			),
			{ numRuns: 150 },
		);
	});
});
