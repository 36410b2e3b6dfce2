import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/actions/plan.ts';
import { interrupted, openOn } from '../../src/actions/resume.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Call } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import type { Platform } from '../../src/core/making.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { docker } from '../../src/platforms/docker.ts';
import { platforms } from '../../src/platforms/index.ts';
import type { Box } from './engine.ts';
import { instance, service } from './service.ts';
import { digest, type Fault, type Faults, id, makeWorld, usualStart, type World } from './world.ts';

const pinned = 'shop/api:rb-00000001';
const kept: readonly Instance[] = [
	instance({ id: 'kept1', name: 'api-rb-00000002', state: 'exited', image: { id: 'sha256:one', ref: pinned } }),
	instance({ id: 'kept2', name: 'api-rb-00000003', state: 'exited', image: { id: 'sha256:two', ref: 'shop/api:v0' } }),
];
const boxes: readonly Box[] = kept.map(({ id: box, name, image }) => ({
	...{ id: box, name, image: image.id, running: false, policy: 'no' },
	...{ labels: {}, networks: [], started: 1, restarts: 0 },
}));
const free = { ok: true, took: 1, value: { code: 200, text: 'state=free\nnow=100\n', err: '' } } as const;

function planned(
	change: Partial<Service> = {},
	holder: typeof free | { text: string } = free,
	platform: Platform = docker,
) {
	const asked: Call[] = [];
	const answer = 'text' in holder ? { ...free, value: { ...free.value, text: holder.text } } : holder;
	return makePlan({
		want: { action: 'tidy', containers: kept.map((one) => one.id) },
		service: service({ former: kept, ...change }),
		platform,
		...{ id, by: 'op-1', now: 100_000, oldest: 99_000, digest },
		ask: async (call) => {
			asked.push(call);
			return answer;
		},
		signal: new AbortController().signal,
	});
}

async function planOf(): Promise<Plan> {
	const made = await planned();
	if (!made.ok) throw new Error(made.failure.message);
	return made.value;
}

const plan = await planOf();

function world(): World {
	const made = makeWorld({ ...usualStart, other: { plan, boxes } });
	made.engine.tags.set(pinned, 'sha256:one');
	return made;
}
const names = ({ engine }: World) => [...engine.boxes.values()].map(({ name }) => name).sort();
const ordered = ({ given }: World) => given.map(({ call }) => callText(call));
const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);
const because = (performed: Performed | 'killed') => (performed === 'killed' ? '' : performed.because);
const open = ({ entries }: World) => interrupted(entries, () => false);

/** The service itself was neither ordered anything nor changed. */
function isUntouched(after: World): void {
	expect(after.engine.boxes.get('old1')).toMatchObject({ name: 'api', running: true, image: 'sha256:bad' });
	for (const { call } of after.given) expect(call.via === 'engine' && call.method).toBe('DELETE');
}

