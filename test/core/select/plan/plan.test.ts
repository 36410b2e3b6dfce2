import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { group } from '../../../../src/core/engine/group.ts';
import { clockText, lengthText } from '../../../../src/core/length-text.ts';
import type { Release } from '../../../../src/core/model.ts';
import type { Plan } from '../../../../src/core/plan.ts';
import { asked } from '../../../../src/core/select/plan/confirm.ts';
import { planFoot } from '../../../../src/core/select/plan/foot.ts';
import { planText } from '../../../../src/core/select/plan/plan.ts';
import { outdated, standingOf } from '../../../../src/core/select/plan/stand.ts';
import { otherTarget, planTargets } from '../../../../src/core/select/plan/targets.ts';
import type { TextLine } from '../../../../src/core/select/text/line.ts';
import { wrapped } from '../../../../src/core/select/text/wrap.ts';
import type { Run, State } from '../../../../src/core/state.ts';
import {
	aPlan,
	aService,
	aState,
	entriesOf,
	instance,
	minutes,
	notes,
	releases,
	start,
	step,
} from '../../../support/plans.ts';
import { saidOf, serviceJson } from '../../engine/swarm.ts';
import { fleetOf } from '../../engine/world.ts';

const plan = aPlan();
const now = start + 29_000;

function run(more: Partial<Run> = {}): Run {
	return { plan, opened: start, stage: 'shown', entries: [], ...more };
}

function text(lines: readonly TextLine[]): string {
	return lines
		.map((line) =>
			line
				.map((part) => part.text)
				.join('')
				.trimEnd(),
		)
		.join('\n');
}

function all(
	of: Run,
	room: { width: number; more: boolean } = { width: 78, more: false },
	state: State = aState(),
): string {
	const { head, body } = planText(state, of, { ...room, now });
	return text([...head, ...body]);
}

describe('a plan that is shown', () => {
	test('says what it is, where from and to, what it runs, and what happens when that fails', () => {
		expect(all(run())).toBe(`\
ROLL BACK  production/api                        plan 7f3a1b2c   good for 4:31
from    v412  cccccccccccc  since 18m
to    > v411  bbbbbbbbbbbb  READY  ran here until 2d ago, by the ledger
        v410  aaaaaaaaaaaa  READY  stopped container api-old
        v409  999999999999  GONE   ran here, by the ledger
        v500  888888888888  READY  never ran here
impact      nobody serves production/api for about 10s
            env, ports and volumes stay as they are
locks       taken on vps1 before step 1, held until the proof; refused when
            another operator has it
will run
           1. stop api
              on vps1: docker stop -t 10 old
           2. set api aside as api-rb-7f3a1b2c
              on vps1: docker rename old api-rb-7f3a1b2c
           3. start v411
              on vps1: docker start api-next-7f3a1b2c
proof       api runs bbbbbbbbbbbb and is healthy, 3 times in a row, within 2m
if a step fails      every step that began is undone at once, last step first
if the proof fails   it is held for you under the lock: undo, try the proof
                     again, or leave it
stands on   facts that are at most 33s old`);
	});

	test('that only takes a lock says nothing of steps that it does not have', () => {
		const { from: _from, to: _to, proven: _proven, ...rest } = run().plan;
		const impact = ['Takes over the lock on vps1 of op-2.'];
		const alone = { ...rest, action: 'takeover', want: { action: 'takeover' }, steps: [], proof: [], impact } as const;
		expect(all(run({ plan: alone }))).toBe(`\
TAKE OVER  production/api                        plan 7f3a1b2c   good for 4:31
impact      Takes over the lock on vps1 of op-2.
locks       taken on vps1 and given back at once; nothing else is ordered
stands on   facts that are at most 33s old`);
	});

	test('names a host once on which it takes several locks', () => {
		const one = (host: string) => plan.locks.map((lock) => ({ ...lock, host }));
		const locks = [...one('vps1'), ...one('vps1'), ...one('vps2')];
		expect(all(run({ plan: aPlan({ locks }) }))).toContain('taken on vps1 and vps2 before step 1');
	});

	test('says when its lock keeps out nobody who acts from elsewhere', () => {
		const alone = all(run({ plan: { ...run().plan, localLock: true } }));
		expect(alone).toContain(`\
locks       on this machine alone, since only the engine of the host is
            reached: nobody who acts from elsewhere is kept out`);
	});

	test('with every detail says the undo of each step, and how one sees that it took effect', () => {
		const detailed = all(run(), { width: 78, more: true });
		expect(detailed).toContain(`\
              on vps1: docker rename old api-rb-7f3a1b2c
              undo: docker rename old api`);
	});

	test('on a healthy service asks whether that is the one that is meant', () => {
		const conditions = { 'production/api': { is: 'ok', because: 'answers', since: now - minutes(90) } } as const;
		expect(all(run(), undefined, { ...aState(), conditions }).split('\n')[1]).toBe(
			'api is healthy, for 1h 30m: is this the service you mean?',
		);
	});

	test('asks no such thing of a dataset that bears the name of a healthy service', () => {
		const conditions = { 'production/api': { is: 'ok', because: 'answers', since: now - minutes(90) } } as const;
		const backup = run({ plan: aPlan({ action: 'backup', want: { action: 'backup' } }) });
		expect(all(backup, undefined, { ...aState(), conditions })).not.toContain('is this the service');
	});

	test('does not say for how long a service is healthy that was so when it was first read', () => {
		const since = now - minutes(90);
		const conditions = { 'production/api': { is: 'ok', because: 'answers', since, before: true } } as const;
		expect(all(run(), undefined, { ...aState(), conditions }).split('\n')[1]).toBe(
			'api is healthy: is this the service you mean?',
		);
	});

	test('is no wider than its room', () => {
		const word = fc.string({ unit: 'grapheme', maxLength: 120 });
		fc.assert(
			fc.property(word, fc.integer({ min: 60, max: 200 }), fc.boolean(), (said, width, more) => {
				const odd = aPlan({ impact: [said], steps: plan.steps.map((step) => ({ ...step, say: said })) });
				const { body } = planText(aState(), run({ plan: odd }), { width, more, now });
				for (const line of body) expect(stringWidth(text([line]))).toBeLessThanOrEqual(width);
			}),
		);
	});
});

