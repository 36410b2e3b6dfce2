import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Holder } from '../../src/actions/lock.ts';
import type { Performed } from '../../src/actions/running.ts';
import { isInterrupted, standing } from '../../src/core/run.ts';
import { choicesFor, reachOf } from '../../src/core/undo.ts';
import { agreed, type Fault, type Faults, id, makeWorld, type Start, usualStart, type World } from './world.ts';

const faultKinds: readonly Fault[] = [
	'lost after effect',
	'lost before effect',
	'lost, effect comes late',
	'refused',
	'killed before effect',
	'killed after effect',
];
const starts: fc.Arbitrary<Start> = fc.record({
	running: fc.boolean(),
	policy: fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure'),
	networks: fc.integer({ min: 0, max: 2 }),
});
const faults: fc.Arbitrary<Faults> = fc.oneof(
	fc.record({ order: fc.record({ at: fc.nat(11), is: fc.constantFrom(...faultKinds) }) }),
	fc.record({ journal: fc.record({ at: fc.nat(26), is: fc.constant('killed after' as const) }) }),
);

/** How a world looks after the roll back: the target in place, the old container kept. */
function isRolledBack(world: World): void {
	const boxes = [...world.engine.boxes.values()];
	expect(boxes.map(({ name }) => name).sort()).toEqual(['api', `api-rb-${id}`]);
	expect(boxes.find(({ name }) => name === 'api')).toMatchObject({ image: 'sha256:good', running: true });
	expect(boxes.find(({ name }) => name !== 'api')).toMatchObject({ id: 'old1', running: false, policy: 'no' });
	expect(world.engine.locks.size).toBe(0);
}

const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);
const because = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.because);

/** What a run says that was refused before its first order: its reason, and once that nothing was changed. */
function saysNothingChanged(performed: Performed | 'killed'): void {
	expect(outcome(performed)).toBe('REFUSED');
	expect(because(performed).match(/nothing was changed/gi)).toEqual(['Nothing was changed']);
}

describe('a run', () => {
	test('goes through its steps and is proven', async () => {
		const world = makeWorld();
		expect(outcome(await world.go())).toBe('VERIFIED');
		isRolledBack(world);
		expect(world.entries.map(({ what }) => what).slice(0, 2)).toEqual(['planned', 'confirmed']);
		expect(world.entries.at(-1)?.what).toBe('verified');
	});

	test('every order has its own line in the journal before it', async () => {
		await fc.assert(
			fc.asyncProperty(starts, faults, async (start, fault) => {
				const world = makeWorld(start);
				await world.go(fault);
				for (const { call, after } of world.given) {
					expect(after?.what).toBe('begins');
					if (after?.what !== 'begins') continue;
					expect(world.plan.steps[after.step]?.[after.way]).toEqual(call);
				}
			}),
		);
	});

	test('a step that fails is undone at once: all is as it was, even if an answer was lost', async () => {
		await fc.assert(
			fc.asyncProperty(starts, fc.nat(11), fc.constantFrom(...faultKinds.slice(0, 4)), async (start, at, is) => {
				const world = makeWorld(start);
				const before = world.snapshot();
				const came = outcome(await world.go({ order: { at, is } }));
				if (came === 'VERIFIED') return isRolledBack(world);
				expect(came).toBe('FAILED, UNDONE');
				expect(world.snapshot()).toEqual(before);
				expect(world.engine.locks.size).toBe(0);
			}),
		);
	});

	test('a step that fails is told with its reason first, then that all is as it was', async () => {
		const came = await makeWorld().go({ order: { at: 0, is: 'refused' } });
		expect(because(came)).toMatch(
			/^Step 1 \(pin the image .*\): .* 500 it cannot\. .*plan again\. Everything is as it was\.$/,
		);
	});

	test('an order whose answer was lost is not given twice', async () => {
		const steps = makeWorld().plan.steps.length;
		for (let at = 0; at < steps; at += 1) {
			const world = makeWorld();
			expect(outcome(await world.go({ order: { at, is: 'lost after effect' } }))).toBe('VERIFIED');
			expect(world.given).toHaveLength(steps);
		}
	});

	test('without a journal nothing is ordered', async () => {
		const lines = 2 + 2 * makeWorld().plan.steps.length;
		for (let at = 0; at < lines; at += 1) {
			const world = makeWorld();
			const came = await world.go({ journal: { at, is: 'fails from here' } });
			const begun = world.entries.filter(({ what }) => what === 'begins').length;
			expect(world.given).toHaveLength(begun);
			if (begun === 0) saysNothingChanged(came);
			else expect(outcome(came)).toBe('FAILED, HELD FOR YOU');
		}
	});

	test('a journal that is full ends the run by itself where nobody can choose', { timeout: 5000 }, async () => {
		const world = makeWorld();
		const came = await world.go({ journal: { at: 9, is: 'fails from here' } }, { atOnce: 'later' });
		expect(outcome(came)).toBe('FAILED, HELD FOR YOU');
		expect(came !== 'killed' && came.left?.length).toBeGreaterThan(0);
		expect(world.engine.locks.size).toBe(0);
	});

	test('a plan that is not the one agreed to is refused', async () => {
		const world = makeWorld();
		const other = makeWorld({ ...usualStart, policy: 'always' });
		const consent = { by: 'op-1', at: 0, of: 'another', how: 'enter' } as const;
		// Only `confirm` makes these; a forged one must not pass either.
		const forged = { plan: other.plan, consent } as unknown as NonNullable<Parameters<World['go']>[1]>['confirmed'];
		const came = await world.go({}, forged === undefined ? {} : { confirmed: forged });
		saysNothingChanged(came);
		expect(world.given).toHaveLength(0);
	});
});

