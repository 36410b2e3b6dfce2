import { settle } from '../core/condition/settle.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import type { Feeds } from '../core/state.ts';
import { now, wait } from '../io/clock.ts';
import type { Store } from '../store/store.ts';

/** Readings come many a second; conditions follow them together. */
const pace: Millis = 250;

/** Keeps the conditions true to facts and numbers: at once after an event of an engine, else a few times a second. */
export const makeSettling = (store: Store, feeds: Feeds, signal: AbortSignal) => {
	let isDue = false;
	const settleNow = (): void => {
		isDue = false;
		const state = store.state();
		const at = now();
		const conditions = settle(state, feeds, at);
		if (conditions !== state.conditions) store.dispatch({ type: 'conditions/settled', at, conditions });
	};
	return {
		now: settleNow,
		heard: (event: Event): void => {
			if (event.type === 'link/changed' || (event.type === 'probe/read' && event.reading.engine !== undefined)) {
				settleNow();
				return;
			}
			if (isDue || (event.type !== 'probe/read' && event.type !== 'probe/missed')) return;
			isDue = true;
			void wait(pace, signal).then(settleNow);
		},
	};
};
