import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agedKept, agreedWith, isExpired, type Kept, momentOn } from '../../src/actions/expired.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { State } from '../../src/core/state.ts';
import { aPlan, aService, aState, days, entriesOf, instance, minutes, notes, start } from '../support/plans.ts';

const week = days(7);
const stand = { host: 'vps1', id: 'kept1', name: 'api', image: 'sha256:one' };
const plan: Plan = { ...aPlan(), keeps: week, stands: [stand] };
const kept = instance('kept1', 'a', { name: `api-rb-${plan.id}`, state: 'exited', ended: start, health: 'none' });

const consent = { by: 'anna', at: start, of: '', how: 'y' } as const;

/** The journal of a roll back that ended VERIFIED at this time. */
function verified(at: number, more: Partial<Plan> = {}): readonly JournalEntry[] {
	const told = notes(
		[
			{ what: 'planned', plan: { ...plan, ...more } },
			{ what: 'confirmed', consent },
			{ what: 'confirmed', consent: { ...consent, by: 'bob', how: 'resume' } },
			{ what: 'verified', text: '' },
		],
		plan.id,
		at - 3_000,
	);
	return entriesOf(told);
}
const keptOf = (change: Partial<Kept> = {}): Kept => ({
	container: kept,
	service: plan.service,
	entries: verified(start),
	...change,
});
const both = (at: number) => ({ here: at, there: at });