describe('a release that ends as soon as it is started', () => {
	const crashing: Start = { ...usualStart, crashing: true, sickTarget: true };

	test.each(['no', 'always', 'unless-stopped', 'on-failure'])(
		'with the policy %s is given back whole',
		async (policy) => {
			const world = makeWorld({ ...crashing, policy });
			const came = await world.go({}, { choices: ['undo'] });
			expect(outcome(came)).toBe('FAILED, UNDONE');
			// Started again as it was: without a policy it has ended once more.
			const old = { id: 'old1', name: 'api', policy, running: policy !== 'no' };
			expect([...world.engine.boxes.values()]).toMatchObject([old]);
			const starts = world.given.filter(({ call }) => call.via === 'engine' && call.path === '/containers/old1/start');
			expect(starts).toHaveLength(1);
			expect(world.engine.locks.size).toBe(0);
		},
	);

	test('is not started a second time by an undo that was cut after it', async () => {
		const world = makeWorld({ ...crashing, policy: 'no', unproven: 'undo' });
		const start = 2 * world.plan.steps.length - 4;
		expect(outcome(await world.go({ order: { at: start + 1, is: 'killed before effect' } }))).toBe('killed');
		const isStart = ({ call }: World['given'][number]) =>
			call.via === 'engine' && call.path === '/containers/old1/start';
		expect(world.given.findIndex(isStart)).toBe(start);
		expect(outcome(await world.go({}, { course: 'back' }))).toMatch(/UNDONE/);
		expect(world.given.filter(isStart)).toHaveLength(1);
	});
});

