import { useRef, useState, useSyncExternalStore } from 'react';
import type { Millis } from '../core/model.ts';
import { shownState } from '../core/select/paused.ts';
import type { Selector, State } from '../core/state.ts';
import { type Deck, useDeck } from './context.ts';

interface Kept<T> {
	readonly state: State;
	readonly now: Millis;
	readonly selector: Selector<T>;
	readonly value: T;
}

/** The state as it is, or as it was when the operator paused it. */
type View = typeof shownState;
const live: View = (state, now) => ({ state, now });

/**
 * What a selector makes of what is shown. It is asked again when the state or the clock moved; an answer that equals the
 * last one (same identity, or the same fields or items one by one) keeps the last identity, and nothing is drawn.
 */
export function useSelect<T>(selector: Selector<T>): T {
	return useView(selector, shownState);
}

/** A selector with a memory of its own, made once for as long as the component is on screen. */
export function useMade<T>(make: () => Selector<T>): T {
	const [selector] = useState(make);
	return useView(selector, shownState);
}

/** The same of the state as it is now, also while what is shown is paused. */
export function useLiveMade<T>(make: () => Selector<T>): T {
	const [selector] = useState(make);
	return useView(selector, live);
}

function useView<T>(selector: Selector<T>, view: View): T {
	const deck = useDeck();
	const kept = useRef<Kept<T>>(undefined);
	const [subscribe] = useState(() => subscribing(deck));
	return useSyncExternalStore(subscribe, () => {
		const state = deck.store.state();
		const now = deck.clock.tick();
		const last = kept.current;
		if (last?.state === state && last.now === now && last.selector === selector) return last.value;
		const shown = view(state, now);
		const next = selector(shown.state, deck.feeds, shown.now);
		const value = last !== undefined && shallowEqual(last.value, next) ? last.value : next;
		kept.current = { state, now, selector, value };
		return value;
	});
}

function subscribing(deck: Deck): (changed: () => void) => () => void {
	return (changed) => {
		const ends = [deck.store.subscribe(changed), deck.clock.subscribe(changed)];
		return () => {
			for (const end of ends) end();
		};
	};
}

/** Whether two values are the same, or hold the same things under the same names. */
function shallowEqual<T>(a: T, b: T): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const left = Object.entries(a);
	const right = new Map<string, unknown>(Object.entries(b));
	return (
		left.length === right.size && left.every(([name, value]) => right.has(name) && Object.is(right.get(name), value))
	);
}
