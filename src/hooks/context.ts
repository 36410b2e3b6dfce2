import { createContext, useContext } from 'react';
import type { Command } from '../core/command.ts';
import type { Paint } from '../core/line.ts';
import type { Feeds } from '../core/state.ts';
import type { Clock } from '../store/clock.ts';
import type { Store } from '../store/store.ts';
import type { Pointer } from './pointer.ts';

/** All that the screens and keys live on. There is one, made by `app`. */
export interface Deck {
	readonly store: Store;
	readonly feeds: Feeds;
	readonly clock: Clock;
	readonly commands: readonly Command[];
	readonly paint: Paint;
	/** The mouse, where the operator wants one. */
	readonly pointer?: Pointer;
	/** A key, or a pasted text, was heard and what it means was dispatched. For tests that wait for it. */
	readonly onKey?: () => void;
}

/** The one context. */
export const DeckContext = createContext<Deck | undefined>(undefined);

/** The deck that this component is part of. */
export function useDeck(): Deck {
	const deck = useContext(DeckContext);
	if (deck === undefined) throw new Error('drawn outside of DeckContext');
	return deck;
}
