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
			{ what: 'confirmed', consent: { by: 'anna', at: start, of: '', how: 'y' } },
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
		conditions: { [of.id]: { is: 'ok', because: '', since: start } },
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
	readonly more?: Partial<State> | (() => Partial<State>);
	/** How each resuming comes out, in turn. */
	readonly resumed?: readonly Result<Performed>[];
	/** What planning does beside. */
	readonly planning?: () => void | Promise<void>;
	/** The state once the plan was made. */
	readonly meanwhile?: Partial<State>;
}

const failure = { kind: 'refused', message: 'The lock on vps1 is held by op-2.' } as const;

/** A looker with everything behind it said; `told`: what it asked for, in words. */
function looking(given: Given = {}) {
	const told: string[] = [];
	let now = start + days(8);
	let planned = false;
	const stop = new AbortController();
	const resumed = [...(given.resumed ?? [])];
	const more = () => (typeof given.more === 'function' ? given.more() : given.more);
	const parts: ExpiryParts = {
		now: () => now,
		state: () => stateAt(now, planned ? { ...more(), ...given.meanwhile } : more()),
		stop: stop.signal,
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
					await given.planning?.();
					const what =
						want.action === 'tidy' ? [...want.containers, ...(want.names ?? []).map(({ name }) => name)] : [];
					told.push(`plan ${service} ${what.join()}`);
					return given.plan ?? { ok: true, value: tidy };
				},
				whenFree: ({ plan }) => plan(),
				confirm: (plan, how, said) => {
					told.push(`confirm ${plan.id} ${how}, ${said?.why}`);
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
					return resumed.shift() ?? { ok: true, value: { outcome: 'VERIFIED', because: '' } };
				},
				choose: () => false,
				watchOn: async () => {},
				goOn: async () => {},
				heard: () => {},
				underWay: () => 0,
			},
		},
	};
	const look = makeExpiry(parts);
	return {
		told,
		stop: () => stop.abort(),
		look: () => look('vps1'),
		/** The engine is read so much later; gives what that set going. */
		readAfter: async (length: number): Promise<readonly string[]> => {
			now += length;
			const before = told.length;
			await look('vps1');
			return told.slice(before);
		},
	};
}

const why = `as anna agreed with change ${rolledBack.id}`;
const whole = [
	`read ${rolledBack.id}`,
	'plan production/api kept1',
	`confirm ${tidy.id} kept 7 days, ${why}`,
	'perform',
];

test('what has had its time is planned, confirmed by the word given then, and performed', async () => {
	expect(await looking().readAfter(0)).toEqual(whole);
});

test('so does a name on an image that a change of a Compose service kept', async () => {
	const [of] = Object.values(stateAt(start).services);
	if (of === undefined) throw new Error('there is no service');
	const name = `live:old-${rolledBack.id}`;
	const images = [{ id: 'sha256:one', refs: [name, 'live:v1', 'live:old-00000001'] }];
	const more = () => ({
		services: { [of.id]: { ...of, platform: 'compose' as const, former: [] } },
		engines: { vps1: { value: { containers: {}, images }, at: start + days(8), misses: 0 } },
	});
	const words = [...whole.slice(0, 1), 'read 00000001', `plan production/api ${name}`, ...whole.slice(2)];
	// This journal gives the same run for both; its plan says whose it is.
	const { told, look } = looking({ more });
	await look();
	expect(told).toEqual(words);
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
	let more: Partial<State> = { conditions: {} };
	const { readAfter } = looking({ more: () => more });
	expect(await readAfter(0)).toEqual([]);
	more = {};
	expect(await readAfter(1000)).toEqual(whole);
});

test('under --read-only nothing is even looked for, nor is what was cut ended', async () => {
	expect(await looking({ more: { readOnly: true }, open: [cut(tidy)] }).readAfter(0)).toEqual([]);
});