describe('the plan', () => {
	test('removes each container by id, never its volumes, and no name of an image', () => {
		expect(plan.steps.map(({ does }) => does.via === 'engine' && `${does.method} ${does.path}`)).toEqual([
			'DELETE /containers/kept1?v=0',
			'DELETE /containers/kept2?v=0',
		]);
		expect(plan.tidy).toEqual([]);
		expect(plan).toMatchObject({ title: 'TIDY production/api', unproven: 'undo' });
		expect(plan.impact).toContain(
			'Removed without volumes, as was agreed: api-rb-00000002, which the change 00000002 kept for 7 days; api-rb-00000003, which the change 00000003 kept for 7 days.',
		);
	});

	test.each<[string, Partial<Service>, string]>([
		['it does not run', { instances: [instance({ state: 'exited' })] }, 'api is exited'],
		['it is not healthy', { instances: [instance({ health: 'unhealthy' })] }, 'api is unhealthy'],
		['it starts', { instances: [instance({ health: 'starting' })] }, 'api is starting'],
		['it has no container', { instances: [] }, 'it has no container'],
		['one of them runs again', { former: [{ ...kept[0], state: 'running' } as Instance] }, 'Not all of what'],
		['one of them was renamed', { former: [instance({ id: 'kept1', name: 'api-mine', state: 'exited' })] }, 'Not all'],
		['Dokku manages it', { manager: 'Dokku' }, 'Dokku manages'],
		[
			'a roll back is half done',
			{ former: [...kept, instance({ name: 'api-next-00000009', labels: { 'watchdeck.plan': '00000009' } })] },
			'has no end',
		],
	])('is refused while %s', async (_, change, words) => {
		const made = await planned(change);
		expect(made.ok ? '' : made.failure.message).toContain(words);
		expect(made.ok).toBe(false);
	});

	test('says that nobody asked for it, and is never made of steps that change the service', async () => {
		expect(plan.unasked).toBe(true);
		const steps = plan.steps.map((step) => ({ ...step, undo: { none: 'It cannot be undone.' } }));
		const changing = { ...docker, can: { tidy: async () => ({ ok: true, value: { steps, tidy: [] } }) as const } };
		await expect(planned({}, free, changing)).rejects.toThrow('tidy would change a service unasked');
	});

	test('is none where nothing of ours is ever kept', () => {
		expect(
			Object.values(platforms)
				.flatMap(({ can, id: of }) => (can.tidy === undefined ? [] : of))
				.toSorted(),
		).toEqual(['compose', 'docker']);
	});

	test('says in its lock what goes, so that others see it ends soon', () => {
		const [lock] = plan.locks;
		expect(lock?.take).toMatchObject({
			argv: expect.arrayContaining(['removes what change 00000002, 00000003 kept']),
		});
	});

	test('takes no lock over, not even a stale one: nobody reads that it would', async () => {
		const held = (beat: number) => ({
			text: `state=held\nplan=p0\nwho=op-2\nwhat=x\nwhy=\nsince=1\nbeat=${beat}\nnow=100\n`,
		});
		for (const beat of [95, 10]) {
			const made = await planned({}, held(beat));
			expect(!made.ok && made.failure.message).toContain('The lock on vps1 is held by op-2');
		}
	});
});