describe('a plan that runs', () => {
	const ended = { what: 'ends', way: 'does', output: '' } as const;
	const begins = { what: 'begins', way: 'does' } as const;
	const running = entriesOf(
		notes([
			{ what: 'confirmed', consent: { by: 'op-1', at: start, of: '', how: 'y' } },
			{ ...begins, step: 0 },
			{ ...ended, step: 0, took: 4_100 },
			{ ...begins, step: 1 },
		]),
	);

	test('shows the state of each step and the check that is waited for', () => {
		const checking = { say: 'healthy', passed: 2, of: 3, because: 'HTTP 200 in 12 ms' };
		expect(all(run({ stage: 'running', entries: running, checking }))).toBe(`\
ROLL BACK  production/api                                  plan 7f3a1b2c   29s
from    v412  cccccccccccc  since 18m
to      v411  bbbbbbbbbbbb
ok 4s      1. stop api
.. 26s     2. set api aside as api-rb-7f3a1b2c
           3. start v411
checking   healthy  2 of 3  (HTTP 200 in 12 ms)`);
	});

	test('shows why a step failed, that it was undone, and what is left by hand', () => {
		const failure = { kind: 'refused', message: 'name already in use' } as const;
		const entries = [
			...running,
			...entriesOf(
				notes([
					{ ...ended, step: 1, took: 90, failure, output: 'HTTP 409' },
					{ what: 'begins', way: 'undo', step: 0 },
					{ what: 'ends', way: 'undo', step: 0, took: 2_000, output: '' },
				]),
			),
		];
		const fix = 'Rename the other one, then plan again.';
		const undone = entries.concat(
			entriesOf(notes([{ what: 'ends', way: 'undo', step: 1, took: 0, output: 'There was nothing to undo.' }])),
		);
		const told = undone.map((entry) =>
			entry.what === 'ends' && entry.failure !== undefined ? { ...entry, failure: { ...failure, fix } } : entry,
		);
		expect(
			all(run({ stage: 'ended', outcome: 'FAILED, UNDONE', entries: told }))
				.split('\n')
				.slice(3),
		).toEqual([
			'undone 2s  1. stop api',
			'FAILED     2. set api aside as api-rb-7f3a1b2c',
			'            | name already in use',
			`            | ${fix}`,
			'            | HTTP 409',
			'            | There was nothing to undo.',
			'           3. start v411',
		]);
		const held = run({ stage: 'held', entries, left: ['docker start old'], outcome: 'FAILED, HELD FOR YOU' });
		expect(all(held).split('\n').slice(3)).toEqual([
			'undone 2s  1. stop api',
			'FAILED     2. set api aside as api-rb-7f3a1b2c',
			'            | name already in use',
			'            | HTTP 409',
			'           3. start v411',
			'left to do by hand:',
			'  $ docker start old',
		]);
	});
});