describe('a run that was killed', () => {
	test('after any order or line: undo restores, also when killed itself, and twice is once', async () => {
		await fc.assert(
			fc.asyncProperty(starts, faults, faults, async (start, first, second) => {
				const world = makeWorld(start);
				const before = world.snapshot();
				const came = await world.go(first);
				if (came !== 'killed') return;
				await world.go(second, { course: 'back', choices: ['undo'] });
				const again = await world.go({}, { course: 'back' });
				expect(outcome(again)).toMatch(/UNDONE/);
				expect(world.snapshot()).toEqual(before);
				const orders = world.given.length;
				await world.go({}, { course: 'back' });
				expect(world.snapshot()).toEqual(before);
				expect(world.given).toHaveLength(orders);
			}),
			{ numRuns: 200 },
		);
	});

	test('after an order that took effect: finish does not give it again', async () => {
		const steps = makeWorld().plan.steps.length;
		for (let at = 0; at < steps; at += 1) {
			const world = makeWorld();
			expect(await world.go({ order: { at, is: 'killed after effect' } })).toBe('killed');
			expect(outcome(await world.go({}, { course: 'forward' }))).toBe('VERIFIED');
			expect(world.given).toHaveLength(steps);
		}
	});

	test('after any order or line, also in the middle of its undo: finish leads to one healthy service', async () => {
		await fc.assert(
			fc.asyncProperty(starts, faults, fc.option(faults), async (start, first, second) => {
				const world = makeWorld(start);
				if ((await world.go(first)) !== 'killed') return;
				if (second !== null) await world.go(second, { course: 'back' });
				expect(outcome(await world.go({}, { course: 'forward' }))).toBe('VERIFIED');
				isRolledBack(world);
			}),
			{ numRuns: 200 },
		);
	});

	const lines = 3 + 2 * makeWorld().plan.steps.length;
	test.each(Array.from({ length: lines }, (_, at) => at))('after line %i: both ways', async (at) => {
		for (const course of ['forward', 'back'] as const) {
			const world = makeWorld();
			const before = world.snapshot();
			expect(await world.go({ journal: { at, is: 'killed after' } })).toBe('killed');
			expect(standing(world.entries)?.plan).toEqual(world.plan);
			const came = outcome(await world.go({}, { course }));
			if (course === 'forward') {
				expect(came).toBe('VERIFIED');
				isRolledBack(world);
			} else {
				expect(came).toBe('UNDONE');
				expect(world.snapshot()).toEqual(before);
			}
		}
	});
});

test('a run that began and cannot be taken up again does not say that nothing was changed', async () => {
	const world = makeWorld();
	await world.go({ order: { at: 2, is: 'killed after effect' } });
	const came = await world.go({ journal: { at: 0, is: 'fails from here' } });
	expect(outcome(came)).toBe('REFUSED');
	expect(because(came)).toMatch(/ Nothing more was changed\.$/);
});

describe('a run that a signal stops', () => {
	test('ends the order that is under way, writes it down, gives the lock back, and can be finished', async () => {
		for (let stopAt = 0; stopAt < makeWorld().plan.steps.length; stopAt += 1) {
			const world = makeWorld();
			const came = await world.go({ stopAt });
			expect(came === 'killed' ? came : came.outcome).toBeUndefined();
			expect(world.given).toHaveLength(stopAt + 1);
			expect(world.entries.at(-1)).toMatchObject({ what: 'ends', step: stopAt });
			expect(world.engine.locks.size).toBe(0);
			expect(outcome(await world.go())).toBe('VERIFIED');
		}
	});
});

describe('a run under a lock', () => {
	test('that somebody else holds is refused, and nothing is ordered', async () => {
		const world = makeWorld();
		world.engine.locks.set('container-api', { plan: 'other', who: 'op-2', since: 990, beat: 999 });
		const came = await world.go();
		saysNothingChanged(came);
		expect(because(came)).toMatch(/^The lock on vps1 is held by op-2 .*Wait for it .* Nothing was changed\.$/);
		expect(world.given).toHaveLength(0);
		expect(world.engine.locks.get('container-api')?.plan).toBe('other');
	});

	test('that is lost on the way is held for a person, with the commands to undo it by hand', async () => {
		const world = makeWorld();
		const came = await world.go({ stolenAt: 5 });
		expect(outcome(came)).toBe('FAILED, HELD FOR YOU');
		expect(world.given).toHaveLength(5);
		expect(came !== 'killed' && came.left).toEqual([
			'docker update --restart=unless-stopped old1  # on vps1',
			'docker start old1  # on vps1',
			`docker network disconnect -f net0 api-next-${id}  # on vps1`,
			`docker rm -f api-next-${id}  # on vps1`,
		]);
		expect(world.engine.locks.get('container-api')?.plan).toBe('other');
	});
});