describe('a run', () => {
	test('removes what was kept and leaves the rest alone', async () => {
		const here = world();
		expect(outcome(await here.go())).toBe('VERIFIED');
		expect(names(here)).toEqual(['api']);
		expect(here.engine.tags.get(pinned)).toBe('sha256:one');
		expect(ordered(here)).toEqual(['docker rm kept1', 'docker rm kept2']);
		expect(here.engine.locks.size).toBe(0);
		isUntouched(here);
	});

	test('has a line in the journal before each order', async () => {
		const here = world();
		await here.go();
		expect(here.given.map(({ after }) => after?.what)).toEqual(['begins', 'begins']);
		const [, confirmed] = here.entries;
		expect(confirmed?.what === 'confirmed' && confirmed.consent.how).toBe('kept 7 days');
	});

	test.each<[string, (here: World) => void]>([
		['the service stopped', ({ engine }) => Object.assign(engine.boxes.get('old1') ?? {}, { running: false })],
		['the service got sick', ({ engine }) => engine.sick.add('sha256:bad')],
		['the service was replaced', ({ engine }) => engine.boxes.delete('old1')],
		['a kept one was renamed', ({ engine }) => Object.assign(engine.boxes.get('kept1') ?? {}, { name: 'api-mine' })],
	])('orders nothing where %s since the plan was made', async (_, change) => {
		const here = world();
		change(here);
		const before = here.snapshot();
		const came = await here.go();
		expect(outcome(came)).toBe('REFUSED');
		expect(because(came).match(/nothing [a-z ]+/gi)).toEqual(['Nothing was changed']);
		expect(here.given).toEqual([]);
		expect(here.snapshot()).toEqual(before);
		expect(open(here)).toEqual([]);
	});

	test('says of a service that only got sick that it is not well, not that it changed', async () => {
		const here = world();
		here.engine.sick.add('sha256:bad');
		expect(because(await here.go())).toMatch(/^api on vps1 is not healthy now: .*\. Nothing was changed\.$/);
		const cut = world();
		await cut.go({ order: { at: 0, is: 'killed after effect' } });
		cut.engine.sick.add('sha256:bad');
		expect(because(await cut.go())).toMatch(/^api on vps1 is not healthy now: .* Nothing more was changed\.$/);
	});

	test('whose order is refused ends, and is never asked about', async () => {
		const here = world();
		expect(await here.go({ order: { at: 1, is: 'refused' } })).toMatchObject({
			outcome: 'FAILED, UNDONE',
			because: expect.stringContaining('Step 2 (remove api-rb-00000003, without its volumes): the engine said 500'),
		});
		expect(names(here)).toEqual(['api', 'api-rb-00000003']);
		expect(open(here)).toEqual([]);
		expect(here.engine.locks.size).toBe(0);
	});

	test('that is stopped ends, and says what stays removed', async () => {
		const here = world();
		expect(await here.go({ stopAt: 0 })).toEqual({
			outcome: 'UNDONE',
			because:
				'It was stopped on its way, for another change or since watchdeck was left. The service is as it was. api-rb-00000002 stays removed: its time was over.',
		});
		expect(names(here)).toEqual(['api', 'api-rb-00000003']);
		expect(open(here)).toEqual([]);
		expect(here.engine.locks.size).toBe(0);
		expect(here.events.at(-1)).toMatchObject({ type: 'run/ended', outcome: 'UNDONE' });
	});

	test('whose undo follows a failure says what stays removed, and not that everything is as it was', async () => {
		const here = world();
		const { because } = (await here.go({ order: { at: 1, is: 'refused' } })) as Performed;
		expect(because).toContain('The service is as it was. api-rb-00000002 stays removed: its time was over.');
		expect(because).not.toContain('Everything');
	});

	test('one that runs again is not removed: the engine refuses it', async () => {
		const here = world();
		Object.assign(here.engine.boxes.get('kept2') ?? {}, { running: true });
		expect(outcome(await here.go())).toBe('FAILED, UNDONE');
		expect(names(here)).toEqual(['api', 'api-rb-00000003']);
	});

	const faultKinds: readonly Fault[] = [
		'lost after effect',
		'lost before effect',
		'lost, effect comes late',
		'refused',
		'refused from here',
		'killed before effect',
		'killed after effect',
	];
	const faults: fc.Arbitrary<Faults> = fc.oneof(
		fc.record({ order: fc.record({ at: fc.nat(1), is: fc.constantFrom(...faultKinds) }) }),
		fc.record({
			journal: fc.record({ at: fc.nat(8), is: fc.constantFrom('killed after' as const, 'fails' as const) }),
		}),
		fc.record({ stolenAt: fc.constantFrom(1, 2) }),
		fc.record({ stopAt: fc.nat(1) }),
	);

	test('whatever goes wrong, waits for nobody, keeps no lock of its own, and leaves the service alone', async () => {
		await fc.assert(
			fc.asyncProperty(faults, async (fault) => {
				const here = world();
				const came = outcome(await here.go(fault));
				expect(['VERIFIED', 'FAILED, UNDONE', 'UNDONE', 'REFUSED', 'killed']).toContain(came);
				expect(here.events.filter(({ type }) => type === 'run/held')).toEqual([]);
				if (came !== 'killed') expect(here.engine.locks.get('container-api')?.plan).not.toBe(plan.id);
				isUntouched(here);
				// Another change of the service does not have to wait for what was cut.
				expect(openOn(open(here), plan.service)).toBeUndefined();
			}),
		);
	});

	test('that was killed is finished or undone, and has an end then', async () => {
		await fc.assert(
			fc.asyncProperty(faults, fc.constantFrom('forward' as const, 'back' as const), async (fault, course) => {
				const here = world();
				await here.go(fault);
				if (open(here).length === 0) return;
				expect(open(here)[0]?.offers).toEqual(['finish', 'undo', 'handled']);
				const given = here.given.length;
				const came = outcome(await here.go({}, { course }));
				expect(['VERIFIED', 'FAILED, UNDONE', 'UNDONE', 'REFUSED']).toContain(came);
				if (course === 'back') expect(here.given).toHaveLength(given);
				if (came === 'VERIFIED') expect(names(here)).toEqual(['api']);
				expect(open(here)).toEqual([]);
				isUntouched(here);
			}),
		);
	});

	test.each<[string, (here: World) => void]>([
		['the service is not well', ({ engine }) => engine.sick.add('sha256:bad')],
		['the service has no container', ({ engine }) => engine.boxes.delete('old1')],
		['somebody gave it another name', ({ engine }) => Object.assign(engine.boxes.get('kept2') ?? {}, { name: 'mine' })],
	])('that was killed removes nothing more where %s', async (_, change) => {
		const here = world();
		await here.go({ order: { at: 0, is: 'killed after effect' } });
		change(here);
		expect(await here.go({}, { course: 'forward' })).toMatchObject({
			outcome: 'REFUSED',
			because: expect.stringContaining('there is nothing to undo'),
		});
		expect(here.engine.boxes.has('kept2')).toBe(true);
		expect(outcome(await here.go({}, { course: 'back' }))).toBe('UNDONE');
		expect(open(here)).toEqual([]);
	});
});