describe('what is asked', () => {
	const foot = (state: State, of: Run, at = now) => text(planFoot(state, of, at, { width: 78, rows: 16 }));
	test.each([
		['open', 'This changes PRODUCTION. enter starts it.\nnothing has been changed yet'],
		['guarded', 'This changes PRODUCTION. enter, then y, starts it.\nnothing has been changed yet'],
		['protected', 'This changes PRODUCTION. enter opens a line where you type:  api\nnothing has been changed yet'],
		[
			'locked',
			'production is locked: :arm production 15m lets it be changed for a while\nthis plan can be read and copied; nothing has been changed',
		],
	] as const)('in %s', (protection, words) => expect(foot(aState(protection), run())).toBe(words));

	test('an environment that the config does not know is protected', () => {
		const state = aState('open');
		const unknown: State = { ...state, fleet: { ...state.fleet, environments: [] } };
		expect(asked(unknown, run(), now)).toEqual({ is: 'enter', next: 'name' });
	});
	test('read-only refuses at every protection', () => {
		expect(asked({ ...aState('open'), readOnly: true }, run(), now).is).toBe('cannot');
	});
	test('out of date asks for another plan', () => {
		expect(foot(aState(), run(), start + minutes(5))).toBe(
			'stale: this plan is too old\npress enter to re-plan; nothing has been changed',
		);
	});
	test('one that was refused says why, and that nothing was changed', () => {
		const because =
			'The lock on vps1 is held by bob, since 3m 5s ago, still at it. Wait for it, or talk to its holder.';
		const foot = text(planFoot(aState('open'), run({ because }), now, { width: 76, rows: 16 })).replaceAll('\n', ' ');
		expect(foot).toBe(`This changes PRODUCTION. enter starts it. ${because} Nothing was changed.`);
	});
	test('a reason is told whole, however long it is', () => {
		const because = 'The lock on vps1 is held by bob (restart production/api, plan 22d4de49). '.repeat(8).trim();
		const ended = run({ stage: 'ended', outcome: 'REFUSED', because });
		const foot = text(planFoot(aState('open'), ended, now, { width: 76, rows: 16 })).replaceAll('\n', ' ');
		expect(foot).toBe(`REFUSED: ${because} esc closes this`);
	});
	test('a wrong name is said while it is typed', () => {
		const state = aState();
		const typing = (typed: string): State => ({
			...state,
			ui: { ...state.ui, field: { of: 'confirm', text: typed, at: 0 } },
		});
		expect(foot(typing('ap'), run({ stage: 'typing' }))).toContain('letters are text here');
		expect(foot(typing('web'), run({ stage: 'typing' }))).toContain('that is not its name');
	});
	test('held: the ways out, with the proof again only when the steps are done', () => {
		const done = entriesOf(notes([{ what: 'done', text: '' }]));
		expect(foot(aState(), run({ stage: 'held', because: 'still 500', entries: done }))).toBe(
			'HELD FOR YOU: still 500\nu undo every step that began   o leave it, for another target\nt try the proof again   l leave it as it is',
		);
		expect(asked(aState(), run({ stage: 'held' }), now)).toEqual({ is: 'held', choices: ['undo', 'leave'] });
	});
});