describe('a service that somebody else changed', () => {
	/** Another operator's roll back came between: `api` is now theirs. */
	const rolledBack = ({ engine }: World) => {
		const { boxes } = engine;
		const old = boxes.get('old1');
		if (old === undefined) throw new Error('no container');
		for (const box of boxes.values()) if (box.name === 'api') box.name = 'api-rb-22222222';
		Object.assign(old, { name: 'api-rb-22222222', running: false, policy: 'no' });
		const theirs = { name: 'api', image: 'sha256:good', running: true, policy: 'unless-stopped', started: 1 };
		const labels = { 'watchdeck.plan': '22222222' };
		boxes.set('theirs', { id: 'theirs', ...theirs, labels, networks: ['bridge'], restarts: 0 });
		engine.locks.clear();
	};

	test.each<[string, (world: World) => void]>([
		['rolled back', rolledBack],
		['deployed anew', ({ engine }) => Object.assign(engine.boxes.get('old1') ?? {}, { image: 'sha256:newest' })],
		['removed', ({ engine }) => engine.boxes.delete('old1')],
	])('since the plan was made (%s): refused, nothing is ordered, the lock is given back', async (_, change) => {
		const world = makeWorld();
		change(world);
		const before = world.snapshot();
		const came = await world.go();
		saysNothingChanged(came);
		expect(because(came)).toContain('changed since the plan was made');
		expect(world.snapshot()).toEqual(before);
		expect(world.given).toHaveLength(0);
		expect(world.engine.locks.size).toBe(0);
		expect(isInterrupted(world.entries)).toBe(false);
	});

	test('or that cannot be seen: refused, with that nothing was changed', async () => {
		const world = makeWorld();
		const failure = { kind: 'timeout', message: 'No answer came.' } as const;
		Object.assign(world.engine, { read: () => ({ ok: false, failure }) });
		const came = await world.go();
		saysNothingChanged(came);
		expect(because(came)).toBe('It cannot be seen whether api on vps1 changed: No answer came. Nothing was changed.');
		expect(world.given).toHaveLength(0);
	});

	test('after the run was cut: neither way orders anything, and the run stays open', async () => {
		const steps = makeWorld().plan.steps.length;
		for (let at = 0; at < steps; at += 1) {
			const world = makeWorld();
			await world.go({ order: { at, is: 'killed after effect' } });
			rolledBack(world);
			const before = world.snapshot();
			const given = world.given.length;
			for (const course of ['back', 'forward'] as const) {
				const came = await world.go({}, { course });
				expect(came).toMatchObject({ outcome: 'REFUSED' });
				expect(because(came)).toContain(`watchdeck resume ${id} --handled`);
				expect(because(came).match(/nothing [a-z ]+/gi)).toEqual(['Nothing more was changed']);
			}
			expect(world.snapshot()).toEqual(before);
			expect(world.given).toHaveLength(given);
			expect(world.engine.locks.size).toBe(0);
			expect(isInterrupted(world.entries)).toBe(true);
		}
	});
});

