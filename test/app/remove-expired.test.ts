import { expect, test } from 'vitest';
import type { Interrupted } from '../../src/actions/resume.ts';
import type { Performed } from '../../src/actions/running.ts';
import { type ExpiryParts, makeExpiry } from '../../src/app/remove-expired.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { ConfirmedPlan, Plan } from '../../src/core/plan.ts';
import { standing } from '../../src/core/run.ts';
import type { State } from '../../src/core/state.ts';
import { aPlan, aService, aState, days, entriesOf, instance, minutes, notes, start } from '../support/plans.ts';

const stand = { host: 'vps1', id: 'kept1', name: 'api', image: 'sha256:one' };
const rolledBack: Plan = { ...aPlan(), keeps: days(7), stands: [stand] };
const kept = instance('kept1', 'a', { name: `api-rb-${rolledBack.id}`, state: 'exited', ended: start });
const verified = entriesOf(
	notes(
		[
			{ what: 'planned', plan: rolledBack },
			{ what: 'verified', text: '' },
		],
		rolledBack.id,
	),
);
const harmless = { none: 'It stays removed.', harmless: true } as const;
const tidy: Plan = {
	...aPlan({ id: '00000009', action: 'tidy', want: { action: 'tidy', containers: ['kept1'] }, unasked: true }),
	steps: aPlan().steps.map((step) => ({ ...step, undo: harmless })),
};

function stateAt(now: number, more: Partial<State> = {}): State {
	const of = aService({ instances: [instance('new', 'b', { health: 'healthy' })], former: [kept] });
	return {
		...aState(),
		services: { [of.id]: of },
		conditions: { [of.id]: { is: 'ok', because: '', since: now } },
		links: { vps1: { is: 'up', since: start } },
		engines: { vps1: { value: { containers: {}, images: [] }, at: now, misses: 0 } },
		hostFacts: { vps1: { value: { skew: 0 }, at: now, misses: 0 } },
		...more,
	};
}

interface Given {
	readonly performed?: Performed;
	readonly plan?: Result<Plan>;
	readonly entries?: readonly JournalEntry[];
	readonly open?: readonly Interrupted[];
	readonly more?: Partial<State>;
	/** The state once the plan was made. */
	readonly meanwhile?: Partial<State>;
}

const failure = { kind: 'refused', message: 'The lock on vps1 is held by op-2.' } as const;

/** A looker with everything behind it said; `told`: what it asked for, in words. */
function looking(given: Given = {}) {
	const told: string[] = [];
	let now = start + days(8);
	let planned = false;
	const parts: ExpiryParts = {
		now: () => now,
		state: () => stateAt(now, planned ? { ...given.more, ...given.meanwhile } : given.more),
		session: {
			log: undefined,
			journal: {
				ok: true,
				value: {
					append: async () => ({ ok: false, failure }),
					open: async () => ({ ok: true, value: [] }),
					read: async (query) => {
						told.push(`read ${query?.run}`);
						return { ok: true, value: given.entries ?? verified };
					},
				},
			},
			acting: {
				plan: async (want, service) => {
					planned = true;
					told.push(`plan ${service} ${want.action === 'tidy' ? want.containers.join() : want.action}`);
					return given.plan ?? { ok: true, value: tidy };
				},
				confirm: (plan, how) => {
					told.push(`confirm ${plan.id} ${how}`);
					const consent = { by: 'op-1', at: now, of: '', how };
					// Only `confirm` of the actions makes one; here nothing is performed.
					return { ok: true, value: { plan, consent } as unknown as ConfirmedPlan };
				},
				perform: async () => {
					planned = false;
					told.push('perform');
					return { ok: true, value: given.performed ?? { outcome: 'VERIFIED', because: '' } };
				},
				interrupted: async () => ({ ok: true, value: given.open ?? [] }),
				resume: async (run, way) => {
					told.push(`resume ${run} ${way}`);
					return { ok: true, value: { outcome: 'UNDONE', because: '' } };
				},
				choose: () => false,
				underWay: () => 0,
			},
		},
	};
	const look = makeExpiry(parts);
	return {
		told,
		/** The engine is read so much later; gives what that set going. */
		readAfter: async (length: number): Promise<readonly string[]> => {
			now += length;
			const before = told.length;
			await look('vps1');
			return told.slice(before);
		},
	};
}

const whole = [`read ${rolledBack.id}`, 'plan production/api kept1', `confirm ${tidy.id} kept 7 days`, 'perform'];

test('what has had its time is planned, confirmed by the word given then, and performed', async () => {
	expect(await looking().readAfter(0)).toEqual(whole);
});

test('a service is looked at once an hour', async () => {
	const { readAfter } = looking();
	await readAfter(0);
	expect(await readAfter(minutes(59))).toEqual([]);
	expect(await readAfter(minutes(1))).toEqual(whole);
});

test.each<[string, Performed, number]>([
	['refused, since somebody is at work', { outcome: 'REFUSED', because: 'held' }, minutes(60)],
	['that failed', { outcome: 'FAILED, UNDONE', because: 'busy' }, days(1)],
])('a removal %s is tried again later', async (_, performed, later) => {
	const { readAfter } = looking({ performed });
	await readAfter(0);
	expect(await readAfter(later - 1)).toEqual([]);
	expect(await readAfter(1)).toEqual(whole);
});

test('without a plan nothing is confirmed', async () => {
	expect(await looking({ plan: { ok: false, failure } }).readAfter(0)).toEqual(whole.slice(0, 2));
});

test('a service that is not well any more once the plan was made keeps its way back', async () => {
	const conditions = { 'production/api': { is: 'down', because: '', since: start } } as const;
	expect(await looking({ meanwhile: { conditions } }).readAfter(0)).toEqual(whole.slice(0, 2));
});

test('what our journal knows nothing of stays', async () => {
	expect(await looking({ entries: [] }).readAfter(0)).toEqual(whole.slice(0, 1));
});

test('an hour counts from a look: while the service is not well nobody looks', async () => {
	const { readAfter } = looking({ more: { conditions: {} } });
	expect(await readAfter(0)).toEqual([]);
});

test('under --read-only nothing is even looked for', async () => {
	expect(await looking({ more: { readOnly: true }, open: [] }).readAfter(0)).toEqual([]);
});

function cut(plan: Plan): Interrupted {
	const entries = entriesOf(
		notes(
			[
				{ what: 'planned', plan },
				{ what: 'begins', step: 0, way: 'does' },
			],
			plan.id,
		),
	);
	const stands = standing(entries);
	if (stands === undefined) throw new Error('it holds a plan');
	return { run: plan.id, entries, standing: stands, story: '', offers: [] };
}

test('one that was cut in an earlier session is ended, once; a roll back that was cut waits for its operator', async () => {
	const { readAfter } = looking({ open: [cut(rolledBack), cut(tidy)], entries: [] });
	expect(await readAfter(0)).toEqual([`resume ${tidy.id} undo`, `read ${rolledBack.id}`]);
	expect(await readAfter(days(1))).toEqual([`read ${rolledBack.id}`]);
});