describe('a restart', () => {
	const restart = aPlan({
		action: 'restart',
		want: { action: 'restart' },
		steps: [{ ...step('restart api', '/containers/old/restart', '/'), undo: { none: 'A restart cannot be undone.' } }],
	});
	const words = (of: Plan, stage: Run['stage'] = 'shown', entries: Run['entries'] = []) => {
		const one: Run = { plan: of, opened: start, stage, because: 'still 500', entries };
		const { body } = planText(aState(), one, { width: 200, more: false, now });
		return text([...body, ...planFoot(aState(), one, now, { width: 200, rows: 16 })]);
	};

	test('promises no undo in its plan, and offers none when it is held', () => {
		const done = entriesOf(
			notes([
				{ what: 'begins', step: 0, way: 'does' },
				{ what: 'ends', step: 0, way: 'does', took: 1, output: '' },
				{ what: 'done', text: '' },
			]),
		);
		expect(words(restart)).toContain('if the proof fails   it is held for you under the lock: try the proof again');
		expect(words(restart)).not.toMatch(/is undone|undo,/);
		expect(words(restart, 'held', done)).toMatch(/t try the proof again {3}l leave it as it is$/);
		expect(words(restart, 'held', done.slice(0, 1))).toMatch(/f finish what is left of it {3}l leave it as it is$/);
	});
	test('a plan of which a part can be undone says that the rest is held', () => {
		const some = [...plan.steps, ...restart.steps];
		expect(words(aPlan({ steps: some }))).toContain('back to a step without an undo; then it is held');
		expect(words(plan)).toContain('every step that began is undone at once');
	});
});

test.each([
	[76, 'to    > v411  READY   0.1% 5xx  ran here until 2d ago, by the ledger'],
	[120, 'to    > v411  bbbbbbbbbbbb  READY   0.1% 5xx  ran here until 2d ago, by the ledger'],
])('in %i cells a target says how well it served, where that is known', (width, row) => {
	const share = ({ label }: { readonly label: string }) => (label === 'v411' ? 0.001 : undefined);
	const { head } = planText(aState(), run(), { width, more: false, now, share });
	const rows = head.map((line) => line.map(({ text }) => text).join(''));
	expect(
		rows.map((one) => one.trimEnd()),
		rows.join('\n'),
	).toContain(row);
	expect(rows.filter((one) => one.includes('5xx'))).toHaveLength(1);
	expect(rows.every((one) => one.length <= width)).toBe(true);
});