describe('what an earlier change kept', () => {
	const tidying = () => {
		const world = makeWorld({ ...usualStart, tidies: ['kept1', 'kept2'] });
		for (const kept of ['kept1', 'kept2']) {
			const box = { id: kept, name: `api-rb-0000000${kept.at(-1)}`, image: 'sha256:older', running: false };
			world.engine.boxes.set(kept, { ...box, policy: 'no', labels: {}, networks: [], started: 0, restarts: 0 });
		}
		return world;
	};

	test('is removed once the change is proven', async () => {
		const world = tidying();
		expect(outcome(await world.go())).toBe('VERIFIED');
		isRolledBack(world);
	});

	test('stays when the lock was lost meanwhile, and that is said', async () => {
		const world = tidying();
		// It is taken over as the first removal begins; the second one is not given any more.
		const came = await world.go({ stolenAt: world.plan.steps.length + 1 });
		expect(outcome(came)).toBe('VERIFIED');
		expect(came !== 'killed' && came.because).toMatch(/\w\. Not tidied up: the lock was lost\.$/);
		expect(world.engine.boxes.has('kept2')).toBe(true);
	});
});

test('what could not be removed and not be written down either is told in sentences', async () => {
	const world = makeWorld({ ...usualStart, tidies: ['kept1'] });
	const orders = world.plan.steps.length;
	const came = await world.go({ order: { at: orders, is: 'refused' } });
	expect(came !== 'killed' && came.because).toMatch(
		/\w\. Not tidied up: the engine said 500 it cannot \(docker rm kept1\)\.$/,
	);
});

describe('a stale lock', () => {
	const over: Holder = {
		...{ plan: 'p0', who: 'op-2', what: 'restart production/api', why: '' },
		...{ held: 600_000, quiet: 300_000, stale: true },
	};
	const makeStale = (beat: number) => {
		const world = makeWorld({ ...usualStart, over });
		world.engine.locks.set('container-api', { plan: 'p0', who: 'op-2', since: 0, beat });
		return world;
	};
	const overs = ({ entries }: World) => entries.filter(({ what }) => what === 'taken over');

	test('that is taken over is in the journal before the first order, with whose it was', async () => {
		const world = makeStale(0);
		expect(outcome(await world.go())).toBe('VERIFIED');
		expect(world.entries.map(({ what }) => what).slice(0, 4)).toEqual(['planned', 'confirmed', 'taken over', 'begins']);
		expect(overs(world)).toMatchObject([
			{
				text: 'the lock on vps1 of op-2 (restart production/api, plan p0), since 10m ago, silent for 5m, so it is stale',
			},
		]);
	});

	test('that was given back before it could be taken over is not said to have been', async () => {
		const world = makeStale(0);
		world.engine.locks.clear();
		expect(outcome(await world.go())).toBe('VERIFIED');
		expect(overs(world)).toEqual([]);
	});

	test('and nothing else is what a takeover takes: it says whose it was, and gives it back', async () => {
		const world = makeStale(0);
		const alone = {
			...world.plan,
			action: 'takeover',
			want: { action: 'takeover' },
			steps: [],
			proof: [],
			stands: [],
		} as const;
		const came = await world.go({}, { confirmed: agreed(alone, 'resume', 1_000_000) });
		expect(outcome(came)).toBe('VERIFIED');
		expect(came !== 'killed' && came.because).toMatch(/^taken over and given back: the lock on vps1 of op-2 /);
		expect([world.given, world.engine.locks.size]).toEqual([[], 0]);
	});

	test('whose holder came back is left to him, and nothing is ordered', async () => {
		const world = makeStale(1_000);
		expect(outcome(await world.go())).toBe('REFUSED');
		expect([world.given, overs(world)]).toEqual([[], []]);
		expect(world.engine.locks.get('container-api')?.plan).toBe('p0');
	});

	test('is not kept where that cannot be written down', async () => {
		const world = makeStale(0);
		expect(outcome(await world.go({ journal: { at: 2, is: 'fails from here' } }))).toBe('REFUSED');
		expect(world.given).toEqual([]);
		expect(world.engine.locks.size).toBe(0);
	});
});

