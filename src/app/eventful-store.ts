import type { Event } from '../core/event.ts';
import type { State } from '../core/state.ts';
import { makeStore, type Store } from '../store/store.ts';

/** A store that tells of each event after it was reduced. */
export interface EventfulStore extends Store {
	/** One listener; events from before it came are told to it first, so that a key that is pressed early is not lost. */
	readonly onEvent: (tell: (event: Event) => void) => void;
}

/** Makes a store whose events can set things going. */
export const makeEventfulStore = (initial: State, reduce: (state: State, event: Event) => State): EventfulStore => {
	const store = makeStore(initial, reduce);
	const early: Event[] = [];
	let listener: ((event: Event) => void) | undefined;
	return {
		...store,
		dispatch: (event) => {
			store.dispatch(event);
			if (listener === undefined) early.push(event);
			else listener(event);
		},
		onEvent: (tell) => {
			listener = tell;
			for (const event of early.splice(0)) tell(event);
		},
	};
};
