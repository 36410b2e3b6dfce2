import { describe, expect, test } from 'vitest';
import { agedNames, agreedTo, expiredName, type Named } from '../../src/actions/expired-names.ts';
import type { Observed, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { EngineState, State } from '../../src/core/state.ts';
import { aPlan, aService, aState, days, entriesOf, instance, notes, start } from '../support/plans.ts';

const pinned = { host: 'vps1', name: 'live:old-7f3a0c11', image: 'sha256:one', plan: '7f3a0c11' };
const plan: Plan = { ...aPlan(), keeps: days(7) };
const { keeps: _keeps, ...unsaid } = plan;
const planned = { what: 'planned', plan } as const;
const confirmed = { what: 'confirmed', consent: { by: 'anna', at: start, of: '', how: 'y' } } as const;
const verified = { what: 'verified', text: '' } as const;
const named = (...all: Parameters<typeof notes>[0]): Named => ({ pinned, entries: entriesOf(notes(all)) });
const whole = named(planned, confirmed, verified);
const last = whole.entries.at(-1)?.at ?? 0;

describe('the time of a name', () => {
	test('is over 7 days after its change was verified; its engine must have it since then, by its own clock', () => {
		const at = (here: number, there = here) => expiredName(whole, { here, there });
		expect(at(last + days(7) - 1)).toBeUndefined();
		expect(at(last + days(7), 1_000)).toEqual({ host: 'vps1', name: pinned.name, by: 1_000 - days(7) });
		expect(agreedTo(whole)).toBe('as anna agreed with change 7f3a0c11');
	});

	test('is as long as its plan promised, and never less than 7 days', () => {
		const isOver = (keeps: number, length: number) =>
			expiredName(named({ what: 'planned', plan: { ...plan, keeps } }, confirmed, verified), {
				...{ here: last + length, there: last + length },
			});
		expect([isOver(days(30), days(29)), isOver(days(1), days(6))]).toEqual([undefined, undefined]);
		expect(isOver(days(30), days(30))).toMatchObject({ by: last });
	});

	test.each<[string, Named]>([
		['our journal knows nothing of it', named()],
		['nobody agreed to it', named(planned, verified)],
		['the change was not verified', named(planned, confirmed, { what: 'handled', text: '' })],
		['it goes on', named(planned, confirmed)],
		['its plan promised no time', named({ what: 'planned', plan: unsaid }, confirmed, verified)],
	])('never comes where %s', (_, of) => {
		expect(expiredName(of, { here: start + days(1000), there: start + days(1000) })).toBeUndefined();
	});
});

const now = start + days(8);
const runs = instance('new', 'b', { health: 'healthy' });
type Engine = Observed<EngineState>['value'];

/** A state in which all is well, with these names on the image `sha256:one`. */
function well(refs: readonly string[], more: Partial<State> = {}, containers: NonNullable<Engine>['containers'] = {}) {
	const of: Service = aService({ platform: 'compose', instances: [runs], former: [] });
	const state: State = {
		...aState(),
		services: { [of.id]: of },
		conditions: { [of.id]: { is: 'ok', because: '', since: start } },
		links: { vps1: { is: 'up', since: start } },
		engines: { vps1: { value: { containers, images: [{ id: 'sha256:one', refs }] }, at: now, misses: 0 } },
		hostFacts: { vps1: { value: { skew: 0 }, at: now, misses: 0 } },
		...more,
	};
	return { state, of };
}
const aged = ({ state, of }: ReturnType<typeof well>) => agedNames(state, of, now).map(({ name }) => name);

describe('names that may go', () => {
	test('are those of this form, while the service is well and may be changed', () => {
		expect(aged(well(['live:old-7f3a0c11', 'live:was-7f3a0c11', 'live:rb-7f3a0c11', 'live:v1']))).toEqual([
			'live:old-7f3a0c11',
			'live:was-7f3a0c11',
		]);
		expect(aged(well(['live:old-7f3a0c11'], { readOnly: true }))).toEqual([]);
		expect(aged(well(['live:old-7f3a0c11'], { conditions: {} }))).toEqual([]);
		const { state, of } = well(['live:old-7f3a0c11']);
		expect(agedNames(state, { ...of, platform: 'docker' }, now)).toEqual([]);
	});

	test('not the last one of an image that a container was made from', () => {
		const user = { other: { ...runs, id: 'other', image: { id: 'sha256:one' } } };
		expect(aged(well(['live:old-7f3a0c11', 'live@sha256:dd'], {}, user))).toEqual([]);
		expect(aged(well(['live:old-7f3a0c11', 'live:latest'], {}, user))).toEqual(['live:old-7f3a0c11']);
		expect(aged(well(['live:old-7f3a0c11', 'live:good-aaaaaaaaaaaa'], {}, user))).toEqual(['live:old-7f3a0c11']);
	});
});