describe('a kept container has had its time', () => {
	test('7 days after the roll back was verified and it ended, not a moment before', () => {
		expect(isExpired(keptOf(), both(start + week))).toBe(true);
		expect(isExpired(keptOf(), both(start + week - 1))).toBe(false);
	});

	test('as was agreed with the roll back, by whoever agreed first', () => {
		expect(agreedWith(keptOf())).toBe(`as anna agreed with change ${plan.id}`);
	});

	test('by both clocks, whatever they say: nothing younger by either one ever goes', () => {
		const time = fc.integer({ min: start - days(4000), max: start + days(4000) });
		const near = fc.integer({ min: -3, max: 3 }).map((off) => start + week + off);
		const any = fc.oneof(time, near);
		fc.assert(
			fc.property(any, any, any, any, (here, there, ended, at) => {
				const is = isExpired(keptOf({ container: { ...kept, ended }, entries: verified(at) }), { here, there });
				expect(is).toBe(here - at >= week && there - ended >= week);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('its end is compared as its engine says it, whatever is shown of it by our clock', () => {
		const ahead = -week;
		const at = (there: number) =>
			isExpired(keptOf({ container: { ...kept, ahead } }), { here: start + days(1000), there });
		expect(at(start + ahead + week)).toBe(true);
		expect(at(start + ahead + week - 1)).toBe(false);
	});

	test('no earlier than its plan promised, and never earlier than 7 days', () => {
		const isOver = (keeps: number, age: number) =>
			isExpired(keptOf({ entries: verified(start, { keeps }) }), both(start + age));
		expect(isOver(days(30), days(29))).toBe(false);
		expect(isOver(days(30), days(30))).toBe(true);
		expect(isOver(days(1), days(6))).toBe(false);
	});

	const { keeps: _keeps, ...unsaid } = plan;
	const { stands: _stands, ...unstanding } = plan;
	const later = entriesOf(
		notes(
			[
				{ what: 'planned', plan },
				{ what: 'confirmed', consent },
				{ what: 'handled', text: '' },
			],
			plan.id,
		),
	);
	test.each<[string, Partial<Kept>]>([
		['our journal knows nothing of it', { entries: [] }],
		['nobody agreed to it', { entries: verified(start).filter(({ what }) => what !== 'confirmed') }],
		['the roll back was not verified', { entries: later }],
		['it was verified and something came after', { entries: [...verified(start), ...later.slice(2)] }],
		['it goes on', { entries: verified(start).slice(0, -1) }],
		[
			'its plan promised no time',
			{
				entries: entriesOf(
					notes([
						{ what: 'planned', plan: unsaid },
						{ what: 'confirmed', consent },
						{ what: 'verified', text: '' },
					]),
				),
			},
		],
		[
			'its plan stood on nothing',
			{
				entries: entriesOf(
					notes([
						{ what: 'planned', plan: unstanding },
						{ what: 'confirmed', consent },
						{ what: 'verified', text: '' },
					]),
				),
			},
		],
		['it is of another service', { service: 'staging/api' }],
		['it is another container', { container: { ...kept, id: 'other' } }],
		['it is on another host', { container: { ...kept, host: 'vps2' } }],
		['it has the name of another run', { container: { ...kept, name: 'api-rb-00000001' } }],
		['it has no such name', { container: { ...kept, name: 'api-old' } }],
		['nobody knows when it ended', { container: instance('kept1', 'a', { name: kept.name, state: 'exited' }) }],
	])('never where %s', (_, change) => {
		expect(isExpired(keptOf(change), both(start + days(1000)))).toBe(false);
	});
});

const now = start + days(8);
const runs = instance('new', 'b', { health: 'healthy' });

/** A state in which all is well and the kept container is 8 days old. */
function well(more: Partial<State> = {}, service: Partial<Service> = {}): State {
	const state = aState();
	const of = aService({ instances: [runs], former: [kept], ...service });
	return {
		...state,
		services: { [of.id]: of },
		conditions: { [of.id]: { is: 'ok', because: '', since: now - minutes(60) } },
		links: { vps1: { is: 'up', since: start } },
		engines: { vps1: { value: { containers: {}, images: [] }, at: now, misses: 0 } },
		hostFacts: { vps1: { value: { skew: 0 }, at: now, misses: 0 } },
		...more,
	};
}
const agedIn = (state: State, at = now) =>
	agedKept(state, state.services[plan.service] ?? aService(), at).map(({ id }) => id);

describe('what may have had its time', () => {
	test('is what was kept of a service that is well', () => {
		expect(agedIn(well())).toEqual(['kept1']);
	});

	const failure = { kind: 'timeout', message: 'no answer' } as const;
	const host = (value: Record<string, number>, at = now) => ({ hostFacts: { vps1: { value, at, misses: 0 } } });
	const run = (stage: 'shown' | 'running' | 'held') => ({
		runs: { x: { plan: aPlan(), opened: now, stage, entries: [] } },
	});
	const lock = { key: 'container-api', plan: 'p0', who: 'op-2', what: 'x', why: '', since: now, quiet: 0 };
	const former = (change: Partial<Instance>) => ({ former: [{ ...kept, ...change }] });
	const ui = well().ui;
	test.each<[string, Partial<State>, Partial<Service>?]>([
		['it runs', {}, former({ state: 'running' })],
		['it is paused', {}, former({ state: 'paused' })],
		['it ended less than 7 days ago by its host', {}, former({ ended: now - week + 1 })],
		['it ended later than now', {}, former({ ended: now + 1 })],
		['its end is not known', {}, { former: [instance('kept1', 'a', { name: kept.name, state: 'exited' })] }],
		['it has another name', {}, former({ name: 'api-old' })],
		['it is of another container', {}, former({ name: `web-rb-${plan.id}` })],
		['the clock of its host is behind', host({ skew: -days(1) - 1 })],
		['the clock of its host was never measured', host({})],
		['the clock of its host was measured long ago', host({ skew: 0 }, now - minutes(1))],
		['the clock of its host was measured later than now', host({ skew: 0 }, now + minutes(1))],
		['its host does not answer', { hostFacts: { vps1: { value: { skew: 0 }, at: now, misses: 1, failure } } }],
		[
			'the engine was read long ago',
			{ engines: { vps1: { ...well().engines['vps1'], at: now - minutes(3), misses: 0 } } },
		],
		['the engine does not answer', { engines: { vps1: { ...well().engines['vps1'], failure, misses: 1 } } }],
		['the engine is silent', { pings: { vps1: { failure, misses: 1 } } }],
		['the link is down', { links: { vps1: { is: 'down', since: now, failure, retry: now } } }],
		[
			'the service is well for less than an hour',
			{ conditions: { [plan.service]: { is: 'ok', because: '', since: now - minutes(60) + 1 } } },
		],
		['the service is down', { conditions: { [plan.service]: { is: 'down', because: '', since: now } } }],
		['the service is degraded', { conditions: { [plan.service]: { is: 'degraded', because: '', since: now } } }],
		['nobody knows how the service is', { conditions: {} }],
		['the service does not run', {}, { instances: [{ ...runs, state: 'exited' }] }],
		['the service starts', {}, { instances: [{ ...runs, health: 'starting' }] }],
		['the service has no container', {}, { instances: [] }],
		['a plan for it is shown', run('shown')],
		['a change of it runs here', run('running')],
		['a change of it is held here', run('held')],
		['a plan for it is being made', { making: { want: { action: 'restart' }, service: plan.service, since: now } }],
		['somebody else holds its lock', { locks: { vps1: { all: [lock], at: now } } }],
		['a stale lock lies on it', { locks: { vps1: { all: [{ ...lock, quiet: days(1) }], at: now } } }],
		['nothing may be changed by this watchdeck', { readOnly: true }],
		['it is a demo', { demo: true }],
		['the environment is locked', { fleet: aState('locked').fleet }],
		['nobody said yet who acts', { ui: { ...ui, dialog: { is: 'operator', account: 'root' } } }],
	])('is nothing while %s', (_, more, service = {}) => {
		expect(agedIn(well(more, service))).toEqual([]);
	});

	test('is told by the clock of the host, which may be ahead or behind', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -days(20), max: days(20) }),
				fc.integer({ min: -days(20), max: days(20) }),
				(skew, age) => {
					const state = well(host({ skew }), former({ ended: now - age }));
					expect(agedIn(state).length > 0).toBe(age + skew >= week);
					expect(momentOn(state, 'vps1', now)).toEqual({ here: now, there: now + skew });
				},
			),
		);
	});
});
