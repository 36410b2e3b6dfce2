import { describe, expect, test } from 'vitest';
import { makeDrilling } from '../../src/app/drill.ts';
import { practiceOf } from '../../src/core/drill/practice.ts';
import type { Event } from '../../src/core/event.ts';
import type { Condition, Protection, Service } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { State } from '../../src/core/state.ts';
import { makeStore } from '../../src/store/store.ts';
import { fleetState, is, service, start } from '../screens/fleet-state.ts';

/** A drill on a service outside the demo, and all that it sets going once the service stands so. */
function drilled({
	of = 'lab/api',
	protection = 'open',
	stands = 'ok',
	more = {},
}: {
	of?: string;
	protection?: Protection;
	stands?: Condition['is'];
	more?: Partial<Service>;
} = {}) {
	const first = fleetState([service('lab/api', more)], { 'lab/api': is(stands, 'so it is') });
	const state: State = {
		...first,
		fleet: { ...first.fleet, environments: [{ name: 'lab', protection }] },
		drill: practiceOf({ drill: 'service-down', of, stage: 'wanted', real: true, from: start }),
	};
	const heard: Event[] = [];
	const store = makeStore(state, (before, event) => {
		heard.push(event);
		return reduce(before, event);
	});
	const hear = makeDrilling(store, () => start);
	const news: Event = { type: 'conditions/settled', at: start, conditions: state.conditions };
	return { store, heard, tell: (event: Event = news) => hear(event) };
}

test('a service that is well is planned to be stopped, once', () => {
	const { heard, tell } = drilled();
	tell();
	tell();
	expect(heard).toEqual([
		{ type: 'action/wanted', at: start, want: { action: 'stop', drill: 'service-down' }, service: 'lab/api' },
	]);
});

test('it waits while nothing is known of the service, or something else is asked', () => {
	const unknown = drilled({ stands: 'unknown' });
	unknown.tell();
	expect(unknown.heard).toEqual([]);
	const asked = drilled();
	asked.store.dispatch({ type: 'dialog/opened', at: start, dialog: { is: 'help' } });
	asked.tell();
	expect(asked.heard.map(({ type }) => type)).toEqual(['dialog/opened']);
});

describe('it is refused, and nothing is broken', () => {
	test.each([
		['where the config says since then that it is protected', { protection: 'guarded' }, 'whose protection is guarded'],
		['where it is not well already', { stands: 'degraded' }, 'lab/api is degraded'],
		['where it runs on more than one host', { more: { hosts: ['vps1', 'vps2'] } }, 'runs on 2 hosts'],
		['where there is no such service', { of: 'lab/nobody' }, 'There is no service lab/nobody.'],
	] as const)('%s', (_, given, says) => {
		const { heard, tell, store } = drilled(given);
		tell();
		expect(heard).toMatchObject([{ type: 'plan/refused', failure: { message: expect.stringContaining(says) } }]);
		expect(store.state().drill?.stage).toBe('off');
	});
});

test('who gives it up is shown the plan that puts it back', () => {
	const { store, heard } = drilled();
	const drill = practiceOf({ drill: 'service-down', of: 'lab/api', stage: 'broken', real: true, from: start });
	const broken = makeStore({ ...store.state(), drill }, (before, event) => {
		heard.push(event);
		return reduce(before, event);
	});
	makeDrilling(broken, () => start)({ type: 'drill/given up', at: start });
	expect(heard).toMatchObject([{ type: 'action/wanted', want: { action: 'start' }, service: 'lab/api' }]);
});
