import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockOn } from '../../src/actions/lock.ts';
import { containerIs, swarmIs } from '../../src/core/expect.ts';
import type { Plan, PlanStep } from '../../src/core/plan.ts';
import { planDifferences } from '../../src/core/plan-compare.ts';
import { aPlan, check, step, write } from '../support/plans.ts';

const text = fc.string({ maxLength: 12 });
const aStep: fc.Arbitrary<PlanStep> = fc.record({ say: text, path: text, undo: text }).map(({ say, path, undo }) => ({
	...step(say, `/x/${path}`, `/y/${undo}`),
}));
const somePlan: fc.Arbitrary<Plan> = fc
	.record({ steps: fc.array(aStep, { maxLength: 8 }), impact: fc.array(text, { maxLength: 3 }) })
	.map((parts) => aPlan(parts));

/** The same plan made at another time, under another id, by somebody else. */
function again(plan: Plan, id = '0badcafe'): Plan {
	const lock = lockOn('vps1', 'container-api', { plan: id, who: 'op-2', what: 'restart', why: 'other' });
	// What is parsed was a plan a moment ago; only its id was put in the place of another.
	const renamed = JSON.parse(JSON.stringify(plan).replaceAll(plan.id, id)) as Plan;
	return { ...renamed, made: 1, expires: 2, oldest: 0, locks: plan.locks.map(() => lock) };
}
const locked = (plan: Plan): Plan => ({
	...plan,
	locks: [lockOn('vps1', 'container-api', { plan: plan.id, who: 'op-1', what: 'restart' })],
});

describe('what is the same', () => {
	test('every plan and itself', () => {
		fc.assert(
			fc.property(somePlan, (plan) => {
				expect(planDifferences(plan, plan)).toEqual([]);
			}),
		);
	});

	test('a plan made again: another id, also in names, other times, another holder of the lock', () => {
		fc.assert(
			fc.property(somePlan, (plan) => {
				expect(planDifferences(locked(plan), again(locked(plan)))).toEqual([]);
			}),
		);
	});

	test('another time after which something must have started, and whose stale lock is taken over since when', () => {
		const at = (startedAfter: number, ago: string) => {
			const spec = { host: 'vps1', container: 'old', running: true, startedAfter };
			const holder = {
				plan: '11112222',
				who: 'op-3',
				what: 'x',
				why: '',
				held: startedAfter,
				quiet: 60_000,
				stale: true,
			};
			const over = lockOn('vps1', 'container-api', { plan: '7f3a1b2c', who: 'op-1', what: 'x', over: holder });
			return aPlan({
				impact: [`Takes over the lock on vps1 of op-3 (…), since ${ago} ago.`],
				proof: [containerIs('api started anew', 'production/api', spec)],
				locks: [over],
			});
		};
		expect(planDifferences(at(1, '3m'), at(2, '5m'))).toEqual([]);
		expect(planDifferences(locked(at(1, '3m')), at(1, '3m'))).toEqual([
			'where it is locked.0.takenOver: was “nobody’s”, is “11112222”',
		]);
		const others = at(2, '5m');
		const [lock] = others.locks;
		if (lock?.take.via !== 'exec') throw new Error('no lock');
		const take = { ...lock.take, argv: lock.take.argv.with(10, 'eeeeeeee') };
		expect(planDifferences(at(1, '3m'), aPlan({ ...others, locks: [{ ...lock, take }] }))).toEqual([
			'where it is locked.0.takenOver: was “11112222”, is “eeeeeeee”',
		]);
	});
});

test('a task of a Swarm service that crashed meanwhile is no difference, another number of them is', () => {
	const at = (after: number, want = 2) =>
		aPlan({
			proof: [
				swarmIs('it runs', 'production/api', { host: 'vps1', service: 's', name: 'api', settled: { after, want } }),
			],
		});
	expect(planDifferences(at(1), at(2))).toEqual([]);
	expect(planDifferences(at(1), at(1, 3))).toEqual(['its proof.0.probe.spec.settled.want: was “2”, is “3”']);
});

describe('what is not the same is named', () => {
	test('each step that is gone, new, or changed in any part', () => {
		const changes = fc.constantFrom<Partial<PlanStep>>(
			{ say: 'something else entirely' },
			{ does: write('/other') },
			{ undo: write('/other') },
			{ undo: { none: 'no way' } },
			{ took: { never: 'nobody knows' } },
			{ check: check('another one') },
			{ undone: 'accepted' },
		);
		const chosen = somePlan.chain((plan) =>
			fc.record({ plan: fc.constant(plan), at: fc.nat({ max: Math.max(0, plan.steps.length - 1) }), change: changes }),
		);
		fc.assert(
			fc.property(chosen, ({ plan, at, change }) => {
				fc.pre(plan.steps.length > 0);
				const steps = plan.steps.map((one, index) => (index === at ? { ...one, ...change } : one));
				const [differs, back] = [planDifferences(plan, { ...plan, steps }), planDifferences({ ...plan, steps }, plan)];
				for (const said of [differs, back]) {
					expect(said.length).toBeGreaterThan(0);
					expect(said.every((one) => /^step \d+ “/.test(one))).toBe(true);
					expect(said.join('\n')).toContain(`step ${at + 1} `);
				}
			}),
		);
	});

	test.each<[string, Partial<Plan>, string]>([
		['the service', { service: 'production/web' }, 'service: was “production/api”, is “production/web”'],
		['the target', { want: { action: 'rollback', to: 'x' } }, /what is wanted\.to: was “sha256:b+”, is “x”/.source],
		['the proof', { proof: [] }, 'its proof.0: was “'],
		['what follows a failed proof', { unproven: 'undo' }, 'what follows a failed proof: was “hold”, is “undo”'],
		['a part that only one has', { keeps: 5 }, 'how long it keeps what it puts aside: was missing, is “5”'],
		['the hosts', { locks: [] }, 'where it is locked.0: was “'],
		['only the fingerprint', { facts: 'other' }, 'the service is not what it was'],
	])('%s', (_, change, said) => {
		const differences = planDifferences(aPlan(), aPlan(change));
		expect(differences).toHaveLength(1);
		expect(differences[0]).toMatch(new RegExp(said));
	});

	test('a step between two others, an order and its place, cut where it is long', () => {
		const [first, second, third] = aPlan().steps;
		if (first === undefined || second === undefined || third === undefined) throw new Error('three steps');
		const steps = [first, step('pull', '/pull', '/x'), { ...second, does: write(`/${'x'.repeat(400)}`) }];
		expect(planDifferences(aPlan(), aPlan({ steps }))).toEqual([
			'step 3 “start v411” is not there any more',
			'step 2 “pull” is new',
			`step 3 “set api aside as api-rb-7f3a1b2c”: its order.path: was “/containers/old/rename?name=api-rb-(plan)”, is “/${'x'.repeat(159)} ..”`,
		]);
	});
});