describe('a proof that fails', () => {
	const sick: Start = { ...usualStart, sickTarget: true };

	test('holds the run; undo brings back what was', async () => {
		const world = makeWorld(sick);
		const before = world.snapshot();
		expect(outcome(await world.go({}, { choices: ['retry', 'undo'] }))).toBe('FAILED, UNDONE');
		expect(world.snapshot()).toEqual(before);
		expect(world.events.filter(({ type }) => type === 'run/held')).toHaveLength(2);
	});

	test('is undone although the engine renames no container that it waits to start again', async () => {
		const world = makeWorld({ ...usualStart, waitingTarget: true });
		const before = world.snapshot();
		expect(outcome(await world.go({}, { choices: ['undo'] }))).toBe('FAILED, UNDONE');
		expect(world.snapshot()).toEqual(before);
		// It is stopped in the same undo, which begins and ends once.
		const ends = world.entries.filter((entry) => entry.what === 'ends' && entry.way === 'undo');
		expect(ends.map((entry) => entry.what === 'ends' && entry.failure)).toEqual(ends.map(() => undefined));
	});

	test('is left as it is when that is chosen, and the journal says so', async () => {
		const world = makeWorld(sick);
		expect(outcome(await world.go({}, { choices: ['leave'] }))).toBe('DONE, NOT VERIFIED');
		expect(world.entries.at(-1)).toMatchObject({ what: 'not verified', left: true });
		expect(world.engine.locks.size).toBe(0);
	});

	test('ends there where the plan says so, and nobody is asked then or later', async () => {
		const world = makeWorld({ ...sick, unproven: 'leave' });
		expect(outcome(await world.go())).toBe('DONE, NOT VERIFIED');
		expect(world.entries.at(-1)).toMatchObject({ what: 'not verified', left: true });
		expect(isInterrupted(world.entries)).toBe(false);
		expect(world.engine.locks.size).toBe(0);
	});

	test('is undone at once where the plan says so', async () => {
		const world = makeWorld({ ...sick, unproven: 'undo' });
		const before = world.snapshot();
		expect(outcome(await world.go())).toBe('FAILED, UNDONE');
		expect(world.snapshot()).toEqual(before);
	});

	test('is asked about again by the next start when nobody was there to choose', async () => {
		const world = makeWorld(sick);
		expect(outcome(await world.go({}, { choices: ['later'] }))).toBe('DONE, NOT VERIFIED');
		expect(isInterrupted(world.entries)).toBe(true);
		expect(outcome(await world.go({}, { course: 'back' }))).toBe('FAILED, UNDONE');
		expect(isInterrupted(world.entries)).toBe(false);
	});

	test('ends by itself when the answer comes with the question', { timeout: 5000 }, async () => {
		const world = makeWorld(sick);
		expect(outcome(await world.go({}, { atOnce: 'later' }))).toBe('DONE, NOT VERIFIED');
		expect(world.engine.locks.size).toBe(0);
	});

	test('keeps the lock beating for as long as the operator thinks', async () => {
		const world = makeWorld(sick);
		await world.go({}, { choices: ['retry', 'leave'], thinks: 600_000 });
		expect(world.beats).toHaveLength(2);
		for (const age of world.beats) expect(age).toBeLessThanOrEqual(10);
		expect(world.engine.locks.size).toBe(0);
	});
});

