import { useSyncExternalStore } from 'react';
import type { Millis } from '../core/model.ts';
import { useDeck } from './context.ts';

/** The time of the last beat of the clock, once a second anew. */
export function useNow(): Millis {
	const { clock } = useDeck();
	return useSyncExternalStore(clock.subscribe, clock.tick);
}
