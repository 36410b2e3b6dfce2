import { type DOMElement, measureElement } from 'ink';
import { type RefObject, useEffect, useRef } from 'react';
import { clicked, notch } from '../core/clicked.ts';
import type { Mouse } from '../core/mouse.ts';
import { type Deck, useDeck } from './context.ts';
import type { Pointer, Spot } from './pointer.ts';

/** Hears the mouse, where there is one; the only place that does. Used once, at the root. */
export function useMouse(): void {
	const deck = useDeck();
	useEffect(() => deck.pointer?.listen((mouse) => hear(deck, mouse)), [deck]);
}

function hear({ store, feeds, commands, clock, pointer, onKey }: Deck, mouse: Mouse): void {
	const row = pointer === undefined ? undefined : rowUnder(pointer, mouse);
	// Each row is gone with the state that the one before it made.
	for (let left = mouse.is === 'wheel' ? notch : 1; left > 0; left -= 1) {
		const hearing = { state: store.state(), feeds, commands, now: clock.time() };
		for (const event of clicked(hearing, mouse, row)) store.dispatch(event);
	}
	onKey?.();
}

function rowUnder({ spots }: Pointer, { x, y }: Mouse): string | undefined {
	for (const { box, rows } of spots) {
		if (box.current === null) continue;
		const place = measureElement(box.current);
		if (x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height)
			return rows[y - place.y]?.id;
	}
	return undefined;
}

/** Makes a list known to the mouse; gives what its box is to be marked with. */
export function useSpot(rows: Spot['rows']): RefObject<DOMElement | null> {
	const { pointer } = useDeck();
	const box = useRef<DOMElement>(null);
	useEffect(() => {
		if (pointer === undefined) return undefined;
		const spot: Spot = { box, rows };
		pointer.spots.add(spot);
		return () => {
			pointer.spots.delete(spot);
		};
	}, [pointer, rows]);
	return box;
}
