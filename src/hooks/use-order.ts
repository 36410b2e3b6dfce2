import { useEffect } from 'react';
import type { Millis } from '../core/model.ts';
import { isRested, maySort, ordering } from '../core/select/rows/order.ts';
import type { State } from '../core/state.ts';
import { type Deck, useDeck } from './context.ts';

/** Keeps Fleet's rows in order. Used once, at the root. */
export function useOrder(): void {
	const deck = useDeck();
	useEffect(() => keptInOrder(deck), [deck]);
}

type Parts = readonly unknown[];

function isSame(a: Parts, b: Parts): boolean {
	return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** What decides which rows there are. */
const rowsOf = ({ services, fleet }: State): Parts => [services, fleet];
/** What decides how they are sorted. */
const orderOf = (state: State, now: Millis): Parts => [
	...rowsOf(state),
	state.conditions,
	state.ui.selected.fleet,
	isRested(state, now),
];

/** Looks after each change and each second, and does nothing where nothing of it changed. */
function keptInOrder({ store, clock }: Deck): () => void {
	let sorted: Parts = [];
	let merged: Parts = [];
	const look = (): void => {
		const state = store.state();
		if (state.ui.paused !== undefined) return;
		const now = clock.time();
		const order = orderOf(state, now);
		const rows = rowsOf(state);
		const sorts = maySort(state, now);
		if (isSame(order, sorted) || (!sorts && isSame(rows, merged))) return;
		merged = rows;
		if (sorts) sorted = order;
		for (const event of ordering(state, now)) store.dispatch(event);
	};
	const ends = [store.subscribe(look), clock.subscribe(look)];
	look();
	return () => {
		for (const end of ends) end();
	};
}
