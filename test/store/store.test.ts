import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { State } from '../../src/core/state.ts';
import { makeClock } from '../../src/store/clock.ts';
import { makeStore } from '../../src/store/store.ts';
import { fleetState } from '../screens/fleet-state.ts';

const counting = (state: State, event: Event): State =>
	event.type === 'quit/wanted' ? state : { ...state, started: state.started + event.at };
const event = (at: number): Event => ({ type: 'refresh/wanted', at });

test('the store tells its listeners of each change, and of nothing else', () => {
	const store = makeStore({ ...fleetState([], {}), started: 0 }, counting);
	const seen: number[] = [];
	const end = store.subscribe(() => seen.push(store.state().started));
	store.dispatch(event(1));
	store.dispatch({ type: 'quit/wanted', at: 5 });
	store.dispatch(event(2));
	end();
	store.dispatch(event(4));
	expect(seen).toEqual([1, 3]);
	expect(store.state().started).toBe(7);
});

test('an event that a listener dispatches waits until all have heard of the one before', () => {
	const store = makeStore({ ...fleetState([], {}), started: 0 }, counting);
	const seen: string[] = [];
	store.subscribe(() => {
		seen.push(`first ${store.state().started}`);
		if (store.state().started === 1) store.dispatch(event(10));
	});
	store.subscribe(() => seen.push(`second ${store.state().started}`));
	store.dispatch(event(1));
	expect(seen).toEqual(['first 1', 'second 1', 'first 11', 'second 11']);
});

test('a listener that throws does not stop the store for good', () => {
	const store = makeStore({ ...fleetState([], {}), started: 0 }, counting);
	const end = store.subscribe(() => {
		throw new Error('bug');
	});
	expect(() => store.dispatch(event(1))).toThrow('bug');
	end();
	store.dispatch(event(1));
	expect(store.state().started).toBe(2);
});

test('the time of the screen stands still between two beats', () => {
	let now = 1000;
	const clock = makeClock(() => now);
	const beats: number[] = [];
	const end = clock.subscribe(() => beats.push(clock.tick()));
	now = 1900;
	expect([clock.tick(), clock.time()]).toEqual([1000, 1900]);
	clock.beat();
	end();
	now = 3000;
	clock.beat();
	expect(beats).toEqual([1900]);
	expect(clock.tick()).toBe(3000);
});
