import type { DOMElement } from 'ink';
import type { RefObject } from 'react';
import type { Mouse } from '../core/mouse.ts';

/** A list on the screen: its box, and the rows in it from its first one on. */
export interface Spot {
	readonly box: RefObject<DOMElement | null>;
	readonly rows: readonly { readonly id: string }[];
}

/** The mouse, where the operator wants one: who hears of it, and which lists are on the screen. */
export interface Pointer {
	/** Tells that the mouse did something. */
	readonly tell: (mouse: Mouse) => void;
	/** Calls back for what it does; the answer ends that. */
	readonly listen: (heard: (mouse: Mouse) => void) => () => void;
	readonly spots: Set<Spot>;
}

/** Makes the one pointer. */
export function makePointer(): Pointer {
	const listeners = new Set<(mouse: Mouse) => void>();
	return {
		tell: (mouse) => {
			for (const heard of listeners) heard(mouse);
		},
		listen: (heard) => {
			listeners.add(heard);
			return () => listeners.delete(heard);
		},
		spots: new Set(),
	};
}