describe('targets', () => {
	const labels = (of = aService()) =>
		planTargets({ plan }, of, { now }).map((target) => `${target.label} ${target.pick}`);
	test('are all but what runs; what is gone cannot be picked', () => {
		expect(labels()).toEqual(['v411 true', 'v410 true', 'v409 false', 'v500 true']);
	});
	test('can be picked of a Swarm service also while none of its tasks runs on a host that is read', () => {
		const said = saidOf([serviceJson('api')]);
		const swarm = { value: said, at: 1, misses: 0 };
		const [read] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm } }, []);
		if (read?.swarm === undefined) throw new Error('no manager');
		const elsewhere = aService({ platform: 'swarm', instances: [], swarm: read.swarm });
		expect(labels(elsewhere)).toContain('v411 true');
		const pulled = elsewhere.releases.map((one) => (one.label === 'v411' ? { ...one, can: 'pull' as const } : one));
		expect(labels({ ...elsewhere, releases: pulled })).toContain('v411 true');
		expect(outdated({ ...aState(), services: { [elsewhere.id]: elsewhere } }, run({ seen: 'other' }), now)).toBe(
			'what runs changed since this plan was made',
		);
	});
	test('another one is wanted by its image, past those that are gone', () => {
		const targets = planTargets(
			{ plan: aPlan({ want: { action: 'rollback', to: `sha256:${'a'.repeat(64)}` } }) },
			aService(),
			{ now },
		);
		expect(otherTarget(targets, 1)).toEqual({ action: 'rollback', to: `sha256:${'8'.repeat(64)}` });
		expect(otherTarget(targets, -1)).toEqual(plan.want);
		expect(otherTarget(planTargets({ plan }, aService(), { now }), -1)).toBeUndefined();
	});
	test('stay where they are when the chosen one is removed, which is never READY then', () => {
		const image = (digit: string) => `sha256:${digit.repeat(64)}`;
		const order = ['c', 'b', 'a', '9', '8'].map(image);
		const without = aService({ releases: releases().filter(({ id }) => id !== 'b') });
		const [first] = planTargets({ plan, order }, without, { now });
		expect(first).toMatchObject({ image: image('b'), can: '?', pick: false, chosen: true });
		const gone = releases().flatMap((one): readonly Release[] => (one.id === 'b' ? [{ ...one, can: 'gone' }] : []));
		const last = aService({ releases: [...without.releases, ...gone] });
		const shown = planTargets({ plan, order }, last, { now });
		expect(shown.map(({ image: id }) => id)).toEqual(order.slice(1));
		expect(shown[0]).toMatchObject({ can: 'GONE', chosen: true });
	});
	test('a removed target makes the plan stale, and enter plans for the best one that is left', () => {
		const known = aState();
		const engines = (image: string): State['engines'] => ({
			vps1: { misses: 0, value: { containers: {}, images: [{ id: `sha256:${image.repeat(64)}`, refs: [] }] } },
		});
		const state: State = { ...known, engines: engines('c') };
		expect(outdated({ ...known, engines: engines('b') }, run(), now)).toBeUndefined();
		expect(text(planFoot(state, run(), now, { width: 200, rows: 16 }))).toContain(
			'is gone from vps1; enter plans anew, up and down choose another',
		);
		expect(asked(state, run(), now).is).toBe('replan');
		expect(outdated(aState(), run(), now)).toBeUndefined();
	});
	test('a removed container is not told as a removed image', () => {
		const known = aState();
		const services = { 'production/api': aService({ instances: [], releases: [] }) };
		const why = outdated({ ...known, services }, run({ seen: 'vps1/old' }), now);
		expect(why).toBe('its container was removed: start or deploy it again first, then press enter');
	});
	describe('of which the container was renamed', () => {
		const stood = aPlan({ stands: [{ host: 'vps1', id: 'old', name: 'api', image: `sha256:${'c'.repeat(64)}` }] });
		const shown = run({ plan: stood, seen: 'vps1/old' });
		const without = aService({ instances: [] });
		const renamed = (name: string, service = without): State => {
			const containers = { old: instance('old', 'c', { name }) };
			const engines = { vps1: { misses: 0, value: { containers, images: [] } } };
			return { ...aState(), engines, services: { 'production/api': service } };
		};

		test('say what it is called now, and how it gets its name back', () => {
			const why = 'api is called api2 on vps1 now: docker rename api2 api, or deploy it again, then press enter';
			expect(outdated(renamed('api2'), shown, now)).toBe(why);
		});
		test('say so as well where the service is known by its labels', () => {
			const service = aService({ instances: [instance('old', 'c', { name: 'api2' })] });
			const same = { ...shown, seen: standingOf(service) };
			expect(outdated(renamed('api2', service), same, now)).toBe('api is called api2 on vps1 now');
			expect(outdated(renamed('api', service), same, now)).toBeUndefined();
		});
		test('leave alone what a roll back of somebody else has set aside', () => {
			const service = aService({ instances: [instance('new', 'b')] });
			expect(outdated(renamed('api-rb-0a1b2c3d', service), shown, now)).toBe(
				'what runs changed since this plan was made',
			);
		});
		test('offer no release while the service has no container', () => {
			const ran = releases().map((one): Release => (one.can === 'runs' ? { ...one, can: 'ready' } : one));
			const targets = planTargets({ plan }, aService({ instances: [], releases: ran }), { now });
			expect(targets.map(({ label, can, pick }) => `${label} ${can} ${pick}`)).toEqual([
				'v412 READY false',
				'v411 READY false',
				'v410 READY false',
				'v409 GONE false',
				'v500 READY false',
			]);
			expect(otherTarget(targets, 1)).toBeUndefined();
			expect(otherTarget(targets, -1)).toBeUndefined();
		});
	});
	test('a restart has none', () => {
		expect(
			planTargets({ plan: aPlan({ action: 'restart', want: { action: 'restart' } }) }, aService(), { now }),
		).toEqual([]);
	});
});

describe('words', () => {
	test('lengths of time', () => {
		expect([0, 41_900, 185_000, 7_440_000, 540_000_000].map(lengthText)).toEqual([
			'0s',
			'41s',
			'3m 5s',
			'2h 4m',
			'6d 6h',
		]);
		expect([271_000, 4_001, -5].map(clockText)).toEqual(['4:31', '0:05', '0:00']);
	});
	test('wrapping loses no word and is never too wide', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 40 }), (words, width) => {
				const rows = wrapped(words, width);
				expect(rows.join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''));
				for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(width);
			}),
		);
	});
});

test('a plan is never good for longer than it was made for, though the clock of the screen lags behind', () => {
	const { head } = planText(aState(), run(), { width: 78, more: false, now: start - 900 });
	expect(text(head)).toContain('good for 5:00');
});