test('services are looked at one after the other, also when an engine is read meanwhile', async () => {
	const { services, conditions } = stateAt(start);
	const [[id, api] = ['', undefined]] = Object.entries(services);
	const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const planning = () => {
		begun.resolve();
		return held.promise;
	};
	const more = {
		services: { ...services, ...(api === undefined ? {} : { 'production/web': { ...api, id: 'production/web' } }) },
		conditions: { ...conditions, ...(conditions[id] === undefined ? {} : { 'production/web': conditions[id] }) },
	};
	const { look, told } = looking({ more, planning });
	const first = look();
	await begun.promise;
	await look();
	expect(told).toEqual(whole.slice(0, 1));
	held.resolve();
	await first;
	expect(told).toEqual([...whole, `read ${rolledBack.id}`]);
});

test('what watchdeck is left in the middle of is not confirmed', async () => {
	const here = looking({ planning: () => here.stop(), open: [cut(tidy)] });
	expect(await here.readAfter(0)).toEqual([`resume ${tidy.id} finish`, ...whole.slice(0, 2)]);
	expect(await here.readAfter(days(1))).toEqual([]);
});

test('a bug does not come back at each read', async () => {
	const bug = () => {
		throw new Error('a bug');
	};
	const { readAfter } = looking({ planning: bug });
	await expect(readAfter(0)).rejects.toThrow('a bug');
	expect(await readAfter(minutes(1))).toEqual([]);
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

const refused = { ok: true, value: { outcome: 'REFUSED', because: '' } } as const;
const looked = [`read ${rolledBack.id}`];

test('one that was cut in an earlier session is finished; a roll back that was cut waits for its operator', async () => {
	const { readAfter } = looking({ open: [cut(rolledBack), cut(tidy)], entries: [] });
	expect(await readAfter(0)).toEqual([`resume ${tidy.id} finish`, ...looked]);
	expect(await readAfter(minutes(10))).toEqual([]);
});

test.each<[string, Result<Performed>]>([
	['is refused', refused],
	['cannot be tried', { ok: false, failure }],
])('it is ended as it is where going on %s', async (_, first) => {
	const { readAfter } = looking({ open: [cut(tidy)], entries: [], resumed: [first] });
	expect(await readAfter(0)).toEqual([`resume ${tidy.id} finish`, `resume ${tidy.id} undo`, ...looked]);
});

test('one that was cut on another host is left to a look at that one', async () => {
	const elsewhere = { ...tidy, locks: tidy.locks.map((lock) => ({ ...lock, host: 'vps2' })) };
	expect(await looking({ open: [cut(elsewhere)], entries: [] }).readAfter(0)).toEqual(looked);
});

const shown = { plan: aPlan(), opened: start, stage: 'shown', entries: [] } as const;
const lockOf = (plan: string) => {
	const lock = { key: 'container-api', plan, who: 'op-1', what: 'x', why: '', since: start, quiet: days(1) };
	return { locks: { vps1: { all: [lock], at: start + days(8) } } };
};
test('the lock that it left behind does not keep one that was cut from going on', async () => {
	const { readAfter } = looking({ open: [cut(tidy)], more: lockOf(tidy.id) });
	expect(await readAfter(0)).toEqual([`resume ${tidy.id} finish`]);
});

test.each<[string, Partial<State>]>([
	['another lock lies on its service', lockOf('00000077')],
	['a plan for its service is made', { making: { want: { action: 'restart' }, service: tidy.service, since: start } }],
	['a plan for its service is shown', { runs: { x: shown } }],
	['nobody said yet who acts', { ui: { ...aState().ui, dialog: { is: 'operator', account: 'root' } } }],
	['its service is not well', { conditions: { [tidy.service]: { is: 'down', because: '', since: start } } }],
])('one that was cut waits while %s', async (_, busy) => {
	let more = busy;
	const { readAfter } = looking({ open: [cut(tidy)], entries: [], more: () => more });
	expect(await readAfter(0)).toEqual([]);
	more = {};
	expect(await readAfter(minutes(1))).toEqual([`resume ${tidy.id} finish`, ...looked]);
});

test('one that was cut stays as it is where nothing may be changed', async () => {
	expect(await looking({ open: [cut(tidy)], more: { fleet: aState('locked').fleet } }).readAfter(0)).toEqual([]);
});