describe('a step without an undo', () => {
	const bare = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 8 });
	const fault: fc.Arbitrary<Faults> = fc.oneof(
		fc.constant({}),
		fc.record({ order: fc.record({ at: fc.nat(8), is: fc.constantFrom(...faultKinds.slice(0, 4)) }) }),
	);

	test('UNDONE is said only when something was undone and nothing that changed the service stays', async () => {
		await fc.assert(
			fc.asyncProperty(bare, fault, async (of, faults) => {
				const world = makeWorld({ ...usualStart, sickTarget: true, bare: of });
				const came = outcome(await world.go(faults, { choices: ['undo', 'leave'] }));
				if (came !== 'FAILED, UNDONE') return;
				const stands = standing(world.entries);
				expect(stands?.steps).toContain('undone');
				for (const step of of) expect(stands?.steps[step]).toMatch(/open|undone/);
			}),
			{ numRuns: 200 },
		);
	});

	test('the undo that is offered undoes something, and is not offered where it cannot', async () => {
		await fc.assert(
			fc.asyncProperty(bare, fault, async (of, faults) => {
				const world = makeWorld({ ...usualStart, sickTarget: true, bare: of });
				await world.go(faults, { choices: ['later'] });
				const stands = standing(world.entries);
				if (stands === undefined || !isInterrupted(world.entries)) return;
				const offered = choicesFor(stands).includes('undo');
				expect(offered).toBe(reachOf(stands) !== 'none');
				const before = world.given.length;
				const came = outcome(await world.go({}, { course: 'back', choices: ['later'] }));
				if (offered) expect(came === 'FAILED, UNDONE' || world.given.length > before).toBe(true);
				else expect([came, world.given.length]).toEqual(['FAILED, HELD FOR YOU', before]);
			}),
			{ numRuns: 200 },
		);
	});

	test('of which nothing can be undone is held with the way forward', async () => {
		const all = [0, 1, 2, 3, 4, 5, 6, 7];
		const world = makeWorld({ ...usualStart, bare: all });
		const came = await world.go({ order: { at: 6, is: 'refused' } }, { choices: ['finish'] });
		expect(world.events.find(({ type }) => type === 'run/held')).toMatchObject({
			because: expect.stringContaining('Step 6 cannot be undone.'),
		});
		expect(outcome(came)).toBe('VERIFIED');
	});
});

test('a plan that the journal would not have whole is refused', async () => {
	const world = makeWorld();
	const came = await world.go({}, { redact: (text) => text.replaceAll('unless-stopped', '(secret)') });
	saysNothingChanged(came);
	expect(because(came)).toContain('Give the secret another value');
	expect(world.given).toHaveLength(0);
});

test('an undo that is refused once, as by a container that just ends, is given again', async () => {
	const world = makeWorld();
	const before = world.snapshot();
	await world.go({ journal: { at: 17, is: 'killed after' } });
	expect(outcome(await world.go({ order: { at: 1, is: 'refused' } }, { course: 'back' }))).toBe('FAILED, UNDONE');
	expect(world.snapshot()).toEqual(before);
});

test('an undo whose old container was removed meanwhile takes nothing away', async () => {
	const whole = makeWorld(usualStart);
	await whole.go();
	for (let at = 0; at < whole.given.length; at += 1) {
		const world = makeWorld(usualStart);
		expect(await world.go({ order: { at, is: 'killed after effect' } })).toBe('killed');
		const [old] = world.plan.stands ?? [];
		world.engine.boxes.delete(old?.id ?? '');
		const before = world.snapshot();
		const performed = await world.go({}, { course: 'back', choices: ['undo', 'leave'] });
		expect([at, world.snapshot()]).toEqual([at, before]);
		// The first step only pins the image.
		expect([at, outcome(performed)]).toEqual([at, at === 0 ? 'UNDONE' : 'FAILED, HELD FOR YOU']);
		if (at > 0) expect(because(performed)).toContain('The old api on vps1 was removed meanwhile');
		expect(performed).not.toHaveProperty('left');
		expect(world.engine.locks.size).toBe(0);
	}
});

test('an undo that fails is held with what is left to do, and can be taken up again', async () => {
	const world = makeWorld();
	const before = world.snapshot();
	await world.go({ journal: { at: 17, is: 'killed after' } });
	const came = await world.go({ order: { at: 1, is: 'refused from here' } }, { course: 'back', choices: ['leave'] });
	expect(outcome(came)).toBe('FAILED, HELD FOR YOU');
	expect(came !== 'killed' && came.left?.length).toBeGreaterThan(0);
	expect(outcome(await world.go({}, { course: 'back' }))).toBe('FAILED, UNDONE');
	expect(world.snapshot()).toEqual(before);
});
